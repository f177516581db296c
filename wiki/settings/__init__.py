"""The settings: each said once, read from where an operator may set them, and checked."""
