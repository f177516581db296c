"""Read what a translation begins with, and how it stands to its original."""
