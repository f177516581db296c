"""Read what a search needs from the database."""
