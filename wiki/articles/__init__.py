"""Hold the heart: articles, their kinds, slugs, drafts and publication."""
