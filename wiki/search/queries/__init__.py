"""Read what a search, and who types one, needs from the database."""
