"""Read articles, as far as the viewer may see them."""
