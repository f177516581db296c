"""Keep the statements that every public service owes its readers: accessibility and privacy."""
