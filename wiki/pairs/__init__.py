"""Pairs of articles: how one is translated into the other language, and kept in step with it."""
