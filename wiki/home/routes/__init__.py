"""Answer the pages that are made of several features, and what the site says of itself."""
