"""Find words of the corpus that resemble a word: corrections, accented forms, word families.

Readers misspell a word by a letter or two, or use another word of the same family, which begins
the same and shares most letter pairs ("Normandie", "normandisk"). Both are looked for among all
words by letter pairs stored as bits; only the few closest words are compared letter by letter.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wiki.search.language.analysis import fold

Array = npt.NDArray[Any]

# Words of three letters or fewer have dozens of neighbours that mean something else.
SHORTEST_WORD = 4
# The edit cost that a word of at least so many letters may have, and still be recognised.
_ALLOWED_COSTS = ((9, 2.0), (6, 1.6), (4, 1.0))
# Every other edit costs 1. "Lan" for "lån" is not so much a mistake as another keyboard.
_ACCENT_COST = 0.15
_DOUBLING_COST = 0.6
_SWAP_COST = 0.7
_ACCENTS = frozenset({"aå", "aä", "åä", "oö", "eé"})
# How many words are compared letter by letter: those that share most letter pairs.
_MOST_COMPARED = 25
# Words of a family begin with the same letters and share at least this part of their letter pairs.
_SAME_BEGINNING = 4
_LEAST_SIMILARITY = 0.45
# "Barnacles" begins with all of "barn", but is not of its family. Compounds are found elsewhere.
_SHORTEST_WITH_FAMILY = 5
_MOST_ADDED = 3
_BITS = 256
# Knuth's multiplicative hash, of which the upper bits are well mixed.
_FACTOR, _MIXER = 31, 2_654_435_761
_CHUNK = 20_000
# Sorts after every word that begins with the same letters.
_BEHIND = "\U0010ffff"


class SimilarTerm(NamedTuple):
    """A term of the same family as a word; 1 means equal, 0 nothing in common."""

    term: str
    similarity: float


class WordList:
    """The terms of one segment in one language, arranged to find similar ones fast."""

    def __init__(self, terms: Iterable[str]) -> None:
        pairs = sorted((fold(term), term) for term in terms)
        self._folded = [folded for folded, _ in pairs]
        self._terms = [term for _, term in pairs]

    def find_corrections(self, word: str) -> Iterator[tuple[float, str]]:
        """Yield (edit cost, term) for the terms that `word` may be a misspelling of."""
        allowed = _allowed_cost(word)
        folded = fold(word)
        if not allowed or not self._terms:
            return
        similarity = self._similarity(folded, 0, len(self._terms))
        most = min(_MOST_COMPARED, len(similarity))
        near = set(np.argpartition(-similarity, most - 1)[:most].tolist())
        near.update(range(*self._with_beginning(folded, folded + "\0")))
        for place in near:
            term = self._terms[place]
            if abs(len(term) - len(word)) <= allowed and term != word:
                cost = edit_cost(word, term)
                if cost <= allowed:
                    yield cost, term

    def find_family(self, word: str) -> Iterator[SimilarTerm]:
        """Yield the terms that begin like `word` and share most of its letter pairs."""
        folded = fold(word)
        if len(folded) < _SHORTEST_WITH_FAMILY:
            return
        begin, end = self._with_beginning(
            folded[:_SAME_BEGINNING], folded[:_SAME_BEGINNING] + _BEHIND
        )
        similarity = self._similarity(folded, begin, end)
        for place in np.nonzero(similarity >= _LEAST_SIMILARITY)[0].tolist():
            term, letters = self._terms[begin + place], self._folded[begin + place]
            is_longer = letters.startswith(folded) and len(letters) > len(folded) + _MOST_ADDED
            if term != word and not is_longer:
                yield SimilarTerm(term, float(similarity[place]))

    def find_accented(self, word: str) -> list[str]:
        """Return the terms that differ from `word` only by accents."""
        folded = fold(word)
        begin, end = self._with_beginning(folded, folded + "\0")
        return [term for term in self._terms[begin:end] if term != word]

    def find_compounds(self, front: str, least: int) -> list[str]:
        """Return terms that begin with `front`, accents or not, and have `least` letters more."""
        folded = fold(front)
        begin, end = self._with_beginning(folded, folded + _BEHIND)
        return [term for term in self._terms[begin:end] if len(term) >= len(front) + least]

    def _with_beginning(self, first: str, behind: str) -> tuple[int, int]:
        return bisect_left(self._folded, first), bisect_left(self._folded, behind)

    def _similarity(self, folded: str, begin: int, end: int) -> Array:
        """Return for each term from `begin` to `end` the share of common letter pairs (Dice)."""
        wanted = _pairs_of_one(folded)
        shared = np.bitwise_count(self._pairs[begin:end] & wanted).sum(axis=1, dtype=np.int16)
        counts = self._pair_counts[begin:end] + np.bitwise_count(wanted).sum(dtype=np.int16)
        similarity: Array = 2.0 * shared / counts
        return similarity

    @cached_property
    def _pairs(self) -> Array:
        if not self._folded:
            return np.zeros((0, _BITS // 64), np.uint64)
        chunks = range(0, len(self._folded), _CHUNK)
        return np.vstack([_pairs_of(self._folded[at : at + _CHUNK]) for at in chunks])

    @cached_property
    def _pair_counts(self) -> Array:
        counts: Array = np.bitwise_count(self._pairs).sum(axis=1, dtype=np.int16)
        return counts


@lru_cache(maxsize=10_000)
def _pairs_of_one(word: str) -> Array:
    """Return the letter pairs of one word; `_pairs_of` is fast for many words only."""
    bits = [0] * (_BITS // 64)
    for left, right in pairwise((1, *map(ord, word), 2)):
        mixed = (left * _FACTOR + right) * _MIXER % (1 << 32) >> 24
        bits[mixed >> 6] |= 1 << (mixed & 63)
    return np.array(bits, np.uint64)


def _pairs_of(words: Sequence[str]) -> Array:
    """Return for each word its letter pairs, with both ends, as bits of four numbers."""
    letters = np.array([f"\1{word}\2" for word in words])
    codes = letters.view(np.uint32).reshape(len(words), -1)
    bits = np.zeros((len(words), _BITS // 64), np.uint64)
    rows = np.arange(len(words))
    for place in range(codes.shape[1] - 1):
        rows = rows[codes[rows, place + 1] != 0]  # drop words that have ended
        left, right = codes[rows, place], codes[rows, place + 1]
        mixed = ((left * np.uint32(_FACTOR) + right) * np.uint32(_MIXER)) >> np.uint32(24)
        bits[rows, mixed >> np.uint32(6)] |= np.uint64(1) << (mixed & np.uint32(63)).astype(
            np.uint64
        )
    return bits


def _allowed_cost(word: str) -> float:
    """Return the highest edit cost of a correction; 0 for words that are not corrected."""
    if not word.isalpha():  # another year, paragraph or version means another thing
        return 0.0
    return next((cost for length, cost in _ALLOWED_COSTS if len(word) >= length), 0.0)


def edit_cost(typed: str, meant: str) -> float:
    """Return what it costs to turn `typed` into `meant` by edits of single letters.

    Optimal string alignment, in which a missing accent, a doubled letter and two swapped letters
    cost less than a wrong letter.
    """
    before: list[float] = []
    row = [float(number) for number in range(len(meant) + 1)]
    for at, letter in enumerate(typed):
        last, row = row, [at + 1.0]
        too_many = _gap_cost(typed, at)
        for place, wanted in enumerate(meant):
            best = min(
                last[place] + _replacing_cost(letter, wanted),
                last[place + 1] + too_many,
                row[place] + _gap_cost(meant, place),
            )
            if at and place and letter == meant[place - 1] and wanted == typed[at - 1] != letter:
                best = min(best, before[place - 1] + _SWAP_COST)
            row.append(best)
        before = last
    return row[-1]


def _gap_cost(word: str, place: int) -> float:
    return _DOUBLING_COST if place and word[place] == word[place - 1] else 1.0


def _replacing_cost(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    return _ACCENT_COST if letter + other in _ACCENTS or other + letter in _ACCENTS else 1.0
