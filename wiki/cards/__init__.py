"""Draw the picture that stands for an article, or for the wiki, where somebody shares a link."""
