"""Publish a draft at a time that an editor sets."""
