"""Greet the reader: the front page, and what the site says of itself."""
