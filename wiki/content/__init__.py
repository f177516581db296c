"""Carry articles in and out as folders of Markdown, and back the whole wiki up."""
