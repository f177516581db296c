"""The recent changes."""
