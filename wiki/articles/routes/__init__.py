"""Serve the pages of articles."""
