"""Checksums: a damaged segment is noticed, and one whose checksum is just written is not."""

import threading
from pathlib import Path

import pytest

from wiki.search.segments.checksums import SegmentTornError, verify_checksum, write_checksums


def test_a_changed_segment_is_noticed(tmp_path: Path) -> None:
    segment = tmp_path / "MAIN_a.seg"
    segment.write_bytes(b"content")
    verify_checksum(tmp_path, "MAIN_a")  # without a checksum: committed just now
    write_checksums(tmp_path)
    verify_checksum(tmp_path, "MAIN_a")
    segment.write_bytes(b"contemt")
    with pytest.raises(SegmentTornError):
        verify_checksum(tmp_path, "MAIN_a")


@pytest.mark.long
def test_a_checksum_is_never_seen_half_written(tmp_path: Path) -> None:
    (tmp_path / "MAIN_a.seg").write_bytes(b"content")
    write_checksums(tmp_path)
    checksum_path = tmp_path / "MAIN_a.crc"
    stop = threading.Event()
    torn: list[Exception] = []

    def look() -> None:
        while not stop.is_set():
            try:
                verify_checksum(tmp_path, "MAIN_a")
            except SegmentTornError as error:
                torn.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(300):
        checksum_path.unlink()
        write_checksums(tmp_path)
    stop.set()
    reader.join()
    assert torn == []
