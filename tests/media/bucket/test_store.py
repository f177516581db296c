"""Files are in a bucket, which all nodes share; each has a cache of what it has read."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fixtures.s3 import S3
from tests.media.bucket.conftest import MakeNode
from wiki.errors import StorageError
from wiki.media.bucket.client import Bucket
from wiki.media.bucket.store import BucketStore
from wiki.media.store import MediaStore

pytestmark = pytest.mark.long
MARK = "ab" * 16
OTHER = "cd" * 16
SMALL, LARGE = "480.webp", "960.webp"


def keep(store: MediaStore, mark: str = MARK, **files: bytes) -> None:
    """Store files as the library does; `_480` names `480.webp`."""
    with store.receive(0) as folder:
        for name, content in (files or {"_480": b"small", "_960": b"large one"}).items():
            (folder / f"{name[1:]}.webp").write_bytes(content)
        store.keep(folder, mark)


def read(store: MediaStore, name: str, mark: str = MARK) -> bytes | None:
    path = store.find(mark, name)
    return path.read_bytes() if path else None


def make_old(store: MediaStore, name: str, days: int, mark: str = MARK) -> Path:
    """Let a cached file be fetched so many days ago."""
    path = store.path_of(mark, name)
    assert path
    moment = time.time() - days * 86_400 - 60
    os.utime(path, (moment, moment))
    return path


def test_what_one_node_keeps_all_find(s3: S3, make_node: MakeNode) -> None:
    one, other = make_node("one"), make_node("other")
    keep(one)
    assert read(other, LARGE) == b"large one"
    assert read(one, SMALL) == b"small"
    # The paths of the folder, so that other programs can copy one to the other.
    assert s3.list_keys() == [f"media/ab/{MARK}/{SMALL}", f"media/ab/{MARK}/{LARGE}"]
    assert one.list_files([]) == {MARK: [SMALL, LARGE]}
    assert read(one, "1440.webp") is None
    assert read(one, SMALL, OTHER) is None
    assert one.find("../..", SMALL) is None


def test_a_prefix_lets_two_wikis_share_a_bucket(s3: S3, tmp_path: Path) -> None:
    ours, theirs = (
        BucketStore(tmp_path / name, Bucket(f"{s3.bucket}/{name}", s3.url))
        for name in ("ours", "theirs")
    )
    keep(ours, _480=b"ours")
    assert s3.list_keys() == [f"ours/media/ab/{MARK}/{SMALL}"]
    assert read(theirs, SMALL) is None
    assert (ours.list_files([]), theirs.list_files([])) == ({MARK: [SMALL]}, {})


def test_what_a_broken_upload_left_is_completed(s3: S3, make_node: MakeNode) -> None:
    store = make_node("own")
    s3.line.is_cut = True
    with pytest.raises(StorageError, match="does not answer"):
        keep(store)
    assert s3.list_keys() == []
    s3.line.is_cut = False
    s3.client.put_object(Bucket=s3.bucket, Key=f"media/ab/{MARK}/{SMALL}", Body=b"small")
    again = make_node("again")
    keep(again)
    assert again.list_files([]) == {MARK: [SMALL, LARGE]}
    assert read(make_node("other"), LARGE) == b"large one"


def test_a_silent_bucket_is_asked_once_in_a_while(
    s3: S3, make_node: MakeNode, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep(make_node("one"))
    other = make_node("other")
    s3.line.is_cut = True
    with pytest.raises(StorageError, match="does not answer"):
        other.find(MARK, SMALL)
    began = time.monotonic()
    for _number in range(20):
        with pytest.raises(StorageError, match="does not answer"):
            other.find(MARK, SMALL)
    assert time.monotonic() - began < 0.2
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert s3.bucket in caplog.text

    # After the pause, any answer shows that it is there again.
    s3.line.is_cut = False
    monkeypatch.setattr("wiki.media.bucket.client.time.monotonic", lambda: began + 11)
    assert read(other, SMALL, OTHER) is None
    assert read(other, SMALL) == b"small"


def test_a_cached_file_is_asked_about_after_a_day(s3: S3, make_node: MakeNode) -> None:
    one, other = make_node("one"), make_node("other")
    keep(one)
    assert read(other, SMALL) == read(one, SMALL) == b"small"
    one.drop(MARK)
    assert read(one, SMALL) is None
    assert read(other, SMALL) == b"small"
    path = make_old(other, SMALL, days=1)
    s3.line.is_cut = True  # who cannot ask shows what it has: a file never changes
    assert read(other, SMALL) == b"small"
    s3.line.is_cut = False
    again = make_node("other")
    assert read(again, SMALL) is None
    assert not path.exists()


def test_a_cached_file_that_is_cut_short_is_fetched_again(s3: S3, make_node: MakeNode) -> None:
    store = make_node("own")
    keep(store)
    path = make_old(store, LARGE, days=1)
    before = path.stat().st_mtime
    assert read(store, LARGE) == b"large one"
    assert path.stat().st_mtime > before
    path.write_bytes(b"")
    make_old(store, LARGE, days=1)
    assert read(store, LARGE) == b"large one"


def test_what_is_dropped_is_held_for_a_day(
    s3: S3, make_node: MakeNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = make_node("one"), make_node("other")
    keep(one)
    with other.hold():
        one.drop(MARK)
        assert other.list_files([MARK]) == {MARK: [SMALL, LARGE]}
        assert other.list_files([]) == {}  # no backup holds what was deleted before
        with other.open_held(MARK, LARGE) as file:
            assert file.read() == b"large one"
        one.sweep()
        assert len(s3.list_keys()) == 2
    monkeypatch.setattr("wiki.media.bucket.store._HELD", timedelta(0))
    one.sweep()
    assert s3.list_keys() == []
    with pytest.raises(FileNotFoundError):
        other.open_held(MARK, LARGE)


def test_what_is_sent_again_survives_the_sweep(
    make_node: MakeNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_node("own")
    keep(store)
    store.drop(MARK)
    keep(store)
    monkeypatch.setattr("wiki.media.bucket.store._HELD", timedelta(0))
    store.sweep()
    assert store.list_files([]) == {MARK: [SMALL, LARGE]}


def test_what_nobody_asks_for_leaves_the_cache(make_node: MakeNode) -> None:
    store = make_node("own")
    keep(store)
    unused, used = make_old(store, LARGE, days=7), make_old(store, SMALL, days=6)
    store.sweep()
    assert (unused.exists(), used.exists()) == (False, True)
    make_old(store, SMALL, days=7)
    store.sweep()
    assert not used.parent.exists()
    assert read(store, LARGE) == b"large one"


def test_a_disk_that_takes_no_file_is_told(make_node: MakeNode, tmp_path: Path) -> None:
    keep(make_node("one"))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "cache").write_text("no folder")
    with pytest.raises(StorageError, match="takes no file"):
        make_node("full").find(MARK, SMALL)


def test_a_folder_of_before_is_uploaded(make_node: MakeNode, tmp_path: Path) -> None:
    before, store = MediaStore(tmp_path / "own"), make_node("own")
    keep(before)
    keep(before, OTHER, _480=b"deleted long ago")
    assert read(store, SMALL) is None
    assert [*store.take_over(before, {MARK})] == [MARK]
    assert [*store.take_over(before, {MARK})] == []
    assert store.list_files([]) == {MARK: [SMALL, LARGE]}
    assert read(before, SMALL) == read(store, SMALL) == b"small"


def test_a_list_of_several_answers_is_read_to_its_end(s3: S3, make_node: MakeNode) -> None:
    for number in range(10, 17):  # the server of the tests tells three at a time
        s3.client.put_object(Bucket=s3.bucket, Key=f"media/ab/{MARK}/{number}.webp", Body=b"")
    assert len(make_node("own").list_files([])[MARK]) == 7


def test_a_bucket_that_is_gone_takes_no_cached_file_along(s3: S3, make_node: MakeNode) -> None:
    one = make_node("one")
    keep(one)
    for key in s3.list_keys():
        s3.client.delete_object(Bucket=s3.bucket, Key=key)
    s3.client.delete_bucket(Bucket=s3.bucket)
    path = make_old(one, SMALL, 1)
    assert read(one, SMALL) == b"small"
    assert path.is_file()


def test_asking_for_what_is_not_there_leaves_nothing_behind(make_node: MakeNode) -> None:
    one = make_node("one")
    keep(one)
    before = sorted(Path(str(one.path_of(MARK, SMALL))).parents[2].rglob("*"))
    assert read(one, SMALL, OTHER) is None
    assert sorted(Path(str(one.path_of(MARK, SMALL))).parents[2].rglob("*")) == before
