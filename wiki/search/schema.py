"""Say which fields the index holds; a change of anything here needs another SCHEMA_VERSION."""

from collections.abc import Iterator, Sequence
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from wiki.search.analysis import LANGUAGES

# An index of another version is rebuilt at the next start. Raise it when a field, the analysis, or
# the way compounds are split changes.
SCHEMA_VERSION = 2

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
# Only these keep the places of their words, which quoted phrases need.
_WITH_POSITIONS = {TITLE, SUMMARY, HEADINGS, BODY}


def field(name: str, language: str) -> str:
    """Return a text field's name in the index."""
    return f"{name}_{language}"


class ReadyTerms(Analyzer):  # type: ignore[misc]  # Whoosh ships no types
    """Hand Whoosh the terms that `wiki.search.analysis` has already made."""

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
        title_key=ID(),
        title_gist=ID(),
    )
    for language in LANGUAGES:
        for name in TEXT_FIELDS:
            terms = TEXT(analyzer=ReadyTerms(), phrase=name in _WITH_POSITIONS)
            schema.add(field(name, language), terms)
    return schema
