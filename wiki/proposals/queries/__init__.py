"""Read what could be proposed for articles, and what was."""
