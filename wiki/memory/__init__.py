"""What was computed from tables, remembered until a row of one of them changes."""
