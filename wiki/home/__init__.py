"""Greet the reader: the front page."""
