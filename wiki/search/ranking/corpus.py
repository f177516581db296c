"""What is needed to know of the words in the index, and a term to look for besides a word."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple, Protocol

from wiki.search.language.analysis import LANGUAGES
from wiki.search.language.spelling import WordList
from wiki.search.segments.schema import BODY, READ_FIELDS, TITLE
from wiki.search.segments.schema import field as field_name

_WITH_PLACES = frozenset(
    field_name(name, language) for name in READ_FIELDS for language in LANGUAGES
)


class TermClause(NamedTuple):
    """One term to look for in one field of the index, and the weight of its score.

    Terms with spaces between them are looked for side by side. Only names of topics, in a field
    of their own, are indexed with their spaces.
    """

    field: str
    term: str
    weight: float

    @property
    def is_phrase(self) -> bool:
        """Tell whether these are several terms, to be found by their places."""
        return " " in self.term and self.field in _WITH_PLACES


class Way(Enum):
    """How an alternative counts beside its word.

    - `VARIANT`, `TRANSLATION`: in place of it, as another spelling or in the other language.
    - `GUESS`: in place of it, as a correction: what holds nothing else stands below all that holds
      a word as typed.
    - `COMPOUND`, `FAMILY`: in addition, as a compound that begins with it, a word of its family.
    - `HINT`: in addition, to tell which of the texts found is better; it finds none.
    """

    VARIANT = auto()
    TRANSLATION = auto()
    GUESS = auto()
    COMPOUND = auto()
    FAMILY = auto()
    HINT = auto()


class Alternative(NamedTuple):
    """A term to look for as well, and how it counts."""

    term: str
    language: str
    weight: float
    way: Way = Way.VARIANT


class Corpus(Protocol):
    """What is needed to know of the words in the index."""

    size: int

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term in a field."""

    def word_lists(self, language: str) -> Sequence[WordList]:
        """Return the stems of all texts in a language, with a list for each segment."""


class Lexicon(Corpus, Protocol):
    """What a plan needs to know of the words in the index."""

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, or nothing for other words."""

    def stems_ending_with(self, stem: str, longer_by: int) -> list[str]:
        """Return the Swedish stems that end with `stem`, the shortest first."""


def count_texts(term: str, language: str, corpus: Corpus) -> int:
    """Return how many documents hold a term in their body or, if more, in their title."""
    return max(corpus.frequency(field_name(name, language), term) for name in (TITLE, BODY))
