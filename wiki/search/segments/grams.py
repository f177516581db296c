"""Make the grams of a segment's documents from the words that they hold.

Whoosh stores with each document which words it holds, so that the grams can be made again after a
merge or damage. A field of its own would take four times the room.
"""

import zlib
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from wiki.search.language.grams import grams, written_form
from wiki.search.segments.arrays import Array, Grams


def pack_words(words: Iterable[str]) -> bytes:
    """Return the different words of a text, sorted, in few bytes."""
    written = sorted({written_form(word) for word in words})
    return zlib.compress(" ".join(written).encode("utf-8", "surrogatepass")) if written else b""


def _unpack_words(packed: bytes) -> list[str]:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass").split() if packed else []


def make_grams(packed: Sequence[bytes]) -> Grams:
    """Return the grams of all documents from the words of each, packed."""
    numbers: dict[str, int] = {}
    words_of = [
        [numbers.setdefault(word, len(numbers)) for word in _unpack_words(each)] for each in packed
    ]
    cut = [grams(word) for word in numbers]
    hashes = np.array([*chain.from_iterable(cut)], np.uint32)
    keys, cuts = np.unique(hashes, return_inverse=True)
    words = np.array([*chain.from_iterable(words_of)], np.int64)
    made = Grams(
        starts=starts_of(np.array([*map(len, words_of)], np.int64)),
        words=_narrow(words, len(numbers)),
        cut_starts=starts_of(np.array([*map(len, cut)], np.int64)),
        cuts=_narrow(cuts, len(keys)),
        keys=keys,
        frequencies=np.zeros(len(keys), np.uint32),
        sizes=np.zeros(len(packed), np.uint32),
    )
    for document in range(len(packed)):
        held = np.unique(made.cuts_of(document))
        made.frequencies[held] += 1
        made.sizes[document] = len(held)
    return made


def _narrow(numbers: Array, count: int) -> Array:
    """Return numbers below `count` in as few bytes as they need: most segments need two."""
    return numbers.astype(np.uint16 if count <= 1 << 16 else np.uint32)


def starts_of(sizes: Array) -> Array:
    """Return where each run of these sizes begins, and where the last one ends."""
    starts = np.zeros(len(sizes) + 1, np.uint32)
    np.cumsum(sizes, out=starts[1:])
    return starts
