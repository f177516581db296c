"""Open the live index: one searcher for each thread, a fresh one for each generation.

The index lies in a folder of its own beside a pointer file; a rebuild makes another folder and
then replaces the pointer, so that a reader sees the old index or the new one and never a half.
"""

import os
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from wiki.search.schema import SCHEMA_VERSION, make_schema
from wiki.search.seals import check_seal, sync_path
from wiki.search.segments import SegmentFacts, Snapshot, read_segment

POINTER = "current"
_PREFIX = f"v{SCHEMA_VERSION}-"
# Measured on 2,600 Swedish questions: 1.0 and 0.5 stand above Whoosh's 1.2 and 0.75 by 0.02 MRR.
_WEIGHTING = BM25F(B=0.5, K1=1.0)


class IndexUnusableError(Exception):
    """Say that there is no index to ask: missing, torn, or of another schema."""


@dataclass(frozen=True)
class Opened:
    """Hold one thread's searcher, and what is known of its generation."""

    searcher: Searcher
    snapshot: Snapshot


class Index:
    """Keep the searchers of all threads of this process on the index below `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._segments: dict[str, SegmentFacts] = {}
        self._snapshot: tuple[object, Snapshot] | None = None

    def folder(self) -> Path:
        """Return the live folder; raise IndexUnusableError when there is none of this schema."""
        try:
            name = (self.path / POINTER).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnusableError("there is no index yet") from error
        if not name.startswith(_PREFIX):
            raise IndexUnusableError("the index is of another schema version")
        if "/" in name or not (self.path / name).is_dir():
            raise IndexUnusableError("the folder of the index is missing")
        return self.path / name

    def new_folder(self) -> Path:
        """Make the folder of an index that is not live yet."""
        folder = self.path / f"{_PREFIX}{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def make_live(self, folder: Path) -> None:
        """Point at `folder` from now on, in one step that a power cut cannot halve."""
        fresh = self.path / f"{POINTER}.new"
        with open(fresh, "w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path / POINTER)
        sync_path(self.path)

    def delete_others(self) -> None:
        """Delete folders that are not live: indexes of before, and rebuilds that were cut short.

        Searchers that still read one keep its open files.
        """
        live = self.folder().name
        for other in self.path.iterdir():
            if other.is_dir() and other.name != live:
                rmtree(other, ignore_errors=True)

    def open(self) -> Opened:
        """Return this thread's searcher on the newest generation.

        Never `Searcher.refresh()`, which serves deleted and doubled documents. Raises
        IndexUnusableError; any other error of Whoosh or of the system means a torn index.
        """
        try:
            return self._open()
        except FileNotFoundError:
            # A writer merged the segment away, or a rebuild the folder, between two looks.
            self.close()
            return self._open()

    def _open(self) -> Opened:
        folder = self.folder()
        held = getattr(self._local, "held", None)
        if held is not None:
            known, index, opened = held
            if known == (folder, index.latest_generation()):
                return opened  # type: ignore[no-any-return]  # thread locals have no types
        self.close()
        index = open_index(folder)
        searcher = index.searcher(weighting=_WEIGHTING)
        try:
            opened = Opened(searcher, self._take_snapshot(folder, searcher))
        except Exception:
            searcher.close()
            raise
        self._local.held = ((folder, searcher.reader().generation()), index, opened)
        return opened

    def close(self) -> None:
        """Close this thread's searcher, if it has one."""
        held = getattr(self._local, "held", None)
        self._local.held = None
        if held is not None:
            with suppress(Exception):  # a torn index need not close in order
                held[2].searcher.close()

    def _take_snapshot(self, folder: Path, searcher: Searcher) -> Snapshot:
        """Return the facts of a generation, read once for all threads."""
        known = (folder, searcher.reader().generation())
        with self._lock:
            if self._snapshot is not None and self._snapshot[0] == known:
                return self._snapshot[1]
            kept: dict[str, SegmentFacts] = {}
            snapshot = Snapshot()
            for reader, offset in searcher.reader().leaf_readers():
                segment = reader.segment()
                if segment is None:  # how Whoosh reads an index without documents
                    continue
                name = segment.segment_id()
                if name in self._segments:
                    kept[name] = self._segments[name]
                else:
                    check_seal(folder, name)
                    kept[name] = read_segment(reader)
                snapshot.add(kept[name], offset, set(segment.deleted_docs()))
            self._segments = kept
            self._snapshot = (known, snapshot)
            return snapshot


def create_index(folder: Path) -> Any:
    """Make an empty Whoosh index in `folder`."""
    return FileIndex.create(FileStorage(str(folder)), make_schema(), "MAIN")


def open_index(folder: Path) -> Any:
    """Open the Whoosh index in `folder`."""
    return FileIndex(FileStorage(str(folder)))
