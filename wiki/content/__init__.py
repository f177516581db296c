"""Import and export articles and tags as folders of Markdown."""
