"""What tells those who watch, in a thread."""
