"""Read who is named for articles, who could be, and what people have written."""
