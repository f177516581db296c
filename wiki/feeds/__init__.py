"""Pages for machines: Atom feeds, sitemap and robots.txt."""
