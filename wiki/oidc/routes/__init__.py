"""The pages of the log-in by home universities."""
