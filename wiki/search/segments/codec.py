"""Write the postings of each segment as arrays too, while Whoosh writes them in its own format.

The postings come with segments already merged and documents already numbered by Whoosh. Reading
them back one by one would cost 4 microseconds each.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PerDocWriter, W3Segment
from whoosh.util.numeric import byte_to_length, length_to_byte

from wiki.search.language.analysis import LANGUAGES
from wiki.search.segments.arrays import Array, SegmentArrays, term_key_of_bytes, write_arrays
from wiki.search.segments.grams import make_grams, starts_of
from wiki.search.segments.schema import (
    GROUP_FIELDS,
    READ_FIELDS,
    TEXT_FIELDS,
)
from wiki.search.segments.schema import field as field_name

# (field, term, document, count, places), in the form in which Whoosh passes postings on.
Posting = tuple[str, bytes, int, float, bytes]

_LENGTH_FIELDS = frozenset(
    field_name(name, language) for name in TEXT_FIELDS for language in LANGUAGES
)
# The fields whose terms are the words of a language; they store the places of words too.
_WORD_FIELDS = {
    field_name(name, language): language for name in READ_FIELDS for language in LANGUAGES
}
_MOST_COUNTED = 65_535  # the largest number of 16 bits
# Whoosh rounds the lengths of fields to these numbers before it scores.
_ROUNDED = np.array([byte_to_length(byte) for byte in range(256)], np.uint32)


class Collector:
    """Collect the arrays of one segment from the documents and postings that Whoosh writes."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, ...]] = []
        self._lengths: dict[str, array[int]] = {}
        self._totals: dict[str, int] = {}
        self._keys = array("Q")
        self._starts = array("L")
        self._place_starts = array("L")
        self._documents = array("I")
        self._counts = array("H")
        self._places = bytearray()
        self._values: dict[str, list[str]] = {name: [] for name in GROUP_FIELDS}
        self._words: dict[str, set[bytes]] = {language: set() for language in LANGUAGES}
        self._written: list[bytes] = []

    def note_document(self, stored: dict[str, Any]) -> None:
        """Add the stored fields of the next document."""
        self._entries.append(
            (
                int(stored["article_id"]),
                stored["revision_id"],
                stored["published_seconds"],
                stored["check_day"],
            )
        )
        self._written.append(stored["written"])

    def note_deleted(self) -> None:
        """Add a deleted document, whose stored fields are gone."""
        self._entries.append((0, 0, 0, 0))
        self._written.append(b"")

    def note_length(self, document: int, field: str, length: int) -> None:
        """Add the number of terms that a document has in a field."""
        if field not in _LENGTH_FIELDS:
            return
        lengths = self._lengths.setdefault(field, array("B"))
        lengths.frombytes(bytes(document - len(lengths)))
        lengths.append(length_to_byte(length))
        self._totals[field] = self._totals.get(field, 0) + length

    def set_total_length(self, field: str, total: int) -> None:
        """Replace the sum of lengths that were already rounded by the exact number of terms."""
        if total:
            self._totals[field] = total

    def note_postings(self, postings: Iterable[Posting]) -> Iterator[Posting]:
        """Collect postings, which come sorted by field, term and document, and yield them again."""
        last_field, last_term, has_places = "", b"", False
        add_document, add_count = self._documents.append, self._counts.append
        places = self._places
        for posting in postings:
            field, term, document, count, value = posting
            if term != last_term or field != last_field:
                last_field, last_term = field, term
                has_places = field in _WORD_FIELDS
                self._start(field, term)
            add_document(document)
            add_count(int(count) if count < _MOST_COUNTED else _MOST_COUNTED)
            if has_places:
                places += value
            yield posting

    def _start(self, field: str, term: bytes) -> None:
        self._keys.append(term_key_of_bytes(field, term))
        self._starts.append(len(self._documents))
        self._place_starts.append(len(self._places) // 4)
        if field in _WORD_FIELDS:
            self._words[_WORD_FIELDS[field]].add(term)
        elif field in self._values:
            self._values[field].append(term.decode())

    def finish(self) -> SegmentArrays:
        """Return the arrays of all that was collected."""
        count = len(self._entries)
        keys = np.array(self._keys, np.uint64)
        order = np.argsort(keys, kind="stable")
        sizes = np.diff(np.array([*self._starts, len(self._documents)], np.int64))
        place_sizes = np.diff(np.array([*self._place_starts, len(self._places) // 4], np.int64))
        return SegmentArrays(
            document_count=count,
            keys=keys[order],
            starts=starts_of(sizes[order]),
            documents=_take_runs(np.frombuffer(self._documents, np.uint32), sizes, order),
            counts=_take_runs(np.frombuffer(self._counts, np.uint16), sizes, order),
            place_starts=starts_of(place_sizes[order]),
            places=_take_runs(np.frombuffer(self._places, np.uint32), place_sizes, order),
            entries=np.array(self._entries, np.int64).reshape(count, 4).T,
            lengths={
                name: _lengths(bytes(lengths), count)
                for name, lengths in sorted(self._lengths.items())
            },
            total_lengths=dict(sorted(self._totals.items())),
            values=self._values,
            words={
                language: np.frombuffer(b"\n".join(sorted(words)), np.uint8)
                for language, words in self._words.items()
                if words
            },
            grams=make_grams(self._written),
        )


def _take_runs(values: Array, sizes: Array, order: Array) -> Array:
    """Return `values`, which consist of runs of these sizes, with the runs in another order."""
    if not len(values):
        return values
    begins = np.cumsum(sizes) - sizes
    wanted = sizes[order]
    ends = np.cumsum(wanted)
    shifts = np.repeat(begins[order] - (ends - wanted), wanted)
    shifts += np.arange(len(values))
    taken: Array = values[shifts]
    return taken


def _lengths(content: bytes, count: int) -> Array:
    lengths: Array = _ROUNDED[np.frombuffer(content.ljust(count, b"\0"), np.uint8)]
    return lengths


class ArrayCodec(W3Codec):  # type: ignore[misc]  # Whoosh ships no types
    """Write segments as Whoosh does, and their arrays as well; Whoosh's own codec reads them."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._collector = Collector()

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return a segment that names Whoosh's own codec, since the name is stored in the index."""
        return W3Segment(W3Codec(), indexname)

    def per_document_writer(self, storage: Any, segment: W3Segment) -> W3PerDocWriter:
        """Return the writer of stored fields."""
        return _DocumentWriter(self, storage, segment, self._collector)

    def field_writer(self, storage: Any, segment: W3Segment) -> W3FieldWriter:
        """Return the writer of postings."""
        return _PostingWriter(self, storage, segment, self._collector, self._folder)


class _DocumentWriter(W3PerDocWriter):  # type: ignore[misc]  # Whoosh ships no types
    def __init__(self, codec: Any, storage: Any, segment: Any, collector: Collector) -> None:
        super().__init__(codec, storage, segment)
        self._collector = collector

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        super().add_field(fieldname, fieldobj, value, length)
        if length:
            self._collector.note_length(self._docnum, fieldname, length)

    def finish_doc(self) -> None:
        if self._indoc:  # Whoosh calls it once more at the end
            self._collector.note_document(self._storedfields)
        super().finish_doc()


class _PostingWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh ships no types
    def __init__(
        self, codec: Any, storage: Any, segment: Any, collector: Collector, folder: Path
    ) -> None:
        super().__init__(codec, storage, segment)
        self._collector = collector
        self._folder = folder

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Posting]) -> None:
        super().add_postings(schema, lengths, self._collector.note_postings(items))
        # Before the commit adds the segment, so that nobody opens it without its arrays.
        write_arrays(self._folder, self._segment.segment_id(), self._collector.finish())


def restore_arrays(folder: Path, reader: Any) -> None:
    """Write the arrays of a segment again from Whoosh's own files: slow, for when they are lost."""
    collector = Collector()
    alive = dict(reader.iter_docs())
    fields: Sequence[str] = sorted(_LENGTH_FIELDS.intersection(reader.schema.names()))
    for document in range(reader.doc_count_all()):
        if document in alive:
            collector.note_document(alive[document])
        else:
            collector.note_deleted()
        for field in fields:
            if length := reader.doc_field_length(document, field):
                collector.note_length(document, field, length)
    for field in fields:
        collector.set_total_length(field, reader.field_length(field))
    for _posting in collector.note_postings(reader.iter_postings()):
        pass
    write_arrays(folder, reader.segment().segment_id(), collector.finish())
