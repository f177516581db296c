"""Keep the files of an installation in a bucket, and in a cache what this machine sent or read.

What is in the bucket counts. A file never changes, so the cache is right as long as the bucket has
the file too, about which it is asked after a day. What is dropped is moved aside in the bucket for
a day, since the rows of a backup may still name it: a backup has a day to be made.
"""

import errno
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from wiki.errors import StorageError
from wiki.media.bucket.client import Bucket, NotInBucket
from wiki.media.store import NEW, MediaStore, sync

# Beside what the folder held before there was a bucket, which stays as it is.
_CACHE = "cache"
# The keys below these are the paths of the folder, so that other programs can copy either way.
_KEPT, _GONE = "media", "gone"
_ASKED_AGAIN_SECONDS = 86_400
_UNUSED_SECONDS = 7 * 86_400
_HELD = timedelta(days=1)


class BucketStore(MediaStore):
    """The bucket of the pictures and files of an installation, with a cache in a folder.

    Each method that asks the bucket raises StorageError when that does not answer.
    """

    def __init__(self, folder: Path, bucket: Bucket) -> None:
        super().__init__(folder / _CACHE)
        self._bucket = bucket

    def try_out(self) -> None:
        """Raise StorageError unless the bucket can be listed and written."""
        self._bucket.try_out()

    def find(self, mark: str, name: str) -> Path | None:
        """Return where a file is in the cache, or None when the bucket has none of this name."""
        path = self.path_of(mark, name)
        if path is None or _age(path) < _ASKED_AGAIN_SECONDS:
            return path
        try:
            self._renew(path, _key(_KEPT, mark, name))
        except NotInBucket:
            return self._forget(path, mark)
        except StorageError:
            if not path.is_file():
                raise
        return path

    def _forget(self, path: Path, mark: str) -> Path | None:
        """Take a file out of the cache that the bucket does not have, if there is a bucket at all.

        One that is gone answers alike, and the cache may have the last copy.
        """
        if path.is_file():
            try:
                self._names(mark)
            except StorageError:
                return path
            path.unlink(missing_ok=True)
        return None

    def _renew(self, path: Path, key: str) -> None:
        """Fetch a file, unless the cache has one which is as long."""
        try:
            if path.is_file() and path.stat().st_size == self._bucket.size_of(key):
                os.utime(path)
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=NEW, dir=self._folder) as folder:
                new = Path(folder) / path.name
                with new.open("wb") as target:
                    self._bucket.fetch(key, target)
                sync(new)
                path.parent.mkdir(parents=True, exist_ok=True)
                new.replace(path)
        except OSError as error:
            raise StorageError(f"{self._folder} takes no file: {error.strerror}") from error

    def may_be_named(self, mark: str, names: Collection[str]) -> bool:
        """Return True: what is dropped meanwhile is put back, and the writers' turn is held."""
        return True

    def list_files(self, wanted: Collection[str]) -> dict[str, list[str]]:
        """Return the names of the files by mark: of all, and of those wanted also what is gone."""
        # In this order nothing is missed that is dropped in between.
        kept, gone = self._list(_KEPT), self._list(_GONE)
        found = kept | {mark: kept[mark] | gone[mark] for mark in wanted if mark in gone}
        return {mark: sorted(names) for mark, names in sorted(found.items())}

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Do nothing, since what is dropped stays for a day."""
        yield

    def open_held(self, mark: str, name: str) -> BinaryIO:
        """Fetch a file, though it may be dropped at this moment."""
        for part in (_KEPT, _GONE):
            target = BytesIO()
            with suppress(NotInBucket):
                self._bucket.fetch(_key(part, mark, name), target)
                target.seek(0)
                return target
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), _key(_KEPT, mark, name))

    def keep(self, folder: Path, mark: str) -> None:
        """Store what is in a folder, for good; what is there already of the same content stays.

        No row names it before all of it is there.
        """
        there = self._names(mark)
        for file in sorted(folder.iterdir()):
            if file.name not in there:
                self._bucket.put(_key(_KEPT, mark, file.name), file)
        with suppress(OSError):  # then it is fetched when it is asked for
            super().keep(folder, mark)

    def drop(self, mark: str) -> None:
        """Move what is stored of a mark aside, for a day."""
        super().drop(mark)
        names = sorted(self._names(mark))
        for name in names:
            with suppress(NotInBucket):  # an earlier try has come so far
                self._bucket.copy(_key(_KEPT, mark, name), _key(_GONE, mark, name))
        for name in names:
            self._bucket.delete(_key(_KEPT, mark, name))

    def put_back(self, mark: str) -> None:
        """Copy what was moved aside back, as far as it is not there."""
        for name in sorted(self._names(mark, _GONE) - self._names(mark)):
            self._bucket.copy(_key(_GONE, mark, name), _key(_KEPT, mark, name))

    def sweep(self) -> None:
        """Delete what was dropped a day ago, and from the cache what nobody asked for in a week."""
        self._drop_stale()
        for stored in self._bucket.list_stored(f"{_GONE}/"):
            if datetime.now(UTC) - stored.at > _HELD:
                self._bucket.delete(stored.key)
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*/*"):
            if _age(path) > _UNUSED_SECONDS:
                path.unlink(missing_ok=True)
                with suppress(OSError):  # others are in it
                    path.parent.rmdir()

    def take_over(self, before: MediaStore, marks: Collection[str]) -> Iterator[str]:
        """Upload what a folder has of these marks and the bucket lacks; yield each mark."""
        held = before.list_files(())
        there = self._list(_KEPT) if held else {}
        for mark, names in held.items():
            missing = [name for name in names if name not in there.get(mark, ())]
            if mark in marks and missing:
                for name in missing:
                    if path := before.find(mark, name):
                        self._bucket.put(_key(_KEPT, mark, name), path)
                yield mark

    def _names(self, mark: str, part: str = _KEPT) -> set[str]:
        found = self._bucket.list_stored(_key(part, mark, ""))
        return {stored.key.rpartition("/")[2] for stored in found}

    def _list(self, part: str) -> defaultdict[str, set[str]]:
        """Return the names of the files by mark."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for stored in self._bucket.list_stored(f"{part}/"):
            mark, name = stored.key.split("/")[-2:]
            if self.path_of(mark, name):
                found[mark].add(name)
        return found


def _key(part: str, mark: str, name: str) -> str:
    return f"{part}/{mark[:2]}/{mark}/{name}"


def _age(path: Path) -> float:
    """Return how many seconds ago a file was fetched or found right; without one, for ever."""
    with suppress(OSError):
        return time.time() - path.stat().st_mtime
    return float("inf")
