"""Make the vectors of texts after they are indexed, in the drainer's thread, never in a request."""

import time
from collections.abc import Callable, Hashable
from pathlib import Path

import numpy as np
from flask import current_app

from wiki.background import alone
from wiki.db import end_reading
from wiki.search.index.sources import find_text
from wiki.search.index.store import Index
from wiki.search.meaning.model import embed_passage
from wiki.search.meaning.passages import cut_passages
from wiki.search.meaning.vectors import VectorFile
from wiki.search.segments.arrays import Array, Numbers
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
        # The generation of the index, and the state of the file, for which nothing is missing.
        self._whole_for: Hashable = None

    def file_in(self, folder: Path) -> VectorFile:
        """Return the file of vectors of the index in this folder."""
        path = folder / _FILE
        if self._file is None or self._file.path != path:
            self._file, self._whole_for = VectorFile(path), None
        return self._file

    def catch_up(self, index: Index, is_wanted: Callable[[], bool]) -> bool:
        """Make what vectors are missing, blank those of texts that left; return if more is missing.

        Stops after some seconds, and as soon as `is_wanted` says that there is other work. Does
        nothing while another process is at it. Without the setting, deletes the file.
        """
        file = self.file_in(index.path)
        if not is_by_meaning():
            file.path.unlink(missing_ok=True)
            return False
        if self._whole_for == (index.open().name, file.read().state):
            return False
        with alone(index.path / _LOCK) as is_ours:
            snapshot = index.open()
            is_done = is_ours and _make_missing(file, snapshot, is_wanted)
            self._whole_for = (snapshot.name, file.read().state) if is_done else None
            return is_ours and not is_done

    def count_missing(self, index: Index) -> int:
        """Return how many texts of the index have no vectors yet."""
        return len(np.setdiff1d(_revisions_in(index.open()), self.file_in(index.path).read().whole))


def _revisions_in(snapshot: Snapshot) -> Numbers:
    return np.unique(snapshot.entries[1, np.nonzero(snapshot.alive)[0]])


def _make_missing(file: VectorFile, snapshot: Snapshot, is_wanted: Callable[[], bool]) -> bool:
    vectors, revisions = file.read(), _revisions_in(snapshot)
    kept = np.intersect1d(vectors.whole, revisions)
    file.blank(np.nonzero((vectors.revisions != 0) & ~np.isin(vectors.revisions, kept))[0])
    until = time.monotonic() + _TURN_SECONDS
    for revision_id in np.setdiff1d(revisions, kept)[::-1].tolist():  # the newest first
        text = find_text(revision_id)
        end_reading()
        made: list[Array] = []
        for passage in cut_passages(*text) if text else ():
            if is_wanted() or (_is_in_background() and time.monotonic() > until):
                return False
            made.append(embed_passage(passage))
        if made:
            file.write(revision_id, np.vstack(made))
    return True


def _is_in_background() -> bool:
    return bool(current_app.config["INDEX_IN_BACKGROUND"])
