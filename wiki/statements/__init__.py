"""The statements that the law asks of a public service: accessibility and privacy."""
