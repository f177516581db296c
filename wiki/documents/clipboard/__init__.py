"""Formatted text that was copied in another program: its HTML, made ready for the writer."""
