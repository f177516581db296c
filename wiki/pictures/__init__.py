"""Pictures where people would rather look than read: each is drawn on the server, from numbers."""
