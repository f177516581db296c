"""Answer the front page and the pages about the site itself."""
