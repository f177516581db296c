"""Open the live index: one snapshot of each generation, shared by all threads of a process.

A pointer file names the folder of the live index. A rebuild fills another folder and then replaces
the pointer, so that readers see either the old index or the new one, and never half of it.
"""

import os
import secrets
import threading
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from wiki.search.segments.arrays import ArraysTornError, Numbers, read_arrays
from wiki.search.segments.checksums import sync_path, verify_checksum
from wiki.search.segments.codec import restore_arrays
from wiki.search.segments.schema import SCHEMA_VERSION, make_schema
from wiki.search.segments.snapshot import IndexSegment, Snapshot

POINTER = "current"
_PREFIX = f"v{SCHEMA_VERSION}-"
# The name of the index in the names of Whoosh's files.
_NAME = "MAIN"


class IndexUnusableError(Exception):
    """There is no index to ask: it is missing, damaged, or of another schema version."""


class ArraysUnusableError(IndexUnusableError):
    """Only the arrays are missing or damaged, and can be restored from Whoosh's own files."""


class Index:
    """The index below `path`, of which this process holds the newest generation in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._segments: dict[str, IndexSegment] = {}
        self._snapshot: Snapshot | None = None

    def folder(self) -> Path:
        """Return the live folder; raise IndexUnusableError when this schema version has none."""
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
        """Create the folder of an index that is not live yet."""
        folder = self.path / f"{_PREFIX}{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def make_live(self, folder: Path) -> None:
        """Point at `folder`, in one atomic step that survives a power cut."""
        fresh = self.path / f"{POINTER}.new"
        with open(fresh, "w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path / POINTER)
        sync_path(self.path)

    def delete_others(self) -> None:
        """Delete folders that are not live: former indexes, and rebuilds that did not finish.

        A process that still reads a deleted index can go on with its open files.
        """
        live = self.folder().name
        for other in self.path.iterdir():
            if other.is_dir() and other.name != live:
                rmtree(other, ignore_errors=True)

    def open(self) -> Snapshot:
        """Return the newest generation.

        Never uses Whoosh's `Searcher.refresh()`, which serves deleted and duplicate documents.
        Raises IndexUnusableError; any other error of Whoosh or the system means a damaged index.
        """
        try:
            return self._open()
        except FileNotFoundError:
            # A writer merged the segment, or a rebuild replaced the folder, in the meantime.
            return self._open()

    def _open(self) -> Snapshot:
        folder = self.folder()
        snapshot = self._snapshot
        generation = latest_generation(folder)
        if snapshot is not None and snapshot.name == (folder.name, generation):
            return snapshot
        with self._lock:
            return self._take_snapshot(folder, generation)

    def _take_snapshot(self, folder: Path, generation: int) -> Snapshot:
        """Read the new segments of a generation, once for all threads."""
        name = (folder.name, generation)
        if self._snapshot is not None and self._snapshot.name == name:
            return self._snapshot
        segments: dict[str, IndexSegment] = {}
        deleted: list[Numbers] = []
        for segment in read_segments(folder, generation):
            segment_id = segment.segment_id()
            segments[segment_id] = self._segments.get(segment_id) or _read_segment(
                folder, segment_id
            )
            deleted.append(np.fromiter(segment.deleted_docs(), np.intp))
        snapshot = Snapshot(name, zip(segments.values(), deleted, strict=True))
        self._segments, self._snapshot = segments, snapshot
        return snapshot

    def forget(self) -> None:
        """Forget everything that was read, as if the process had just started."""
        with self._lock:
            self._segments, self._snapshot = {}, None

    def restore_arrays(self) -> int:
        """Restore missing or damaged arrays from Whoosh's own files; return how many."""
        restored = 0
        folder = self.folder()
        reader = open_index(folder).reader()
        try:
            for leaf, _ in reader.leaf_readers():
                segment = leaf.segment()
                if segment is not None and not _has_arrays(folder, segment.segment_id()):
                    verify_checksum(folder, segment.segment_id())
                    restore_arrays(folder, leaf)
                    restored += 1
        finally:
            reader.close()
        return restored


def _read_segment(folder: Path, name: str) -> IndexSegment:
    verify_checksum(folder, name)
    try:
        return IndexSegment(read_arrays(folder, name))
    except ArraysTornError as error:
        raise ArraysUnusableError(str(error)) from error


def _has_arrays(folder: Path, name: str) -> bool:
    try:
        read_arrays(folder, name)
    except ArraysTornError:
        return False
    return True


def latest_generation(folder: Path) -> int:
    """Return the number of the newest commit; raise IndexUnusableError when there is none."""
    found = TOC._latest_generation(os.listdir(folder), _NAME)
    if found < 0:
        raise IndexUnusableError("the index has no table of contents")
    return int(found)


def read_segments(folder: Path, generation: int) -> list[Any]:
    """Return Whoosh's segments of a generation, in the order of its document numbers."""
    found: list[Any] = TOC.read(FileStorage(str(folder)), _NAME, generation, make_schema()).segments
    return found


def create_index(folder: Path) -> Any:
    """Create an empty Whoosh index in `folder`."""
    return FileIndex.create(FileStorage(str(folder)), make_schema(), _NAME)


def open_index(folder: Path) -> Any:
    """Open the Whoosh index in `folder`."""
    return FileIndex(FileStorage(str(folder)), indexname=_NAME)
