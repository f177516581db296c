"""Look again at the first hits: at parts of their words, and at how near the words stand.

The score counts stems by themselves. Of a few texts that all hold them, the better one often
writes the words as the question does, or holds them side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from wiki.search.language.analysis import LANGUAGES, stem
from wiki.search.language.grams import grams
from wiki.search.ranking.bm25f import Scores
from wiki.search.ranking.corpus import count_texts
from wiki.search.ranking.plan import WEAK, Plan, PlannedWord
from wiki.search.segments.arrays import Array, Numbers, SegmentArrays, term_key
from wiki.search.segments.schema import BODY
from wiki.search.segments.schema import field as field_name
from wiki.search.segments.snapshot import PlacedSegment, Snapshot

# So many hits are looked at again; the right one is among them for 95 % of the questions.
SEEN = 20
# Measured on the same questions as the weights of the plan (docs/search.md).
_WRITTEN = 1.0
_NEAR = 0.5
_K1 = 0.6
_B = 0.4
# Words that stand so many words apart are half as near as those side by side.
_HALF_AS_NEAR = 4

_BODIES = [field_name(BODY, language) for language in LANGUAGES]


def look_again(
    best: Numbers,
    scored: Scores,
    least_title: float,
    asked: Sequence[str],
    plan: Plan,
    snapshot: Snapshot,
) -> Numbers:
    """Return the documents with the first of them in a better order.

    Titles that are the question have `least_title` or more, and stay first. What only looks like
    the question stays below what holds its words.
    """
    begin = int(np.count_nonzero(scored.scores[best[:SEEN]] >= least_title))
    seen = best[begin:SEEN]
    seen = seen[scored.certain[seen] == scored.certain[seen[:1]]]
    if len(seen) < 2 or not asked:
        return best
    worth = (
        _share(scored.scores[seen])
        + _WRITTEN * _share(_written_alike(seen, asked, plan, snapshot))
        + _NEAR * _nearness(seen, plan, snapshot)
    )
    again = best.copy()
    again[begin : begin + len(seen)] = seen[np.argsort(-worth, kind="stable")]
    return again


def _share(values: Array) -> Array:
    """Return values as shares of the greatest."""
    shares: Array = values / max(float(values.max()), 1e-30)
    return shares


def _written_alike(seen: Numbers, asked: Sequence[str], plan: Plan, snapshot: Snapshot) -> Array:
    """Return the BM25 of documents by the grams of the words asked for, each counted once."""
    wanted = np.array(
        sorted({gram for word in words_looked_at(asked, plan) for gram in grams(word)})
    )
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
    length = sizes / (snapshot.average_grams or 1.0)
    scores: Array = held[:, :-1] @ rarity / (1 + _K1 * (1 - _B + _B * length))
    return scores


def words_looked_at(asked: Iterable[str], plan: Plan) -> Iterator[str]:
    """Yield the words as typed, as corrected, and the other names of topics.

    Without these, a text in the other language would lose what its topic found.
    """
    yield from asked
    for word in plan.words:
        for name in word.names:
            yield from name.split()
        for (_language, term), is_correction in word.alternatives:
            if is_correction:
                yield from term.split()


def _within(seen: Numbers, placed: PlacedSegment) -> Numbers:
    """Return the places in `seen` of the documents of a segment."""
    return np.nonzero((placed.begin <= seen) & (seen < placed.end))[0]


def _nearness(seen: Numbers, plan: Plan, snapshot: Snapshot) -> Array:
    """Return from 0 to 1 how near neighbouring words of the question stand; rare words count more.

    A pair of which a document lacks a word counts as nought.
    """
    telling = [word for word in plan.words if word.weight > WEAK and any(word.clauses())]
    found = [(_rarity(word, snapshot), _spots(word, seen, snapshot)) for word in telling]
    near = np.zeros(len(seen))
    total = 0.0
    for (rarity, spots), (next_rarity, next_spots) in pairwise(found):
        weight = rarity + next_rarity
        total += weight
        for row, (some, others) in enumerate(zip(spots, next_spots, strict=True)):
            if len(some) and len(others):
                between = np.abs(some[:, None] - others[None, :]).min() - 1
                near[row] += weight / (1 + max(int(between), 0) / _HALF_AS_NEAR)
    return near / total if total else near


def _rarity(word: PlannedWord, snapshot: Snapshot) -> float:
    texts = max(
        count_texts(stem(word.word, language), language, snapshot) for language in LANGUAGES
    )
    return float(np.log(1 + snapshot.size / (texts + 1)))


def _spots(word: PlannedWord, seen: Numbers, snapshot: Snapshot) -> list[Array]:
    """Return for each document where the word stands in its body, in any of its variants."""
    keys = _body_keys(word)
    spots: list[list[Array]] = [[] for _ in seen]
    for placed in snapshot.segments:
        rows = _within(seen, placed)
        if len(rows):
            wanted = seen[rows] - placed.begin
            for key in keys:
                for place, found in _places(placed.segment.arrays, key, wanted):
                    spots[rows[place]].append(found)
    empty: Array = np.zeros(0, np.int64)
    return [np.concatenate([empty, *some]) for some in spots]


def _body_keys(word: PlannedWord) -> set[int]:
    return {
        term_key(clause.field, clause.term)
        for variant in (*word.variants, *word.guesses)
        for clause in variant.clauses
        if clause.field in _BODIES and not clause.is_phrase
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
