"""Upkeep of articles: who looks after one, when it was last checked, when that is due again."""
