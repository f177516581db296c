"""Notice that a segment's file changed since it was written.

Whoosh reads torn files without a word and finds nothing in them; so each segment has a file with
its checksum beside it, which Whoosh deletes together with the segment.
"""

import os
import zlib
from pathlib import Path

_BLOCK_BYTES = 1 << 20


class SegmentTornError(Exception):
    """Say that a segment does not hold what was written."""


def write_checksums(folder: Path) -> None:
    """Write the checksums of new segments, and wait until all new files are on the disk.

    Whoosh never waits: a power cut would lose what the outbox no longer remembers.
    """
    for path in folder.glob("*.seg"):
        seal = path.with_suffix(".crc")
        if not seal.exists():
            sync_path(path)
            # In one step: whoever opens the segment meanwhile must not read half a checksum.
            fresh = seal.with_suffix(".crc-new")
            fresh.write_text(_checksum(path), "ascii")
            sync_path(fresh)
            os.replace(fresh, seal)
    for path in folder.glob("*.toc"):
        sync_path(path)
    sync_path(folder)


def verify_checksum(folder: Path, segment: str) -> None:
    """Raise SegmentTornError when a sealed segment differs from what was written.

    A segment without a seal was committed this very moment, or just before a crash: it counts.
    """
    path = folder / f"{segment}.seg"
    try:
        expected = path.with_suffix(".crc").read_text("ascii")
    except FileNotFoundError:
        return
    if _checksum(path) != expected:
        raise SegmentTornError(f"segment {segment} is not as it was written")


def _checksum(path: Path) -> str:
    value = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            value = zlib.crc32(block, value)
    return f"{value:08x}"


def sync_path(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
