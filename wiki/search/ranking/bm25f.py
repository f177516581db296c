"""Score the documents of one generation by a plan: BM25F over arrays; any word is enough (OR).

The scores equal those of Whoosh's own BM25F; a test compares the two.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from wiki.search.language.analysis import LANGUAGES
from wiki.search.ranking.corpus import TermClause
from wiki.search.ranking.phrases import count_phrase
from wiki.search.ranking.plan import WEAK, Plan, PlannedWord, Variant
from wiki.search.segments.arrays import Array, SegmentArrays, term_key
from wiki.search.segments.schema import HEADINGS, SUMMARY, TAGS, TITLE, field
from wiki.search.segments.snapshot import PlacedSegment, Snapshot

# Measured on 2,600 Swedish questions: 1.0 and 0.5 beat Whoosh's 1.2 and 0.75 by 0.02 MRR.
K1 = 1.0
B = 0.5
# The gain of a document with all words of the question. A word counts in full from WELL_FOUND of
# its best score in any document on. Worth 0.015 MRR on the same questions.
COVERAGE = 0.6
WELL_FOUND = 0.2
# How much of a word a text holds that holds one that looks like it, one of its family, or a part.
OF_GUESS = 0.8
OF_FAMILY = 0.5
OF_PART = 0.2
# A text is about what stands there.
KIND = "kind"
PROMINENT = frozenset(
    field(name, language) for name in (TITLE, SUMMARY, HEADINGS, TAGS) for language in LANGUAGES
)


class _Postings(NamedTuple):
    """The documents of one segment that a clause finds, and how often each holds it."""

    segment: PlacedSegment
    documents: Array
    counts: Array


class _Matches(NamedTuple):
    """All postings of a clause, and the factor that its rarity and weight give each."""

    postings: list[_Postings]
    factor: float


class _ByWord(NamedTuple):
    """What one word gives each document: a score, and how the document was found.

    - `sure`: by more than a guess.
    - `guessed`: by a word that looks like it.
    - `shares`: how much of the word it holds, 1 if in any form or by another name.
    - `about`: by that in a prominent place, or by the kind of article that it names.
    """

    scores: Array
    sure: Array
    guessed: Array
    shares: Array
    about: Array


class Scores(NamedTuple):
    """The score of every document, 0 where nothing in the plan is found.

    - `certain`: which hold a word of the question, more than a word of asking.
    - `guessed`: which hold a word that looks like one of the question.
    - `held`: how much each holds of the words that tell what is asked about, from 0 to 1. They are
      no words of asking, and none that nearly every text holds; the rarer, the more they tell.
    - `about`: the same, of what stands in a title, a summary, a heading or the topics.

    `asks`: there is such a word in the question.
    """

    scores: Array
    certain: Array
    guessed: Array
    held: Array
    about: Array
    asks: bool


class _Totals:
    """Adds up the words of a question for every document."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        size = snapshot.size
        self._scores: Array = np.zeros(size, np.float32)
        self._coverage: Array = np.zeros(size, np.float32)
        self._held: Array = np.zeros(size, np.float32)
        self._about: Array = np.zeros(size, np.float32)
        self._certain: Array = np.zeros(size, np.bool_)
        self._guessed: Array = np.zeros(size, np.bool_)
        self._found: Array = np.zeros(size, np.bool_)
        self._weight = self._asked = 0.0

    def add(self, word: PlannedWord, given: _ByWord) -> None:
        """Add what one word gives."""
        self._found |= given.sure | given.guessed
        self._guessed |= given.guessed
        if word.weight > WEAK:
            self._certain |= given.sure
        best = given.scores.max(where=self._snapshot.alive, initial=0.0)
        if given.scores.any():
            weight = np.float32(word.weight)
            full = max(best, np.float32(1e-9)) * np.float32(WELL_FOUND)
            self._scores += weight * given.scores
            self._coverage += weight * np.minimum(given.scores / full, 1.0)
            self._weight += word.weight
        if word.weight == 1.0 and any(word.clauses()):
            rarity = _rarity(int(np.count_nonzero(given.shares == 1.0)), self._snapshot)
            self._asked += rarity
            self._held += np.float32(rarity) * given.shares
            self._about += np.float32(rarity) * given.about

    def scores(self) -> Scores:
        """Return the sums; documents that hold more of the words gain."""
        if self._weight:
            self._scores *= 1.0 + self._coverage * np.float32(COVERAGE / self._weight)
        self._scores *= self._found  # not what only a hint found
        asked = max(self._asked, 1e-9)
        held, about = self._held / asked, self._about / asked
        return Scores(self._scores, self._certain, self._guessed, held, about, self._asked > 0)


class Scoring:
    """Score the documents of one generation, numbered as Whoosh numbers them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def score(self, plan: Plan) -> Scores:
        """Return the scores of all documents, and what they were found by."""
        found = self._look_up(list(dict.fromkeys(plan.clauses())))
        totals = _Totals(self._snapshot)
        for word in plan.words:
            totals.add(word, self._score_word(word, found))
        return totals.scores()

    def _zeros(self, kind: type[np.generic] = np.float32) -> Array:
        return np.zeros(self._snapshot.size, kind)

    def _look_up(self, clauses: Sequence[TermClause]) -> dict[TermClause, _Matches]:
        """Return the postings of every clause that has any, with one search in each segment."""
        keys = np.array([term_key(clause.field, clause.term) for clause in clauses], np.uint64)
        phrases = [(number, clause) for number, clause in enumerate(clauses) if clause.is_phrase]
        postings: dict[int, list[_Postings]] = {}
        for segment in self._snapshot.segments:
            arrays = segment.segment.arrays
            for number, begin, end in _ranges(arrays, keys):
                found = _Postings(segment, arrays.documents[begin:end], arrays.counts[begin:end])
                postings.setdefault(number, []).append(found)
            for number, phrase in phrases:
                documents, counts = count_phrase(arrays, phrase.field, phrase.term)
                if len(documents):
                    found = _Postings(segment, documents, counts)
                    postings.setdefault(number, []).append(found)
        return {
            clauses[number]: self._weigh(clauses[number], found)
            for number, found in postings.items()
        }

    def _weigh(self, clause: TermClause, postings: list[_Postings]) -> _Matches:
        frequency = sum(len(found.documents) for found in postings)
        rarity = _rarity(frequency, self._snapshot)
        return _Matches(postings, clause.weight * rarity * (K1 + 1))

    def _score_word(self, word: PlannedWord, found: dict[TermClause, _Matches]) -> _ByWord:
        """Score the best of a word's variants in each document, plus all that is added to it."""
        best, guessed = self._zeros(), self._zeros(np.bool_)
        self._keep_best(best, word.variants, found, is_empty=True)
        variants = chain.from_iterable(variant.clauses for variant in word.variants)
        as_such = [*variants, *word.extra, *word.named]
        held = self._holding(as_such, found)
        about = self._holding((each for each in as_such if each.field in PROMINENT), found)
        about |= self._holding((each for each in word.hints if each.field == KIND), found)
        if word.guesses:
            self._keep_best(best, word.guesses, found, is_empty=not best.any())
            guessed = best > 0
        family, part = self._holding(word.family, found), self._holding(word.parts, found)
        for added in (word.extra, word.family, word.parts, word.hints):
            self._add(best, _present(added, found), found)
        # "Medborgarbudjet" is rather a slip than "medborgar" with something else.
        is_slip = guessed.any() and not held.any()
        sure = held if is_slip else held | family | part
        shares = np.maximum(np.float32(OF_PART) * part, np.float32(OF_FAMILY) * family)
        shares[guessed] = OF_GUESS
        shares[held | about] = 1.0
        return _ByWord(best, sure, guessed, shares, about)

    def _holding(self, clauses: Iterable[TermClause], found: dict[TermClause, _Matches]) -> Array:
        """Return which documents hold any of the clauses."""
        holding = self._zeros(np.bool_)
        for clause in _present(clauses, found):
            for postings in found[clause].postings:
                postings.segment.cut(holding)[postings.documents] = True
        return holding

    def _keep_best(
        self,
        best: Array,
        variants: Iterable[Variant],
        found: dict[TermClause, _Matches],
        is_empty: bool,
    ) -> None:
        """Raise each score to that of the best variant; `is_empty`: all scores are 0 so far."""
        for variant in variants:
            clauses = _present(variant.clauses, found)
            if clauses and is_empty:
                self._add(best, clauses, found)
                is_empty = False
            elif len(clauses) == 1:
                self._raise(best, clauses[0], found)
            elif clauses:
                other = self._zeros()
                self._add(other, clauses, found)
                np.maximum(best, other, out=best)

    def _add(
        self, scores: Array, clauses: Iterable[TermClause], found: dict[TermClause, _Matches]
    ) -> None:
        for clause in clauses:
            for postings in found[clause].postings:
                numbers, more = self._score_postings(clause.field, postings, found[clause].factor)
                postings.segment.cut(scores)[numbers] += more  # a document is there only once

    def _raise(self, scores: Array, clause: TermClause, found: dict[TermClause, _Matches]) -> None:
        """Set each score to the clause's own where that is higher."""
        for postings in found[clause].postings:
            numbers, other = self._score_postings(clause.field, postings, found[clause].factor)
            part = postings.segment.cut(scores)
            part[numbers] = np.maximum(part[numbers], other)

    def _score_postings(
        self, field: str, postings: _Postings, factor: float
    ) -> tuple[Array, Array]:
        numbers = postings.documents.astype(np.intp)
        counts = postings.counts.astype(np.float32)
        norms = postings.segment.cut(self._snapshot.norms(field, B, K1))[numbers]
        norms += counts
        counts *= np.float32(factor)
        counts /= norms
        return numbers, counts


def _rarity(frequency: int, snapshot: Snapshot) -> float:
    return float(np.log(max(snapshot.size, 1) / (frequency + 1)) + 1.0)


def _present(clauses: Iterable[TermClause], found: dict[TermClause, _Matches]) -> list[TermClause]:
    return [clause for clause in clauses if clause in found]


def _ranges(arrays: SegmentArrays, keys: Array) -> Iterable[tuple[int, int, int]]:
    """Yield (number of the key, begin, end) for the keys that a segment has postings of."""
    if not len(arrays.keys):
        return
    places = np.searchsorted(arrays.keys, keys)
    places[places == len(arrays.keys)] = 0
    numbers = np.nonzero(arrays.keys[places] == keys)[0]
    places = places[numbers]
    begins, ends = arrays.starts[places], arrays.starts[places + 1]
    yield from zip(numbers.tolist(), begins.tolist(), ends.tolist(), strict=True)
