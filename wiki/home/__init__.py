"""Show what is made of several features: the front page, the own account, the site itself."""
