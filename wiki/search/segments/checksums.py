"""Detect damaged segment files by checksums.

Whoosh reads a damaged file without an error, and finds nothing in it. So each segment has a
second file with its checksum, which Whoosh deletes together with the segment.
"""

import os
import zlib
from pathlib import Path

_BLOCK_BYTES = 1 << 20


class SegmentTornError(Exception):
    """A segment file is not as it was written."""


def write_checksums(folder: Path) -> None:
    """Write the checksums of new segments, and wait until all new files are on the disk.

    Whoosh does not wait, and a power cut would lose what the outbox has already deleted.
    """
    for path in folder.glob("*.seg"):
        checksum_path = path.with_suffix(".crc")
        if not checksum_path.exists():
            sync_path(path)
            # Renamed, so that whoever opens the segment meanwhile does not read half a checksum.
            new_path = checksum_path.with_suffix(".crc-new")
            new_path.write_text(_checksum(path), "ascii")
            sync_path(new_path)
            os.replace(new_path, checksum_path)
    for path in folder.glob("*.toc"):
        sync_path(path)
    sync_path(folder)


def verify_checksum(folder: Path, segment: str) -> None:
    """Raise SegmentTornError when a segment does not match its checksum.

    A segment without a checksum was committed just now, or just before a crash, and is accepted.
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
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
