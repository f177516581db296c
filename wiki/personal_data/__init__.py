"""What the wiki holds about a person: as a file, and how it is forgotten."""
