"""The editors' desk: lists of what needs work."""
