"""Check what has to change together with the fields of the index."""

from wiki.search.ranking.plan import WHOLE
from wiki.search.segments.schema import (
    FOLDED,
    FOLDED_TITLE,
    GROUP_FIELDS,
    PARTS,
    SCHEMA_VERSION,
    TEXT_FIELDS,
    Places,
    ReadyTerms,
)


def test_another_version_goes_with_other_fields() -> None:
    """Raise SCHEMA_VERSION with every change: an index of before would be read wrongly."""
    words = ("title", "summary", "headings", "body", "tags", "parts")
    assert (*words, "folded", "folded_title") == TEXT_FIELDS
    assert GROUP_FIELDS == ("audience", "language", "kind", "tag", "year")
    assert Places.__module__ == ReadyTerms.__module__ == "wiki.search.segments.schema"
    assert SCHEMA_VERSION == 11


def test_every_field_of_words_has_a_weight() -> None:
    folded = {FOLDED, FOLDED_TITLE}  # weighed by what they stand for
    assert {*WHOLE, PARTS, *folded} == set(TEXT_FIELDS)
