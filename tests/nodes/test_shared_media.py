"""The pictures and files of several nodes are in one folder, whose lock holds for all machines."""

import fcntl
from pathlib import Path

import pytest

from wiki.media.store import MediaStore

MARK = "ab" * 16


def test_what_one_node_drops_stays_while_another_makes_a_backup(tmp_path: Path) -> None:
    one, other = (MediaStore(tmp_path, is_shared=True) for _ in range(2))
    place = tmp_path / MARK[:2] / MARK
    place.mkdir(parents=True)
    (place / "480.webp").write_bytes(b"picture")
    with one.hold():
        # A network file system takes a lock for all only on a file that is open for writing.
        with open(tmp_path / ".lock", "r+") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        other.drop(MARK)
        assert one.list_files([MARK]) == {MARK: ["480.webp"]}
        assert other.find(MARK, "480.webp") is None
    assert one.list_files([MARK]) == {}
