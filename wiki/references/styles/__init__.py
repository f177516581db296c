"""Cited sources as a style wants them, from CSL-JSON and the description of the style in CSL."""
