"""Show what changed lately."""
