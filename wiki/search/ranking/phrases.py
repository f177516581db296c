"""Find the documents that hold words side by side, from where each word stands in them."""

from collections.abc import Iterable, Sequence

import numpy as np

from wiki.search.language.analysis import LANGUAGES, terms
from wiki.search.ranking.plan import READ_FIELDS, is_searchable
from wiki.search.segments.arrays import Array, SegmentArrays, term_key
from wiki.search.segments.schema import TITLE
from wiki.search.segments.schema import field as field_name
from wiki.search.segments.snapshot import Snapshot

# A document and a place in it become one number: places take 32 bits.
_PLACE_BITS = 32


def with_phrase(snapshot: Snapshot, phrase: tuple[str, ...]) -> Array:
    """Return which documents hold these words side by side, stop words left out."""
    return _with(snapshot, phrase, READ_FIELDS)


def with_title_words(snapshot: Snapshot, wanted: tuple[str, ...]) -> Array:
    """Return which documents hold every one of these words in their title."""
    found = np.zeros(snapshot.size, np.bool_)
    for number, word in enumerate(word for word in wanted if is_searchable(word)):
        having = _with(snapshot, (word,), (TITLE,))
        found = found & having if number else having
    return found


def _with(snapshot: Snapshot, phrase: tuple[str, ...], fields: Iterable[str]) -> Array:
    found = np.zeros(snapshot.size, np.bool_)
    for language in LANGUAGES:
        stems = terms(" ".join(phrase), language)
        for name in fields:
            keys = [term_key(field_name(name, language), stem) for stem in stems]
            for one in snapshot.segments:
                one.cut(found)[_side_by_side(one.segment.arrays, keys)] = True
    return found


def _side_by_side(arrays: SegmentArrays, keys: Sequence[int]) -> Array:
    """Return the documents of a segment that hold these terms one after the other."""
    if len(keys) < 2:
        found = [arrays.documents_with(key) for key in keys]
        return found[0] if found else arrays.documents[:0]
    spots = sorted(((_postings(arrays, key), after) for after, key in enumerate(keys)), key=_cost)
    left: Array | None = None
    for (begin, end, place), after in spots:  # the rarest first: few are left to compare
        if begin == end:
            return arrays.documents[:0]
        starts = _spots(arrays, begin, end, place) - after
        left = starts if left is None else left[_is_in(left, starts)]
    return np.unique(left >> _PLACE_BITS) if left is not None else arrays.documents[:0]


def _postings(arrays: SegmentArrays, key: int) -> tuple[int, int, int]:
    """Return the begin and the end of a key's postings, and the place of the key."""
    place = arrays.place_of(key)
    if place is None:
        return 0, 0, 0
    return int(arrays.starts[place]), int(arrays.starts[place + 1]), place


def _cost(spot: tuple[tuple[int, int, int], int]) -> int:
    return spot[0][1] - spot[0][0]


def _spots(arrays: SegmentArrays, begin: int, end: int, place: int) -> Array:
    """Return each document and place of a term as one number, sorted."""
    places = arrays.places[arrays.place_starts[place] : arrays.place_starts[place + 1]]
    documents = np.repeat(arrays.documents[begin:end].astype(np.int64), arrays.counts[begin:end])
    return (documents << _PLACE_BITS) + places


def _is_in(some: Array, all_of: Array) -> Array:
    """Return which of `some` are among `all_of`, which is sorted."""
    places = np.searchsorted(all_of, some)
    places[places == len(all_of)] = 0
    return np.asarray(all_of[places] == some)
