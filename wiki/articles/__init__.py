"""The core of the wiki: articles, their kinds, slugs, drafts and publication."""
