"""Plan a question: which terms are looked for in which fields, and what each finding is worth.

Nothing here reads the index but its vocabulary; `bm25f` turns a plan into scores.
The weights were measured on 2,600 Swedish questions (docs/search.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from wiki.search.language.analysis import LANGUAGES, fold, is_stop_word, stem
from wiki.search.language.stopwords import SWEDISH, WEAK_IN_ENGLISH, WEAK_IN_SWEDISH
from wiki.search.ranking.alternatives import (
    Alternative,
    Corpus,
    count_texts,
    find_alternatives,
    is_unaccented,
)
from wiki.search.ranking.expansion import Expansion
from wiki.search.ranking.query import Question
from wiki.search.segments.schema import BODY, HEADINGS, PARTS, SUMMARY, TAGS, TITLE
from wiki.search.segments.schema import field as field_name

WHOLE = {TITLE: 1.5, SUMMARY: 0.8, HEADINGS: 0.6, BODY: 1.0, TAGS: 0.6}
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

# What is asked counts more than that something is asked ("vad heter ...").
WEAK = 0.3
# So does what nearly every text of this wiki says: "social innovation", here.
COMMON = 0.4
COMMON_SHARE = 0.3
FEW_TEXTS = 5
# A topic's other names, and its names in the other language.
EXPANDED = 0.4

READ_FIELDS = (TITLE, SUMMARY, HEADINGS, BODY)

_WEAK_WORDS = frozenset(map(fold, WEAK_IN_SWEDISH | WEAK_IN_ENGLISH))
# "Nar" and "for" are "när" and "för" where no word of the question has an accent.
_UNACCENTED_STOP_WORDS = frozenset(map(fold, SWEDISH))


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
    """Hold one word of the question: the best of its forms counts, and all of `extra` is added.

    `weight` is what the word counts among the others. `others` are the terms that are looked for
    though nobody wrote them: (language, term), and whether the word may be a slip of it.
    """

    word: str
    forms: tuple[Form, ...] = ()
    extra: tuple[Look, ...] = ()
    weight: float = 1.0
    others: tuple[tuple[tuple[str, str], bool], ...] = ()


@dataclass(frozen=True)
class Plan:
    """Hold what a question asks of the index; the scores of its words are added up.

    Documents that hold more of the words then rise above those that hold few of them often.
    """

    words: tuple[PlannedWord, ...] = field(default=())

    def looks(self) -> Iterator[Look]:
        """Yield every look, so that all terms can be looked up at once."""
        for word in self.words:
            for form in word.forms:
                yield from form.looks
            yield from word.extra

    def alternatives(self) -> dict[tuple[str, str], tuple[str, bool]]:
        """Return for each (language, term) nobody wrote its word, and if that may be a slip."""
        return {key: (one.word, is_slip) for one in self.words for key, is_slip in one.others}


class Lexicon(Corpus, Protocol):
    """Say what a plan must know of the words that the index holds."""

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, or nothing."""

    def stems_ending_with(self, stem: str, longer_by: int) -> list[str]:
        """Return the Swedish stems that end with `stem`, the shortest first."""


def make_plan(
    question: Question,
    lexicon: Lexicon,
    expansions: Sequence[Expansion] = (),
    is_exact: bool = False,
) -> Plan:
    """Return the plan for all words of a question, and for what `expansions` say besides.

    Exact means: the words as written, in any form, and no look-alikes.
    """
    said = question.all_words
    accentless = not is_exact and is_unaccented(said)
    if accentless:
        said = [word for word in said if word not in _UNACCENTED_STOP_WORDS] or said
    planned = []
    for word in said:
        others = [] if is_exact else find_alternatives(word, lexicon, accentless)
        planned.append(_plan_word(word, lexicon, others, _expanding(word, expansions)))
    return Plan(tuple(planned))


def _expanding(word: str, expansions: Iterable[Expansion]) -> list[Expansion]:
    return [one for one in expansions if one.word == word]


def is_searchable(word: str) -> bool:
    """Tell whether a word says anything in at least one language."""
    return not all(is_stop_word(word, language) for language in LANGUAGES)


def _plan_word(
    word: str,
    lexicon: Lexicon,
    others: Sequence[Alternative],
    expansions: Sequence[Expansion],
) -> PlannedWord:
    forms = [tuple(_whole(word))]
    extra: list[Look] = []
    if not is_stop_word(word, "sv"):
        forms += _as_part(word, lexicon)
        extra += _by_its_parts(lexicon.split(word))
    for other in others:
        if other.is_kin:
            extra += _other_word(other.term, other.language, other.weight)
        else:
            forms.append(tuple(_instead(other)))
    for one in expansions:
        for term in one.terms:
            extra += _other_word(term, one.language, EXPANDED / len(one.terms))
    found = [((one.language, one.term), not one.is_kin) for one in others]
    found += [((one.language, term), False) for one in expansions for term in one.terms]
    return PlannedWord(
        word,
        tuple(map(Form, forms)),
        tuple(extra),
        _weight(word, lexicon),
        tuple(found),
    )


def _weight(word: str, lexicon: Lexicon) -> float:
    if fold(word) in _WEAK_WORDS:
        return WEAK
    texts = max(count_texts(stem(word, language), language, lexicon) for language in LANGUAGES)
    return COMMON if texts > max(COMMON_SHARE * lexicon.size, FEW_TEXTS) else 1.0


def _other_word(term: str, language: str, weight: float) -> Iterator[Look]:
    for name in READ_FIELDS:
        yield Look(field_name(name, language), term, weight * WHOLE[name])


def _instead(other: Alternative) -> Iterator[Look]:
    yield from _other_word(other.term, other.language, other.weight)
    if other.language == "sv":
        yield Look(field_name(PARTS, "sv"), other.term, other.weight * AS_PART)


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
