"""Score the documents of one generation by a plan: BM25F over arrays; any word is enough (OR).

The scores equal those of Whoosh's own BM25F; a test compares the two.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from wiki.search.ranking.corpus import TermClause
from wiki.search.ranking.phrases import count_phrase
from wiki.search.ranking.plan import WEAK, Plan, PlannedWord, Variant
from wiki.search.segments.arrays import Array, SegmentArrays, term_key
from wiki.search.segments.snapshot import PlacedSegment, Snapshot

# Measured on 2,600 Swedish questions: 1.0 and 0.5 beat Whoosh's 1.2 and 0.75 by 0.02 MRR.
K1 = 1.0
B = 0.5
# The gain of a document with all words of the question. A word counts in full from WELL_FOUND of
# its best score in any document on. Worth 0.015 MRR on the same questions.
COVERAGE = 0.6
WELL_FOUND = 0.2


class _Postings(NamedTuple):
    """The documents of one segment that a clause finds, and how often each holds it."""

    segment: PlacedSegment
    documents: Array
    counts: Array


class _Matches(NamedTuple):
    """All postings of a clause, and the factor that its rarity and weight give each."""

    postings: list[_Postings]
    factor: float


class Scores(NamedTuple):
    """The score of every document, 0 where nothing in the plan is found.

    - `certain`: which hold a word of the question, more than a word of asking.
    - `guessed`: which hold a word that looks like one of the question.
    - `telling`: which hold a word that tells what is asked about: no word of asking, and none that
      nearly every text of the wiki holds.
    - `resembling`: which hold a word that looks like one of these.
    """

    scores: Array
    certain: Array
    guessed: Array
    telling: Array
    resembling: Array


class Scoring:
    """Score the documents of one generation, numbered as Whoosh numbers them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def score(self, plan: Plan) -> Scores:
        """Return the scores of all documents, and what they were found by."""
        found = self._look_up(list(dict.fromkeys(plan.clauses())))
        scores, coverage = self._zeros(), self._zeros()
        certain, guessed, telling, resembling = (self._zeros(np.bool_) for _ in range(4))
        held = self._zeros(np.bool_)
        alive = self._snapshot.alive
        total_weight = 0.0
        for word in plan.words:
            if any(clause in found for clause in word.clauses()):
                of_word, is_sure, is_guess = self._score_word(word, found)
                held |= is_sure
                guessed |= is_guess
                if word.weight > WEAK:
                    certain |= is_sure
                if word.weight == 1.0:
                    telling |= is_sure
                    resembling |= is_guess
                scores += np.float32(word.weight) * of_word
                of_word /= of_word.max(where=alive, initial=1e-9) * np.float32(WELL_FOUND)
                coverage += np.float32(word.weight) * np.minimum(of_word, 1.0)
                total_weight += word.weight
        if total_weight:
            scores *= 1.0 + coverage * np.float32(COVERAGE / total_weight)
        scores *= held | guessed  # not what only a hint found
        return Scores(scores, certain, guessed, telling, resembling)

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
        rarity = np.log(self._snapshot.size / (frequency + 1)) + 1.0
        return _Matches(postings, clause.weight * float(rarity) * (K1 + 1))

    def _score_word(
        self, word: PlannedWord, found: dict[TermClause, _Matches]
    ) -> tuple[Array, Array, Array]:
        """Return the best of a word's variants in each document, plus all of its extra.

        The other two arrays tell which documents are found by more than a guess, and by a guess.
        """
        best, is_guess = self._zeros(), self._zeros(np.bool_)
        self._keep_best(best, word.variants, found, is_empty=True)
        extra = _present(word.extra, found)
        is_sure = best > 0
        for clause in extra:
            for postings in found[clause].postings:
                postings.segment.cut(is_sure)[postings.documents] = True
        if word.guesses:
            self._keep_best(best, word.guesses, found, is_empty=not best.any())
            is_guess = best > 0
        self._add(best, extra, found)
        self._add(best, _present(word.hints, found), found)
        return best, is_sure, is_guess

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
