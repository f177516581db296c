"""Score the documents of one generation by a plan: BM25F over arrays; any word is enough (OR).

The scores equal those of Whoosh's own BM25F; a test compares the two.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from wiki.search.ranking.plan import Plan, PlannedWord, TermClause
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
    """Where one segment has the postings of a clause."""

    segment: PlacedSegment
    begin: int
    end: int


class _Matches(NamedTuple):
    """All postings of a clause, and the factor that its rarity and weight give each."""

    postings: list[_Postings]
    factor: float


class Scoring:
    """Score the documents of one generation, numbered as Whoosh numbers them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def score(self, plan: Plan) -> Array:
        """Return the score of every document; 0 where nothing in the plan is found."""
        found = self._look_up(list(dict.fromkeys(plan.clauses())))
        scores, coverage = self._zeros(), self._zeros()
        alive = self._snapshot.alive
        total_weight = 0.0
        for word in plan.words:
            if any(clause in found for clause in _clauses(word)):
                of_word = self._score_word(word, found)
                scores += np.float32(word.weight) * of_word
                of_word /= of_word.max(where=alive, initial=1e-9) * np.float32(WELL_FOUND)
                coverage += np.float32(word.weight) * np.minimum(of_word, 1.0)
                total_weight += word.weight
        if total_weight:
            scores *= 1.0 + coverage * np.float32(COVERAGE / total_weight)
        return scores

    def _zeros(self) -> Array:
        return np.zeros(self._snapshot.size, np.float32)

    def _look_up(self, clauses: Sequence[TermClause]) -> dict[TermClause, _Matches]:
        """Return the postings of every clause that has any, with one search in each segment."""
        keys = np.array([term_key(clause.field, clause.term) for clause in clauses], np.uint64)
        postings: dict[int, list[_Postings]] = {}
        for segment in self._snapshot.segments:
            for number, begin, end in _ranges(segment.segment.arrays, keys):
                postings.setdefault(number, []).append(_Postings(segment, begin, end))
        return {
            clauses[number]: self._weigh(clauses[number], found)
            for number, found in postings.items()
        }

    def _weigh(self, clause: TermClause, postings: list[_Postings]) -> _Matches:
        frequency = sum(found.end - found.begin for found in postings)
        rarity = np.log(self._snapshot.size / (frequency + 1)) + 1.0
        return _Matches(postings, clause.weight * float(rarity) * (K1 + 1))

    def _score_word(self, word: PlannedWord, found: dict[TermClause, _Matches]) -> Array:
        """Return the best of a word's variants in each document, plus all of its extra."""
        best = self._zeros()
        variants = [
            clauses for variant in word.variants if (clauses := _present(variant.clauses, found))
        ]
        for number, clauses in enumerate(variants):
            if number == 0:
                self._add(best, clauses, found)
            elif len(clauses) == 1:
                self._raise(best, clauses[0], found)
            else:
                other = self._zeros()
                self._add(other, clauses, found)
                np.maximum(best, other, out=best)
        self._add(best, _present(word.extra, found), found)
        return best

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
        begin, end = postings.begin, postings.end
        arrays = postings.segment.segment.arrays
        numbers = arrays.documents[begin:end].astype(np.intp)
        counts = arrays.counts[begin:end].astype(np.float32)
        norms = postings.segment.cut(self._snapshot.norms(field, B, K1))[numbers]
        norms += counts
        counts *= np.float32(factor)
        counts /= norms
        return numbers, counts


def _clauses(word: PlannedWord) -> Iterable[TermClause]:
    for variant in word.variants:
        yield from variant.clauses
    yield from word.extra


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
