"""Search for articles; no other feature imports Whoosh."""
