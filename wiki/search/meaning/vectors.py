"""Keep the vectors of texts in one file beside the index, which every process reads whole.

A row is a vector of a revision, which never changes: its rows stay right when the index is built
again, and are blanked when it leaves the index. Rows are written in place, so one that was cut,
torn or overwritten is told by its checksum, ignored, and made anew with the others of its text.
"""

import os
from collections.abc import Hashable, Iterable
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np

from wiki.search.meaning.model import DIMENSIONS
from wiki.search.segments.arrays import Array, Numbers

# To be raised when the model or the way in which texts are cut changes: older rows are blank then.
_MARK = 1
# Numbers of eight bits: the nearness of two vectors changes by less than 0.01.
_ROW = np.dtype(
    [
        ("revision", "<i8"),
        ("mark", "<u4"),
        ("check", "<u4"),
        ("passages", "<u4"),
        ("scale", "<f4"),
        ("vector", "i1", (DIMENSIONS,)),
    ]
)
_LARGEST = 127
_WEIGHTS = np.arange(1, DIMENSIONS + 1, dtype=np.int64)
# Rows that are compared at a time: no copy of all is made as floating-point numbers, and products
# of more rows are shared out to threads, which takes ten times as long on a busy machine.
_BLOCK = 1_024
# No two texts of this model are so far apart; it means that there is no vector.
UNKNOWN = -1.0


class Vectors:
    """The vectors of one state of the file; blank and damaged rows are those of revision 0."""

    def __init__(self, rows: Array, state: Hashable) -> None:
        """Take rows as they are in the file, and what tells this state of it from others."""
        self.state = state
        is_right = (rows["mark"] == _MARK) & (rows["check"] == _checks(rows))
        self.revisions: Numbers = np.where(is_right, rows["revision"], 0)
        self._rows = rows

    @cached_property
    def whole(self) -> Numbers:
        """Return the revisions of which no vector is missing."""
        revisions, first, counts = np.unique(self.revisions, return_index=True, return_counts=True)
        is_whole = (counts == self._rows["passages"][first]) & (revisions != 0)
        whole: Numbers = revisions[is_whole]
        return whole

    def nearness(self, question: Array, revision_ids: Numbers) -> Array:
        """Return how near the nearest passage of each revision is, `UNKNOWN` where there is none.

        That is the cosine, from -1 to 1. `question` is a vector of length 1.
        """
        # A document that was indexed again stands there twice, once deleted.
        ids, places = np.unique(revision_ids, return_inverse=True)
        owners = np.searchsorted(ids, self.revisions)
        is_asked = np.isin(self.revisions, ids)
        near = np.full(len(ids), UNKNOWN, np.float32)
        np.maximum.at(near, owners[is_asked], self._cosines(question)[is_asked])
        found: Array = near[places]
        return found

    def _cosines(self, question: Array) -> Array:
        cosines = np.zeros(len(self._rows), np.float32)
        for begin in range(0, len(cosines), _BLOCK):
            block = slice(begin, begin + _BLOCK)
            cosines[block] = self._rows["vector"][block].astype(np.float32) @ question
        scaled: Array = cosines * self._rows["scale"]
        return scaled


class VectorFile:
    """The file of vectors at `path`, of which this process holds the newest state."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._vectors = Vectors(np.zeros(0, _ROW), None)

    def read(self) -> Vectors:
        """Return the vectors; without a file there are none."""
        try:
            stat = self.path.stat()
            state = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        except FileNotFoundError:
            state = (0, 0, 0)
        with self._lock:
            if state != self._vectors.state:
                self._vectors = Vectors(_read_rows(self.path), state)
            return self._vectors

    def write(self, revision_id: int, vectors: Array) -> None:
        """Add all vectors of a revision, in blank rows first; when this returns, the disk has them.

        Only one process may write at a time.
        """
        blank = np.nonzero(self.read().revisions == 0)[0][: len(vectors)].tolist()
        rows = _pack(revision_id, vectors)
        self._put(zip(blank, rows[: len(blank)], strict=True), rows[len(blank) :])

    def blank(self, rows: Numbers) -> None:
        """Blank rows; when this returns, the disk no longer has their vectors."""
        self._put(((row, np.zeros((), _ROW)) for row in rows.tolist()), np.zeros(0, _ROW))

    def _put(self, placed: Iterable[tuple[int, Array]], added: Array) -> None:
        with open(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            end = file.seek(0, os.SEEK_END) // _ROW.itemsize * _ROW.itemsize
            for row, content in placed:
                file.seek(row * _ROW.itemsize)
                file.write(content.tobytes())
            file.seek(end)  # over a row that was cut
            file.write(added.tobytes())
            file.truncate()
            file.flush()
            os.fsync(file.fileno())


def _read_rows(path: Path) -> Array:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    return np.frombuffer(content, _ROW, len(content) // _ROW.itemsize)


def _pack(revision_id: int, vectors: Array) -> Array:
    rows = np.zeros(len(vectors), _ROW)
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _LARGEST if len(vectors) else 0
    rows["revision"], rows["mark"], rows["scale"] = revision_id, _MARK, scales
    rows["passages"] = len(vectors)
    rows["vector"] = np.round(vectors / np.asarray(scales).reshape(-1, 1))
    rows["check"] = _checks(rows)
    return rows


def _checks(rows: Array) -> Array:
    """Return a checksum for each row, by which order and sign of its numbers count."""
    sums = np.zeros(len(rows), np.int64)
    for begin in range(0, len(rows), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        sums[block] = rows["vector"][block].astype(np.int64) @ _WEIGHTS
    scales = np.ascontiguousarray(rows["scale"]).view("<u4").astype(np.int64)
    heads = rows["revision"] * 2_654_435_761 + rows["passages"].astype(np.int64) * 40_503
    checks: Array = ((sums + heads) ^ scales).astype(np.uint32)
    return checks
