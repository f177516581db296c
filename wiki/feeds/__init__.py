"""Tell machines what is here: sitemap and robots."""
