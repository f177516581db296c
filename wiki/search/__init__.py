"""Find articles: the one home of Whoosh."""
