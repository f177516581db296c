"""Say which fields the index holds; a change of anything here needs another SCHEMA_VERSION."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
from whoosh.formats import Positions

from wiki.search.language.analysis import LANGUAGES

# An index of another version is rebuilt at the next start. Raise it when a field, the analysis, or
# the way compounds are split changes.
SCHEMA_VERSION = 4

# The fields that hold an article's words, once for each language.
TITLE, SUMMARY, HEADINGS, BODY, TAGS, PARTS = (
    "title",
    "summary",
    "headings",
    "body",
    "tags",
    "parts",
)
TEXT_FIELDS = (TITLE, SUMMARY, HEADINGS, BODY, TAGS, PARTS)
# The fields whose every value is held as the set of its documents: rights and facets.
GROUP_FIELDS = ("audience", "language", "kind", "tag", "year")
# A text that says one word more often says no more; the arrays count in 16 bits.
_MOST_PLACES = 65_535
# Only these keep the places of their words, which quoted phrases need.
_WITH_POSITIONS = {TITLE, SUMMARY, HEADINGS, BODY}


def field(name: str, language: str) -> str:
    """Return a text field's name in the index."""
    return f"{name}_{language}"


class Places(Positions):  # type: ignore[misc]  # Whoosh ships no types
    """Keep where a term stands as plain numbers of 32 bits: arrays are made of them as they are."""

    def word_values(
        self, value: Sequence[str], _analyzer: Analyzer, **_settings: Any
    ) -> Iterator[tuple[str, int, float, bytes]]:
        """Yield each term once, with how often and where it stands."""
        found: dict[str, array[int]] = {}
        for place, term in enumerate(value):
            if term in found:
                if len(found[term]) < _MOST_PLACES:
                    found[term].append(place)
            else:
                found[term] = array("I", (place,))
        for term, places in found.items():
            yield term, len(places), float(len(places)), places.tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return where a term stands."""
        return list(array("I", valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return how often a term stands there."""
        return len(valuestring) // 4


class ReadyTerms(Analyzer):  # type: ignore[misc]  # Whoosh ships no types
    """Hand Whoosh the terms that `wiki.search.language.analysis` has already made."""

    def __call__(self, value: Sequence[str], **_settings: Any) -> Iterator[Token]:
        """Yield one token, changed in place, as Whoosh expects."""
        token = Token(positions=True)
        token.boost = 1.0
        for place, term in enumerate(value):
            token.text, token.pos = term, place
            yield token


def make_schema() -> Schema:
    """Return the schema; nothing is stored but the ids that lead to the database."""
    schema = Schema(
        article_id=ID(unique=True, stored=True),
        revision_id=STORED(),
        published_seconds=STORED(),
        audience=KEYWORD(),
        language=ID(),
        kind=ID(),
        tag=KEYWORD(),
        year=ID(),
        title_key=ID(),
        title_gist=ID(),
    )
    for language in LANGUAGES:
        for name in TEXT_FIELDS:
            terms = TEXT(analyzer=ReadyTerms(), phrase=False)
            if name in _WITH_POSITIONS:
                terms.format = Places()
            schema.add(field(name, language), terms)
    return schema
