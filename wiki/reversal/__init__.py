"""Undo what one person did in a time, deed by deed, and nothing of anybody else's."""
