"""Share cards: the picture shown for an article or the wiki where somebody shares a link."""
