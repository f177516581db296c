"""Propose tags: what the words of an article speak for, and what authors ask editors for."""
