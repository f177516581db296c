"""Plan a question: which terms to look for in which fields, and the weight of each.

Of the index this reads the terms alone; `bm25f` turns a plan into scores.
The weights were measured on 2,600 Swedish questions (docs/search.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from wiki.search.language.analysis import (
    LANGUAGES,
    fold,
    is_searchable_in,
    language_of,
    stem,
    written_terms,
)
from wiki.search.language.stopwords import SWEDISH
from wiki.search.ranking.alternatives import (
    WEAK_WORDS,
    find_folded,
    find_joined,
    find_others,
    is_unaccented,
)
from wiki.search.ranking.corpus import Alternative, Lexicon, TermClause, Way, count_texts
from wiki.search.ranking.expansion import Expansion
from wiki.search.ranking.query import Question, named_kind
from wiki.search.ranking.translations import Translator
from wiki.search.segments.schema import (
    BODY,
    FOLDED,
    HEADINGS,
    PARTS,
    READ_FIELDS,
    SUMMARY,
    TAGS,
    TITLE,
)
from wiki.search.segments.schema import field as field_name

WHOLE = {TITLE: 1.5, SUMMARY: 0.8, HEADINGS: 0.6, BODY: 1.0, TAGS: 0.6}
# A word found as part of a compound, or a part of a compound found as a word, counts less.
AS_PART = 0.4
# A word whose accents are missing in the question, wherever it stands.
AS_FOLDED = 1.2
AS_ENDING = 0.3
PART_AS_WORD = 0.35
PART_AS_PART = 0.1
# "Programteori" is a theory more than a program, though that is also of its family.
OF_HEAD, OF_FRONT = 1.4, 0.6
# Words that end with the word asked for must be clearly longer ("berätta" does not mean "rätt").
SHORTEST_ENDING = 4
LONGER_BY = 3
MOST_ENDINGS = 6

# Words of asking ("vad heter ...") count less than what is asked about.
WEAK = 0.3
# So do words that nearly every text of the wiki holds, such as "social innovation".
COMMON = 0.4
COMMON_SHARE = 0.3
FEW_TEXTS = 5
# The other names of a topic, also in the other language.
EXPANDED = 0.4
# "Sociala innovationer exempel" asks for cases: a kind that is named counts as two rare words.
OF_KIND = 6.0

_FOLDED_FIELDS = frozenset(field_name(FOLDED, language) for language in LANGUAGES)
# In a question typed without accents, "nar" and "for" mean the stop words "när" and "för".
_UNACCENTED_STOP_WORDS = frozenset(map(fold, SWEDISH))


@dataclass(frozen=True)
class Variant:
    """One way in which a word may be written; its score is the sum of its clauses."""

    clauses: tuple[TermClause, ...]


@dataclass(frozen=True)
class PlannedWord:
    """One word of the question: the best of its variants counts, and all of `extra` is added.

    `guesses` are variants too, but of words that only look like the word. Words of its `family` and
    `parts` of a compound are added, but do not say quite what the word says; `hints` are added, and
    find nothing by themselves. `named` are clauses of a word before it that say this one as well.
    `weight` is the word's share in the score, `names` those of topics that the word names.
    `alternatives` are (language, term) of what nobody typed, and whether it corrects the spelling.
    """

    word: str
    variants: tuple[Variant, ...] = ()
    extra: tuple[TermClause, ...] = ()
    guesses: tuple[Variant, ...] = ()
    family: tuple[TermClause, ...] = ()
    parts: tuple[TermClause, ...] = ()
    hints: tuple[TermClause, ...] = ()
    weight: float = 1.0
    alternatives: tuple[tuple[tuple[str, str], bool], ...] = ()
    names: tuple[str, ...] = ()
    named: tuple[TermClause, ...] = ()

    def clauses(self) -> Iterator[TermClause]:
        """Yield every clause of the word."""
        for variant in (*self.variants, *self.guesses):
            yield from variant.clauses
        yield from self.extra
        yield from self.family
        yield from self.parts
        yield from self.hints


@dataclass(frozen=True)
class Plan:
    """All that a question looks for; the scores of its words are added up.

    So documents with many of the words rank above those that repeat a few of them.
    """

    words: tuple[PlannedWord, ...] = field(default=())

    def clauses(self) -> Iterator[TermClause]:
        """Yield every clause, so that all terms can be looked up at once."""
        for word in self.words:
            yield from word.clauses()

    @property
    def unaccented(self) -> frozenset[str]:
        """Return the words that texts write with accents, such as "cafe"."""
        return frozenset(
            word.word
            for word in self.words
            if any(clause.field in _FOLDED_FIELDS for clause in word.clauses())
        )

    def alternatives(self) -> dict[tuple[str, str], tuple[str, bool]]:
        """Return for each (language, term) nobody typed its word, and if it corrects the word."""
        return {
            key: (word.word, is_correction)
            for word in self.words
            for key, is_correction in word.alternatives
        }


def make_plan(
    question: Question,
    lexicon: Lexicon,
    expansions: Sequence[Expansion] = (),
    is_exact: bool = False,
) -> Plan:
    """Return the plan for all words of a question and for its `expansions`.

    An exact plan looks for the words in all their inflections, and for no alternatives. A word in
    quotation marks means itself, not a compound either.
    """
    words = question.all_words
    loose = frozenset(question.loose_words)
    has_no_accents = not is_exact and is_unaccented(words)
    if has_no_accents:
        words = [word for word in words if word not in _UNACCENTED_STOP_WORDS] or words
    asked_in = language_of(words)
    joined = find_joined(question.words, lexicon)
    translator = Translator(question.all_words, lexicon, joined)
    planned = []
    for word in words:
        if word in loose:
            found = find_others(word, lexicon, has_no_accents, joined)
            others = [] if is_exact else translator.add_to(found, word)
            planned.append(_plan_word(word, lexicon, others, expansions, asked_in))
        else:
            clauses = Variant(tuple(_word_clauses(word, asked_in)))
            planned.append(PlannedWord(word, (clauses,), weight=_weight(word, lexicon)))
    return Plan(tuple(planned))


def _plan_word(
    word: str,
    lexicon: Lexicon,
    alternatives: Sequence[Alternative],
    expansions: Sequence[Expansion],
    asked_in: str,
) -> PlannedWord:
    by_way = _by_way(alternatives)
    names = [name for name in expansions if name.word == word]
    is_swedish = is_searchable_in(word, "sv", asked_in)
    variants = [
        tuple(_word_clauses(word, asked_in)),
        *(_compound_variants(word, lexicon) if is_swedish else ()),
        *((clause,) for clause in _folded_clauses(word, lexicon)),
        *map(_in_place, (*by_way[Way.VARIANT], *by_way[Way.TRANSLATION])),
    ]
    share = _weight(word, lexicon)
    return PlannedWord(
        word,
        tuple(map(Variant, variants)),
        (*_added(by_way[Way.COMPOUND]), *_name_clauses(names)),
        tuple(map(Variant, map(_in_place, by_way[Way.GUESS]))),
        tuple(_added(by_way[Way.FAMILY])),
        tuple(_part_clauses(lexicon.split(word)) if is_swedish else ()),
        (*_added(by_way[Way.HINT]), *_kind_clauses(word, share)),
        share,
        tuple(_not_typed(alternatives, names)),
        tuple(name.term for name in names),
        tuple(_name_clauses(name for name in expansions if word in name.after)),
    )


def _by_way(alternatives: Sequence[Alternative]) -> dict[Way, list[Alternative]]:
    return {way: [other for other in alternatives if other.way is way] for way in Way}


def _kind_clauses(word: str, share: float) -> Iterator[TermClause]:
    if kind := named_kind(word):
        yield TermClause("kind", kind, OF_KIND / share)


def _not_typed(
    alternatives: Iterable[Alternative], expansions: Iterable[Expansion]
) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield each term that nobody typed, and whether it corrects the word's spelling."""
    for other in alternatives:
        if other.way is not Way.HINT:
            is_spelling = other.way in {Way.VARIANT, Way.GUESS}
            yield (other.language, other.term), is_spelling
    for name in expansions:
        if not name.is_asked:
            yield (name.language, name.term), False


def _weight(word: str, lexicon: Lexicon) -> float:
    if fold(word) in WEAK_WORDS:
        return WEAK
    texts = max(count_texts(stem(word, language), language, lexicon) for language in LANGUAGES)
    return COMMON if texts > max(COMMON_SHARE * lexicon.size, FEW_TEXTS) else 1.0


def _other_word(term: str, language: str, weight: float) -> Iterator[TermClause]:
    for name in READ_FIELDS:
        yield TermClause(field_name(name, language), term, weight * WHOLE[name])


def _name_clauses(names: Iterable[Expansion]) -> Iterator[TermClause]:
    """Find texts by another name of a topic, and texts of the topic by the name that was asked."""
    for name in names:
        if name.is_asked:
            yield TermClause(field_name(TAGS, name.language), name.term, WHOLE[TAGS])
        else:
            yield from _other_word(name.term, name.language, EXPANDED)


def _added(others: Iterable[Alternative]) -> list[TermClause]:
    words = (_other_word(other.term, other.language, other.weight) for other in others)
    return list(chain.from_iterable(words))


def _in_place(other: Alternative) -> tuple[TermClause, ...]:
    clauses = _added([other])
    if other.language == "sv" and " " not in other.term:
        clauses.append(TermClause(field_name(PARTS, "sv"), other.term, other.weight * AS_PART))
    return tuple(clauses)


def _word_clauses(word: str, asked_in: str) -> Iterator[TermClause]:
    for language in LANGUAGES:
        if is_searchable_in(word, language, asked_in):
            for name, weight in WHOLE.items():
                for term in written_terms(word, language):
                    yield TermClause(field_name(name, language), term, weight)


def _folded_clauses(word: str, lexicon: Lexicon) -> Iterator[TermClause]:
    """Find "café" by "cafe"."""
    for language in LANGUAGES:
        for term in find_folded(word, language, lexicon):
            yield TermClause(field_name(FOLDED, language), term, AS_FOLDED)


def _compound_variants(word: str, lexicon: Lexicon) -> Iterator[tuple[TermClause, ...]]:
    """Find "omsorg" in "äldreomsorg": by the field of compound parts, and by ends of words."""
    root = stem(word, "sv")
    yield (TermClause(field_name(PARTS, "sv"), root, AS_PART),)
    if len(root) >= SHORTEST_ENDING:
        for longer in lexicon.stems_ending_with(root, LONGER_BY)[:MOST_ENDINGS]:
            for name in READ_FIELDS:
                yield (TermClause(field_name(name, "sv"), longer, AS_ENDING),)


def _part_clauses(parts: Sequence[str]) -> Iterator[TermClause]:
    """Find "omsorg om äldre" when "äldreomsorg" is asked for; the last part is the head."""
    for place, part in enumerate(parts, 1):
        share = OF_HEAD if place == len(parts) else OF_FRONT
        for name in READ_FIELDS:
            yield TermClause(field_name(name, "sv"), part, share * PART_AS_WORD * WHOLE[name])
        yield TermClause(field_name(PARTS, "sv"), part, share * PART_AS_PART)
