"""Merge texts with notes, for tests."""

from wiki.articles.labels import merge_bodies

BASE = "Inledning om kommuner.\n\nMitten.\n\nMer text här.\n\nSlutsats om regioner.\n"


def add(text: str, after: str, reference: str, definition: str) -> str:
    """Add a reference after a word, and its definition below that paragraph."""
    return text.replace(f"{after}.", f"{after}{reference}.\n\n{definition}")


def merge(base: str, mine: str, theirs: str) -> str:
    merged = merge_bodies(base, mine, theirs)
    assert merged.is_clean
    return merged.joined(())
