"""Look again at the first hits: at parts of their words, and at how near the words stand.

The score counts stems by themselves. Of a few texts that all hold them, the better one often
writes the words as the question does, or holds them side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from wiki.search.language.analysis import LANGUAGES, stem
from wiki.search.language.grams import grams
from wiki.search.ranking.bm25f import Scores
from wiki.search.ranking.corpus import count_texts
from wiki.search.ranking.plan import WEAK, Plan, PlannedWord
from wiki.search.segments.arrays import Array, Numbers, SegmentArrays, term_key
from wiki.search.segments.schema import BODY, SUMMARY, TITLE
from wiki.search.segments.schema import field as field_name
from wiki.search.segments.snapshot import PlacedSegment, Snapshot

# So many hits are looked at again; the right one is among them for 95 % of the questions.
SEEN = 20
# Measured on the same questions as the weights of the plan (docs/search.md).
_WRITTEN = 1.1
_NEAR = 0.55
_K1 = 0.8
_B = 0.4
# In a wiki of so many texts the second look counts half: how rare a gram is, few texts do not tell.
_HALF_AS_SURE = 50
# Words that stand so many words apart are half as near as those side by side.
_HALF_AS_NEAR = 4
# Each word is compared with so many of the next ones; those further on count less.
_COMPARED = 3
# When all words of the question are common, it tells little that they stand side by side.
_TELLING = 10.0
# A title and a summary say one thing each: their words stand so many times nearer.
_NEARER = {BODY: 1.0, TITLE: 4.0, SUMMARY: 4.0}
# Fields follow each other so many words apart, and documents likewise.
_BETWEEN_FIELDS = 1e6
_BETWEEN_DOCUMENTS = 1e8


class SecondLook(NamedTuple):
    """Documents in a better order, and what every document is worth as a share of the best one.

    What was not looked at counts as if it looked like the least of those that were, or less where
    its score is lower than theirs.
    """

    order: Numbers
    worths: Array

    def within(self, best: Numbers) -> Numbers:
        """Return some of the documents, best first, with those in front that were looked at."""
        seen = self.order[:SEEN]
        first = seen[np.isin(seen, best)]
        return np.concatenate([first, best[~np.isin(best, first)]])


def look_again(
    best: Numbers,
    scored: Scores,
    titled: Array,
    asked: Sequence[str],
    plan: Plan,
    snapshot: Snapshot,
    weight: float = 1.0,
) -> SecondLook:
    """Return the documents with the first of them in a better order; `weight` says by how much.

    Titles that are the question, where `titled` is above 0, stay first. What only looks like the
    question stays below what holds its words, and is worth nothing beside it.
    """
    worths = _share(scored.scores.astype(np.float64), best)
    is_alike = scored.certain == scored.certain[best[:1]].any()
    seen = best[:SEEN][is_alike[best[:SEEN]]]
    if len(seen) and asked:
        looks = _WRITTEN * _share(_written_alike(seen, asked, plan, snapshot))
        looks += _NEAR * nearness(seen, plan, snapshot)
        sureness = weight * snapshot.size / (snapshot.size + _HALF_AS_SURE)
        lowest = max(float(scored.scores[seen].min()), 1e-30)
        less = looks.min() * np.minimum(scored.scores / lowest, 1.0)
        less[seen] = looks
        worths += sureness * less
        worths[~is_alike] = 0.0
    again = best.copy()
    places = np.nonzero(is_alike[best[:SEEN]] & (titled[best[:SEEN]] == 0))[0]
    again[places] = best[places][np.argsort(-worths[best[places]], kind="stable")]
    return SecondLook(again, _share(worths, best))


def _share(values: Array, among: Numbers | slice = slice(None)) -> Array:
    """Return values as shares of the greatest of some."""
    shares: Array = values / max(float(values[among].max(initial=0.0)), 1e-30)
    return shares


class Written(NamedTuple):
    """The grams of a word as typed and as corrected, and those of each name of its topic."""

    own: frozenset[int]
    names: tuple[frozenset[int], ...]


def ways_to_write(asked: Iterable[str], plan: Plan) -> Iterator[Written]:
    """Yield for each word of the question, small words too, how texts may write it."""
    planned = {word.word: word for word in plan.words}
    for typed in dict.fromkeys(asked):
        word = planned.get(typed, PlannedWord(typed))
        corrections = (
            term for (_language, term), is_correction in word.alternatives if is_correction
        )
        own = _grams_of(" ".join([typed, *corrections]))
        yield Written(own, tuple(map(_grams_of, word.names)))


def _grams_of(text: str) -> frozenset[int]:
    return frozenset(gram for word in text.split() for gram in grams(word))


def _written_alike(seen: Numbers, asked: Sequence[str], plan: Plan, snapshot: Snapshot) -> Array:
    """Return the BM25 of documents by the grams of the words asked for, each counted once.

    A text that has another name of the topic instead of a word gains what the word would give, and
    no more: three long names outweigh no other word.
    """
    ways = list(ways_to_write(asked, plan))
    held = _find_held(
        seen, sorted(frozenset().union(*(way.own.union(*way.names) for way in ways))), snapshot
    )
    scores = np.zeros(len(seen))
    counted: frozenset[int] = frozenset()
    for way in ways:
        mass, best = held.weigh(way.own - counted)
        counted |= way.own
        for name in way.names:
            mass_of_name, found = held.weigh(name)
            best = np.maximum(best, found * (mass / (mass_of_name or 1.0)))
        scores += best
    return scores / (1 + _K1 * (1 - _B + _B * held.lengths))


class _Held(NamedTuple):
    """Which documents hold which grams: a row for each document, a column for each gram.

    `rarity` is the weight of each gram, `lengths` that of documents as shares of the average.
    """

    grams: Array
    held: Array
    rarity: Array
    lengths: Array

    def weigh(self, wanted: frozenset[int]) -> tuple[float, Array]:
        """Return the weight of all of these grams, and of those that each document holds."""
        columns = np.searchsorted(self.grams, np.array(sorted(wanted), self.grams.dtype))
        rarity = self.rarity[columns]
        return float(rarity.sum()), self.held[:, columns] @ rarity


def _find_held(seen: Numbers, wanted_grams: Sequence[int], snapshot: Snapshot) -> _Held:
    wanted = np.array(wanted_grams, np.int64)
    held = np.zeros((len(seen), len(wanted) + 1), np.bool_)
    sizes = np.zeros(len(seen))
    frequencies = np.zeros(len(wanted))
    for placed in snapshot.segments:
        known = placed.segment.arrays.grams
        if not len(known.keys):
            continue
        places = np.minimum(np.searchsorted(known.keys, wanted), len(known.keys) - 1)
        columns = np.nonzero(known.keys[places] == wanted)[0]
        frequencies[columns] += known.frequencies[places[columns]]
        here = _within(seen, placed)
        if len(here):
            column_of = np.full(len(known.keys), len(wanted))
            column_of[places[columns]] = columns
            for row in here:
                document = int(seen[row]) - placed.begin
                held[row, column_of[known.cuts_of(document)]] = True
                sizes[row] = known.sizes[document]
    rarity = np.log(1 + (snapshot.size - frequencies + 0.5) / (frequencies + 0.5))
    return _Held(wanted, held[:, :-1], rarity, sizes / (snapshot.average_grams or 1.0))


def _within(seen: Numbers, placed: PlacedSegment) -> Numbers:
    """Return the places in `seen` of the documents of a segment."""
    return np.nonzero((placed.begin <= seen) & (seen < placed.end))[0]


def nearness(seen: Numbers, plan: Plan, snapshot: Snapshot) -> Array:
    """Return from 0 to 1 how near words of the question stand to the next; rare ones count more.

    A pair of which a document lacks a word counts as nought.
    """
    telling = [word for word in plan.words if word.weight > WEAK and any(word.clauses())]
    rarities = [word.weight * _rarity(word, snapshot) for word in telling]
    spots = [_spots(word, seen, snapshot) for word in telling]
    near = np.zeros(len(seen))
    total = _TELLING
    for first in range(len(telling)):
        for other in range(first + 1, min(first + 1 + _COMPARED, len(telling))):
            apart = other - first
            weight = (rarities[first] + rarities[other]) / apart
            total += weight
            between = _least_distances(spots[first], spots[other], len(seen)) - apart
            near += weight / (1 + np.maximum(between, 0.0) / _HALF_AS_NEAR)
    return near / total


def _least_distances(some: Array, others: Array, documents: int) -> Array:
    """Return for each document how far the nearest of two words stand from each other.

    That is infinite where they stand in no field together.
    """
    least = np.full(documents, np.inf)
    if len(some) and len(others):
        places = np.searchsorted(others, some)
        before = some - others[np.maximum(places - 1, 0)]
        behind = others[np.minimum(places, len(others) - 1)] - some
        distances = np.minimum(np.abs(before), np.abs(behind))
        is_together = distances < _BETWEEN_FIELDS / 2
        rows = (some[is_together] // _BETWEEN_DOCUMENTS).astype(np.intp)
        np.minimum.at(least, rows, distances[is_together])
    return least


def _rarity(word: PlannedWord, snapshot: Snapshot) -> float:
    texts = max(
        count_texts(stem(word.word, language), language, snapshot) for language in LANGUAGES
    )
    return float(np.log(1 + snapshot.size / (texts + 1)))


def _spots(word: PlannedWord, seen: Numbers, snapshot: Snapshot) -> Array:
    """Return where the word stands, in any of its variants, in one document after another."""
    spots: list[Array] = [np.zeros(0)]
    keys = _keys_of(word)
    for placed in snapshot.segments:
        rows = _within(seen, placed)
        if len(rows):
            wanted = seen[rows] - placed.begin
            for key, (begin, nearer) in keys.items():
                for place, found in _places(placed.segment.arrays, key, wanted):
                    document = float(rows[place]) * _BETWEEN_DOCUMENTS
                    spots.append(document + begin + found / nearer)
    return np.sort(np.concatenate(spots))


_FIELDS = {
    field_name(name, language): (number * _BETWEEN_FIELDS, nearer)
    for number, (name, nearer) in enumerate(_NEARER.items())
    for language in LANGUAGES
}


def _keys_of(word: PlannedWord) -> dict[int, tuple[float, float]]:
    """Return the keys of the word in each field, with where the field begins and how near it is."""
    return {
        term_key(clause.field, clause.term): _FIELDS[clause.field]
        for variant in (*word.variants, *word.guesses)
        for clause in variant.clauses
        if clause.field in _FIELDS and not clause.is_phrase
    }


def _places(arrays: SegmentArrays, key: int, documents: Numbers) -> Iterator[tuple[int, Array]]:
    """Yield where a term stands in each of `documents` that hold it, after the number of that."""
    at = arrays.place_of(key)
    if at is None:
        return
    begin, end = int(arrays.starts[at]), int(arrays.starts[at + 1])
    having = arrays.documents[begin:end]
    found = np.minimum(np.searchsorted(having, documents), end - begin - 1)
    held = np.nonzero(having[found] == documents)[0]
    if not len(held):
        return
    ends = np.cumsum(arrays.counts[begin:end], dtype=np.int64) + int(arrays.place_starts[at])
    for place in held.tolist():
        last = int(ends[found[place]])
        first = last - int(arrays.counts[begin + found[place]])
        yield place, arrays.places[first:last].astype(np.int64)
