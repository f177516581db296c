"""Hold one generation of the index in memory: all that scores, rights and facets are made from.

A generation is the arrays of its segments, one after the other. Segments never change once they
are written, so a commit of one article adds one small set of arrays and copies nothing in Python.
All threads share these objects: cached values are the same whichever thread computes them.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from wiki.search.language.analysis import LANGUAGES
from wiki.search.language.compounds import Splitter
from wiki.search.language.spelling import WordList
from wiki.search.segments.arrays import Array, Numbers, SegmentArrays, term_key
from wiki.search.segments.schema import READ_FIELDS, TAGS
from wiki.search.segments.schema import field as field_name


class StoredIds(NamedTuple):
    """The stored fields of one document: its ids, and its time of publication (Unix time).

    `check_day` is the day by which it is to be checked (1 is the first day of year 1), 0 for never.
    """

    article_id: int
    revision_id: int
    published_seconds: int
    check_day: int


class IndexSegment:
    """The arrays of one segment, and the words of its texts."""

    def __init__(self, arrays: SegmentArrays) -> None:
        self.arrays = arrays

    @cached_property
    def reversed_swedish(self) -> list[str]:
        """Return the stems of its Swedish texts, reversed and sorted, to look up by their ends."""
        return sorted(stem[::-1] for stem in self.arrays.words_of("sv"))

    @cached_property
    def word_lists(self) -> dict[str, WordList]:
        """Return for each language the stems of its texts, to find similar words in."""
        return {language: WordList(self.arrays.words_of(language)) for language in LANGUAGES}


@dataclass(frozen=True)
class PlacedSegment:
    """A segment in a generation: the number of its first document, and which are deleted."""

    segment: IndexSegment
    begin: int
    deleted: Numbers

    @property
    def end(self) -> int:
        """Return the number after that of its last document."""
        return self.begin + self.segment.arrays.document_count

    def cut(self, values: Array) -> Array:
        """Return this segment's part of an array over the whole generation."""
        return values[self.begin : self.end]


class Snapshot:
    """One generation of the index, with documents numbered as Whoosh numbers them."""

    def __init__(
        self, name: tuple[str, int], segments: Iterable[tuple[IndexSegment, Numbers]]
    ) -> None:
        """Take the segments in the order of the index, each with its deleted documents."""
        self.name = name
        placed: list[PlacedSegment] = []
        for segment, deleted in segments:
            placed.append(PlacedSegment(segment, placed[-1].end if placed else 0, deleted))
        self.segments: Sequence[PlacedSegment] = placed
        self.size = placed[-1].end if placed else 0
        self.splitter = Splitter(self.is_stem)
        self._known: dict[tuple[str, str], Numbers] = {}
        self._visible: dict[tuple[str, ...], Array] = {}
        self._group_values: dict[str, tuple[list[str], Numbers, Numbers]] = {}
        self._norms: dict[str, Array] = {}

    @cached_property
    def entries(self) -> Array:
        """Return rows of the stored fields, with a column for each document."""
        empty = np.zeros((len(StoredIds._fields), 0), np.int64)
        return np.hstack([empty, *(placed.segment.arrays.entries for placed in self.segments)])

    @cached_property
    def alive(self) -> Array:
        """Return which documents are not deleted."""
        alive = np.ones(self.size, np.bool_)
        for placed in self.segments:
            placed.cut(alive)[placed.deleted] = False
        return alive

    @cached_property
    def shares_article(self) -> Array:
        """Return which documents are of the same article as another: a public text and a draft."""
        shared = np.zeros(self.size, np.bool_)
        numbers = np.nonzero(self.alive)[0]
        _, inverse, counts = np.unique(
            self.entries[0, numbers], return_inverse=True, return_counts=True
        )
        shared[numbers[counts[inverse] > 1]] = True
        return shared

    def stored_ids(self, document: int) -> StoredIds:
        """Return the stored fields of a document."""
        return StoredIds(*(int(number) for number in self.entries[:, document]))

    def documents_of(self, article_ids: Collection[int]) -> Numbers:
        """Return the documents of these articles."""
        return np.nonzero(np.isin(self.entries[0], list(article_ids)) & self.alive)[0]

    def documents(self, field: str, term: str) -> Numbers:
        """Return the documents that hold a term in a field, including deleted ones."""
        key = term_key(field, term)
        found = [
            placed.segment.arrays.documents_with(key).astype(np.intp) + placed.begin
            for placed in self.segments
        ]
        return np.concatenate([np.zeros(0, np.intp), *found])

    def mask(self, field: str, term: str) -> Array:
        """Return which documents hold a term in a field."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.documents(field, term)] = True
        return mask

    def visible(self, audiences: tuple[str, ...]) -> Array:
        """Return which documents any of these audiences may see; do not change the array."""
        found = self._visible.get(audiences)
        if found is None:
            found = np.zeros(self.size, np.bool_)
            for audience in audiences:
                found |= self.mask("audience", audience)
            found &= self.alive
            self._visible[audiences] = found
        return found

    def group_values(self, field: str) -> tuple[list[str], Numbers, Numbers]:
        """Return the values of a field, and in two arrays the pairs (document, place of value)."""
        found = self._group_values.get(field)
        if found is None:
            values = sorted(
                {value for placed in self.segments for value in placed.segment.arrays.values[field]}
            )
            documents_of = [self.documents(field, value) for value in values]
            counts = [len(documents) for documents in documents_of]
            numbers = np.concatenate([np.zeros(0, np.intp), *documents_of])
            found = values, numbers, np.repeat(np.arange(len(values)), counts)
            self._group_values[field] = found
        return found

    def average_length(self, field: str) -> float:
        """Return the average number of terms in a field, as Whoosh computes it."""
        total = sum(placed.segment.arrays.total_lengths.get(field, 0) for placed in self.segments)
        return total / (self.size or 1)

    @cached_property
    def average_grams(self) -> float:
        """Return the average number of different grams in a document."""
        total = sum(int(placed.segment.arrays.grams.sizes.sum()) for placed in self.segments)
        return total / (self.size or 1)

    def norms(self, field: str, b: float, k1: float) -> Array:
        """Return for each document the length term of BM25F in a field."""
        found = self._norms.get(field)
        if found is None:
            # A document without the field is never found by it; 1 is what Whoosh would use.
            lengths = np.ones(self.size, np.float32)
            for placed in self.segments:
                known = placed.segment.arrays.lengths.get(field)
                if known is not None:
                    placed.cut(lengths)[:] = known
            average = self.average_length(field) or 1.0
            found = np.float32(k1) * (np.float32(1 - b) + lengths * np.float32(b / average))
            self._norms[field] = found
        return found

    def is_stem(self, stem: str) -> bool:
        """Tell whether any Swedish text holds a word with this stem."""
        wanted = stem[::-1]
        for placed in self.segments:
            words = placed.segment.reversed_swedish
            place = bisect_left(words, wanted)
            if place < len(words) and words[place] == wanted:
                return True
        return False

    def is_written(self, term: str) -> bool:
        """Tell whether any text, or the name of its topic, holds this very term."""
        fields = (
            field_name(name, language) for name in (*READ_FIELDS, TAGS) for language in LANGUAGES
        )
        return any(self.frequency(name, term) for name in fields)

    def split(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, or nothing for other words."""
        return self.splitter.split(word)

    def stems_ending_with(self, stem: str, longer_by: int) -> list[str]:
        """Return the Swedish stems that end with `stem`, at least `longer_by` letters longer."""
        found: set[str] = set()
        wanted = stem[::-1]
        for placed in self.segments:
            words = placed.segment.reversed_swedish
            for place in range(bisect_left(words, wanted), len(words)):
                word = words[place]
                if not word.startswith(wanted):
                    break
                if len(word) >= len(wanted) + longer_by:
                    found.add(word[::-1])
        return sorted(found, key=lambda word: (len(word), word))

    def word_lists(self, language: str) -> list[WordList]:
        """Return the stems of all texts in a language, with a list for each segment."""
        return [placed.segment.word_lists[language] for placed in self.segments]

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term in a field."""
        key = term_key(field, term)
        return sum(placed.segment.arrays.frequency(key) for placed in self.segments)
