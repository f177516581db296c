"""Define the fields of the index; any change here needs another SCHEMA_VERSION."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
from whoosh.formats import Positions

from wiki.search.language.analysis import LANGUAGES

# An index of another version is rebuilt at the next start. Increase it when the fields, the
# analysis or the splitting of compounds change, and when this module or a class in it moves:
# Whoosh stores the schema with its module's name.
SCHEMA_VERSION = 11

# The fields with the words of articles; each exists once for each language.
TITLE, SUMMARY, HEADINGS, BODY, TAGS, PARTS, FOLDED, FOLDED_TITLE = (
    "title",
    "summary",
    "headings",
    "body",
    "tags",
    "parts",
    "folded",
    "folded_title",
)
TEXT_FIELDS = (TITLE, SUMMARY, HEADINGS, BODY, TAGS, PARTS, FOLDED, FOLDED_TITLE)
# The fields that group documents by each of their values, for rights and facets.
GROUP_FIELDS = ("audience", "language", "kind", "tag", "year")
# More repetitions of a word tell no more, and the arrays count in 16 bits.
_MOST_PLACES = 65_535
# Running text: its words are stored with their places, which phrases need, and are offered as
# corrections.
READ_FIELDS = (TITLE, SUMMARY, HEADINGS, BODY)


def field(name: str, language: str) -> str:
    """Return the name in the index of a text field in a language."""
    return f"{name}_{language}"


class Places(Positions):  # type: ignore[misc]  # Whoosh ships no types
    """Store the places of a term as 32-bit numbers, which arrays can take over unchanged."""

    def word_values(
        self, value: Sequence[str], _analyzer: Analyzer, **_settings: Any
    ) -> Iterator[tuple[str, int, float, bytes]]:
        """Yield each term once, with its count and its places."""
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
        """Return the places of a term."""
        return list(array("I", valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return the count of a term."""
        return len(valuestring) // 4


class ReadyTerms(Analyzer):  # type: ignore[misc]  # Whoosh ships no types
    """Pass to Whoosh the terms that `wiki.search.language.analysis` has made already."""

    def __call__(self, value: Sequence[str], **_settings: Any) -> Iterator[Token]:
        """Yield the same token for each term, changed in place, as Whoosh expects."""
        token = Token(positions=True)
        token.boost = 1.0
        for place, term in enumerate(value):
            token.text, token.pos = term, place
            yield token


def make_schema() -> Schema:
    """Return the schema; stored are ids, a time, a day and which words, and no text."""
    schema = Schema(
        article_id=ID(unique=True, stored=True),
        revision_id=STORED(),
        published_seconds=STORED(),
        check_day=STORED(),
        audience=KEYWORD(),
        language=ID(),
        kind=ID(),
        tag=KEYWORD(),
        year=ID(),
        title_key=ID(),
        title_gist=ID(),
        written=STORED(),
    )
    for language in LANGUAGES:
        for name in TEXT_FIELDS:
            terms = TEXT(analyzer=ReadyTerms(), phrase=False)
            if name in READ_FIELDS:
                terms.format = Places()
            schema.add(field(name, language), terms)
    return schema
