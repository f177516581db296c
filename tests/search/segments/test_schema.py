"""Check what has to change together with the fields of the index."""

from wiki.search.ranking.plan import WHOLE
from wiki.search.segments.schema import (
    GROUP_FIELDS,
    PARTS,
    SCHEMA_VERSION,
    TEXT_FIELDS,
    Places,
    ReadyTerms,
)


def test_another_version_goes_with_other_fields() -> None:
    """Raise SCHEMA_VERSION with every change: an index of before would be read wrongly."""
    assert TEXT_FIELDS == ("title", "summary", "headings", "body", "tags", "parts")
    assert GROUP_FIELDS == ("audience", "language", "kind", "tag", "year")
    assert Places.__module__ == ReadyTerms.__module__ == "wiki.search.segments.schema"
    assert SCHEMA_VERSION == 5


def test_every_field_of_words_has_a_weight() -> None:
    assert {*WHOLE, PARTS} == set(TEXT_FIELDS)
