"""Read what is said about articles, for those who may see them."""
