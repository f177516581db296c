"""Plan a question: which terms are looked for in which fields, and what each finding is worth.

Nothing here reads the index but its vocabulary; `wiki.search.scoring` turns a plan into scores.
The weights were measured on 2,600 Swedish questions (docs/search.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from wiki.search.analysis import LANGUAGES, is_stop_word, stem
from wiki.search.parse import Question
from wiki.search.schema import BODY, HEADINGS, PARTS, SUMMARY, TAGS, TITLE
from wiki.search.schema import field as field_name

WHOLE = {TITLE: 2.0, SUMMARY: 0.8, HEADINGS: 0.6, BODY: 1.0, TAGS: 0.6}
# A word found as a part of a compound, or a compound's part found as a word, says less.
AS_PART = 0.4
AS_ENDING = 0.3
PART_AS_WORD = 0.35
PART_AS_PART = 0.1
# An ending is looked for only in words that are clearly longer ("berätta" is no "rätt"), and in
# so many of them that a common one stays cheap.
SHORTEST_ENDING = 4
LONGER_BY = 3
MOST_ENDINGS = 6

READ_FIELDS = (TITLE, SUMMARY, HEADINGS, BODY)


class Look(NamedTuple):
    """Hold one term that is looked for in one field of the index, and what its score counts."""

    field: str
    term: str
    weight: float


@dataclass(frozen=True)
class Form:
    """Hold one way to find a word; its score in a document is the sum of its looks."""

    looks: tuple[Look, ...]


@dataclass(frozen=True)
class PlannedWord:
    """Hold one word of the question: the best of its forms counts, and all of `extra` is added."""

    word: str
    forms: tuple[Form, ...] = ()
    extra: tuple[Look, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Hold what a question asks of the index; the scores of its words are added up."""

    words: tuple[PlannedWord, ...] = field(default=())

    def looks(self) -> Iterator[Look]:
        """Yield every look, so that all terms can be looked up at once."""
        for word in self.words:
            for form in word.forms:
                yield from form.looks
            yield from word.extra


class Lexicon(Protocol):
    """Say what a plan must know of the words that the index holds."""

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, or nothing."""

    def stems_ending_with(self, stem: str, longer_by: int) -> list[str]:
        """Return the Swedish stems that end with `stem`, the shortest first."""


def make_plan(question: Question, lexicon: Lexicon) -> Plan:
    """Return the plan for all words of a question."""
    return Plan(tuple(_plan_word(word, lexicon) for word in question.all_words))


def is_searchable(word: str) -> bool:
    """Tell whether a word says anything in at least one language."""
    return not all(is_stop_word(word, language) for language in LANGUAGES)


def _plan_word(word: str, lexicon: Lexicon) -> PlannedWord:
    if is_stop_word(word, "sv"):
        return PlannedWord(word, (Form(tuple(_whole(word))),))
    forms = [tuple(_whole(word)), *_as_part(word, lexicon)]
    return PlannedWord(word, tuple(map(Form, forms)), tuple(_by_its_parts(lexicon.split(word))))


def _whole(word: str) -> Iterator[Look]:
    for language in LANGUAGES:
        if not is_stop_word(word, language):
            for name, weight in WHOLE.items():
                yield Look(field_name(name, language), stem(word, language), weight)


def _as_part(word: str, lexicon: Lexicon) -> Iterator[tuple[Look, ...]]:
    """Find "omsorg" in "äldreomsorg": by the parts of the index, and by ends of words."""
    root = stem(word, "sv")
    yield (Look(field_name(PARTS, "sv"), root, AS_PART),)
    if len(root) >= SHORTEST_ENDING:
        for longer in lexicon.stems_ending_with(root, LONGER_BY)[:MOST_ENDINGS]:
            for name in READ_FIELDS:
                yield (Look(field_name(name, "sv"), longer, AS_ENDING),)


def _by_its_parts(parts: Iterable[str]) -> Iterator[Look]:
    """Find "omsorg om äldre" by "äldreomsorg"."""
    for part in parts:
        for name in READ_FIELDS:
            yield Look(field_name(name, "sv"), part, PART_AS_WORD * WHOLE[name])
        yield Look(field_name(PARTS, "sv"), part, PART_AS_PART)
