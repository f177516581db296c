"""Show what is happening, and when."""
