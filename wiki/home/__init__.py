"""Pages composed of several features: the front page, the account, a university, the site."""
