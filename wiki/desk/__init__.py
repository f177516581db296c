"""Show editors their work."""
