"""The vocabulary as a file: CSV for spreadsheets, SKOS in Turtle for other vocabularies."""
