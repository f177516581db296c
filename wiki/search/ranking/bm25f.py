"""Score the documents of one generation by a plan: BM25F on arrays, any word enough (OR).

The figures are those that Whoosh's own BM25F gives; a test compares the two.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from wiki.search.ranking.plan import Look, Plan, PlannedWord
from wiki.search.segments.arrays import Array, SegmentArrays, key_of
from wiki.search.segments.snapshot import Placed, Snapshot

# Measured on 2,600 Swedish questions: 1.0 and 0.5 stand above Whoosh's 1.2 and 0.75 by 0.02 MRR.
K1 = 1.0
B = 0.5
# What a document gains that holds all words of the question; each counts as held from this share
# of the best finding of it. Worth 0.015 MRR on the same questions.
COVERAGE = 0.6
WELL_FOUND = 0.2


class _Postings(NamedTuple):
    """Hold where one segment has the postings of a look."""

    place: Placed
    begin: int
    end: int


class _Found(NamedTuple):
    """Hold all postings of a look, and what its rarity and its weight make each count."""

    postings: list[_Postings]
    worth: float


class Scoring:
    """Score documents of one generation; numbers are Whoosh's document numbers."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def score(self, plan: Plan) -> Array:
        """Return the score of every document; nought where nothing in the plan is found."""
        found = self._look_up(list(dict.fromkeys(plan.looks())))
        scores, coverage = self._nothing(), self._nothing()
        alive = self._snapshot.alive
        asked = 0.0
        for word in plan.words:
            if any(look in found for look in _looks(word)):
                one = self._score_word(word, found)
                scores += np.float32(word.weight) * one
                one /= one.max(where=alive, initial=1e-9) * np.float32(WELL_FOUND)
                coverage += np.float32(word.weight) * np.minimum(one, 1.0)
                asked += word.weight
        return scores * (1.0 + coverage * np.float32(COVERAGE / asked)) if asked else scores

    def _nothing(self) -> Array:
        return np.zeros(self._snapshot.size, np.float32)

    def _look_up(self, looks: Sequence[Look]) -> dict[Look, _Found]:
        """Return the postings of every look that has any, found in one search a segment."""
        keys = np.array([key_of(look.field, look.term) for look in looks], np.uint64)
        postings: dict[int, list[_Postings]] = {}
        for one in self._snapshot.segments:
            for number, begin, end in _ranges(one.segment.arrays, keys):
                postings.setdefault(number, []).append(_Postings(one, begin, end))
        return {looks[number]: self._weigh(looks[number], at) for number, at in postings.items()}

    def _weigh(self, look: Look, postings: list[_Postings]) -> _Found:
        frequency = sum(one.end - one.begin for one in postings)
        rarity = np.log(self._snapshot.size / (frequency + 1)) + 1.0
        return _Found(postings, look.weight * float(rarity) * (K1 + 1))

    def _score_word(self, word: PlannedWord, found: dict[Look, _Found]) -> Array:
        """Return the best of a word's forms in each document, and all of its extra beside it."""
        best = self._nothing()
        forms = [looks for form in word.forms if (looks := _present(form.looks, found))]
        for number, looks in enumerate(forms):
            if number == 0:
                self._add(best, looks, found)
            elif len(looks) == 1:
                self._raise(best, looks[0], found)
            else:
                other = self._nothing()
                self._add(other, looks, found)
                np.maximum(best, other, out=best)
        self._add(best, _present(word.extra, found), found)
        return best

    def _add(self, scores: Array, looks: Iterable[Look], found: dict[Look, _Found]) -> None:
        for look in looks:
            for at in found[look].postings:
                numbers, more = self._score_postings(look.field, at, found[look].worth)
                at.place.cut(scores)[numbers] += more  # each document stands there once

    def _raise(self, scores: Array, look: Look, found: dict[Look, _Found]) -> None:
        for at in found[look].postings:
            numbers, other = self._score_postings(look.field, at, found[look].worth)
            part = at.place.cut(scores)
            part[numbers] = np.maximum(part[numbers], other)

    def _score_postings(self, field: str, at: _Postings, worth: float) -> tuple[Array, Array]:
        arrays = at.place.segment.arrays
        numbers = arrays.documents[at.begin : at.end].astype(np.intp)
        counts = arrays.counts[at.begin : at.end].astype(np.float32)
        norms = at.place.cut(self._snapshot.norms(field, B, K1))[numbers]
        norms += counts
        counts *= np.float32(worth)
        counts /= norms
        return numbers, counts


def _looks(word: PlannedWord) -> Iterable[Look]:
    for form in word.forms:
        yield from form.looks
    yield from word.extra


def _present(looks: Iterable[Look], found: dict[Look, _Found]) -> list[Look]:
    return [look for look in looks if look in found]


def _ranges(arrays: SegmentArrays, keys: Array) -> Iterable[tuple[int, int, int]]:
    """Yield (which key, begin, end) for the keys that a segment has postings of."""
    if not len(arrays.keys):
        return
    places = np.searchsorted(arrays.keys, keys)
    places[places == len(arrays.keys)] = 0
    held = np.nonzero(arrays.keys[places] == keys)[0]
    at = places[held]
    yield from zip(
        held.tolist(), arrays.starts[at].tolist(), arrays.starts[at + 1].tolist(), strict=True
    )
