"""Make the vectors of texts after they are indexed, in the drainer's thread, never in a request."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from flask import current_app

from wiki.db import end_reading
from wiki.search.index.sources import find_text
from wiki.search.index.store import Index
from wiki.search.meaning.model import embed_passages
from wiki.search.meaning.passages import cut_passages
from wiki.search.meaning.vectors import VectorFile
from wiki.search.segments.arrays import Numbers
from wiki.search.segments.snapshot import Snapshot

_FILE, _LOCK = "meaning.vectors", "meaning.lock"
# A vector takes a third of a second: after so long, what was saved meanwhile is indexed first.
_TURN_SECONDS = 5.0


def is_by_meaning() -> bool:
    """Tell whether the setting wants texts to be found by what they mean."""
    return bool(current_app.config["SEARCH_BY_MEANING"])


class VectorMaker:
    """Keep the file of vectors of one application as its index is."""

    def __init__(self) -> None:
        self._file: VectorFile | None = None
        # The generation of the index for which nothing is missing.
        self._whole_for: tuple[str, int] | None = None

    def file_in(self, folder: Path) -> VectorFile:
        """Return the file of vectors of the index in this folder."""
        path = folder / _FILE
        if self._file is None or self._file.path != path:
            self._file, self._whole_for = VectorFile(path), None
        return self._file

    def catch_up(self, index: Index) -> bool:
        """Make what vectors are missing and blank those of texts that left; return if all is done.

        Stops after some seconds. Does nothing while another process is at it.
        """
        snapshot, file = index.open(), self.file_in(index.path)
        if snapshot.name == self._whole_for and file.path.exists():
            return True
        with _only_one(index.path / _LOCK) as is_ours:
            is_done = is_ours and _make_missing(file, snapshot)
        self._whole_for = snapshot.name if is_done else None
        return is_done

    def count_missing(self, index: Index) -> int:
        """Return how many texts of the index have no vectors yet."""
        known = self.file_in(index.path).read().revisions
        return len(np.setdiff1d(_revisions_in(index.open()), known))


def _revisions_in(snapshot: Snapshot) -> Numbers:
    return np.unique(snapshot.entries[1, np.nonzero(snapshot.alive)[0]])


def _make_missing(file: VectorFile, snapshot: Snapshot) -> bool:
    revisions, known = _revisions_in(snapshot), file.read().revisions
    file.blank(np.nonzero((known != 0) & ~np.isin(known, revisions))[0])
    until = time.monotonic() + _TURN_SECONDS
    is_background = current_app.config["INDEX_IN_BACKGROUND"]
    for revision_id in np.setdiff1d(revisions, known)[::-1].tolist():  # the newest first
        if is_background and time.monotonic() > until:
            return False
        text = find_text(revision_id)
        end_reading()
        if text is not None:
            file.write(revision_id, embed_passages(cut_passages(*text)))
    return True


@contextmanager
def _only_one(path: Path) -> Iterator[bool]:
    """Tell whether no other thread of any process holds the lock; hold it meanwhile."""
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
