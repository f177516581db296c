"""Answer the pages of articles: read, edit, and what becomes of them."""
