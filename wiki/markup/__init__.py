"""Markdown to safe HTML: pure, without Flask and without the database."""
