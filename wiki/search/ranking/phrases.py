"""Find the documents that hold words side by side, from the places of each word."""

from collections.abc import Iterable, Sequence
from itertools import islice, product

import numpy as np

from wiki.search.language.analysis import LANGUAGES, is_own_stop_word, is_searchable, written_terms
from wiki.search.segments.arrays import Array, SegmentArrays, term_key
from wiki.search.segments.schema import FOLDED_TITLE, READ_FIELDS, TITLE
from wiki.search.segments.schema import field as field_name
from wiki.search.segments.snapshot import Snapshot

# A document and a place in it are packed into one number, the place into its lower 32 bits.
_PLACE_BITS = 32
# Abbreviations may be written in two ways each.
_MOST_WRITINGS = 8
_NOWHERE: Array = np.zeros(0, np.int64)


def with_phrase(snapshot: Snapshot, phrase: tuple[str, ...]) -> Array:
    """Return which documents hold these words side by side, apart from stop words."""
    return _with(snapshot, phrase, READ_FIELDS)


def with_title_words(snapshot: Snapshot, title_words: tuple[str, ...]) -> Array:
    """Return which documents hold all of these words in their title."""
    found = np.zeros(snapshot.size, np.bool_)
    for number, word in enumerate(word for word in title_words if is_searchable(word)):
        having = _with(snapshot, (word,), (TITLE,))
        for language in LANGUAGES:
            having |= snapshot.mask(field_name(FOLDED_TITLE, language), word)
        found = found & having if number else having
    return found


def _with(snapshot: Snapshot, phrase: tuple[str, ...], fields: Iterable[str]) -> Array:
    found = np.zeros(snapshot.size, np.bool_)
    for language in LANGUAGES:
        written = [
            written_terms(word, language) for word in phrase if not is_own_stop_word(word, language)
        ]
        for name in fields if written else ():
            for terms in islice(product(*written), _MOST_WRITINGS):
                keys = [term_key(field_name(name, language), term) for term in terms]
                for placed in snapshot.segments:
                    placed.cut(found)[_side_by_side(placed.segment.arrays, keys)] = True
    return found


def count_phrase(arrays: SegmentArrays, field: str, phrase: str) -> tuple[Array, Array]:
    """Return the documents of a segment with these terms side by side in a field, and how often."""
    spots = _spots(arrays, [term_key(field, term) for term in phrase.split()])
    return np.unique(spots >> _PLACE_BITS, return_counts=True)


def _side_by_side(arrays: SegmentArrays, keys: Sequence[int]) -> Array:
    """Return the documents of a segment that hold these terms one after the other."""
    if len(keys) < 2:
        found = [arrays.documents_with(key) for key in keys]
        return found[0] if found else arrays.documents[:0]
    return np.unique(_spots(arrays, keys) >> _PLACE_BITS)


def _spots(arrays: SegmentArrays, keys: Sequence[int]) -> Array:
    """Return where these terms stand one after the other, each document and place as a number."""
    # The rarest term comes first, so that few candidates are left to compare with the others.
    terms_by_cost = sorted(
        ((_postings(arrays, key), offset) for offset, key in enumerate(keys)), key=_cost
    )
    candidates: Array | None = None
    for (begin, end, place), offset in terms_by_cost:
        if begin == end:
            return _NOWHERE
        starts = _positions(arrays, begin, end, place) - offset
        candidates = starts if candidates is None else candidates[_is_in(candidates, starts)]
    return _NOWHERE if candidates is None else candidates


def _postings(arrays: SegmentArrays, key: int) -> tuple[int, int, int]:
    """Return the begin and the end of a key's postings, and the place of the key."""
    place = arrays.place_of(key)
    if place is None:
        return 0, 0, 0
    return int(arrays.starts[place]), int(arrays.starts[place + 1]), place


def _cost(term: tuple[tuple[int, int, int], int]) -> int:
    (begin, end, _place), _offset = term
    return end - begin


def _positions(arrays: SegmentArrays, begin: int, end: int, place: int) -> Array:
    """Return each document and place of a term as one number, sorted."""
    places = arrays.places[arrays.place_starts[place] : arrays.place_starts[place + 1]]
    documents = np.repeat(arrays.documents[begin:end].astype(np.int64), arrays.counts[begin:end])
    return (documents << _PLACE_BITS) + places


def _is_in(some: Array, all_of: Array) -> Array:
    """Return which of `some` are among `all_of`, which is sorted."""
    places = np.searchsorted(all_of, some)
    places[places == len(all_of)] = 0
    return np.asarray(all_of[places] == some)
