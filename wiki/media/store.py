"""Keep the files of an installation in a folder, by what they hold: a file never changes.

Each file that somebody sends has a folder, whose name is the hash of what was sent. It is made
under another name, written to the disk, and then renamed: it is there whole or not at all.
"""

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from wiki.errors import Busy
from wiki.media.encoding import UNREADABLE, Encoded, PictureError

# Half of a SHA-256: short enough for an address, and nobody finds two files with the same.
MARK_LENGTH = 32
_MARK = re.compile(rf"[0-9a-f]{{{MARK_LENGTH}}}")
_NAME = re.compile(r"[0-9]{1,5}\.(?:webp|png|jpg)|file\.[a-z]{3,4}")
_BLOCK = 1_048_576
NEW = ".new-"
_GONE = ".gone-"
_STALE_SECONDS = 86_400
_ENCODE_SECONDS = 60
_WAIT_SECONDS = 20


class TooLarge(Exception):
    """More was sent than may be."""


class NoRoom(Exception):
    """The disk is nearly full."""


class MediaStore:
    """The folder of the pictures and files of an installation; other machines may share it."""

    def __init__(self, folder: Path, *, is_shared: bool = False) -> None:
        self._folder = folder
        # Network file systems hold locks for all machines only on files that are open for writing.
        self._locked = (
            (folder / ".lock", os.O_RDWR | os.O_CREAT) if is_shared else (folder, os.O_RDONLY)
        )
        self._encoders = threading.BoundedSemaphore(2)

    def find(self, mark: str, name: str) -> Path | None:
        """Return where a file is, or None when there is none of this mark and name."""
        path = self.path_of(mark, name)
        return path if path and path.is_file() else None

    def path_of(self, mark: str, name: str) -> Path | None:
        """Return where a file would be, without looking; None for what is no mark or no name."""
        is_one = _MARK.fullmatch(mark) and _NAME.fullmatch(name)
        return self._place(mark) / name if is_one else None

    def may_be_named(self, mark: str, names: Collection[str]) -> bool:
        """Return whether a row may name these files: they were not deleted just now."""
        return all(self.find(mark, name) for name in names)

    def list_files(self, wanted: Collection[str]) -> dict[str, list[str]]:
        """Return the names of the files by mark: of all, and of those wanted also what is held."""
        places = self._folder.glob("[0-9a-f][0-9a-f]/*")
        marks = {place.name for place in places if _MARK.fullmatch(place.name)}
        held = ((mark, self._list_held(mark)) for mark in sorted({*marks, *wanted}))
        return {mark: names for mark, names in held if names}

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep what is dropped meanwhile, for a backup whose rows still name it."""
        with suppress(OSError):  # a backup of what cannot be written is made too
            self._folder.mkdir(parents=True, exist_ok=True)
        with _lock(*self._locked, fcntl.LOCK_SH):
            yield
        self._drop_held()

    def _list_held(self, mark: str) -> list[str]:
        return sorted({name for place in self._held_places(mark) for name in _list_names(place)})

    def open_held(self, mark: str, name: str) -> BinaryIO:
        """Open a file for reading, though it may be dropped at this moment."""
        for _attempt in range(2):
            for place in self._held_places(mark):
                with suppress(FileNotFoundError):
                    return (place / name).open("rb")
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self._place(mark) / name)

    def _held_places(self, mark: str) -> list[Path]:
        return [self._place(mark), *self._folder.glob(f"{_GONE}*/{mark}")]

    @contextmanager
    def receive(self, keep_free: int) -> Iterator[Path]:
        """Give a new folder for what arrives, which is gone at the end unless `keep` was called."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < keep_free:
            raise NoRoom
        self._drop_stale()
        self._drop_held()
        folder = Path(tempfile.mkdtemp(prefix=NEW, dir=self._folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def encode(self, source: Path, folder: Path, most_pixels: int) -> Encoded:
        """Re-encode a picture into a folder; raise PictureError, and Busy while many are made."""
        if not self._encoders.acquire(timeout=_WAIT_SECONDS):
            raise Busy
        try:
            return _run_encoder(source, folder, most_pixels)
        finally:
            self._encoders.release()

    def keep(self, folder: Path, mark: str) -> None:
        """Store what is in a folder, for good; what is there already of the same content stays."""
        place = self._place(mark)
        place.parent.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            sync(file)
        sync(folder)
        if place.is_dir():  # sent before, and perhaps encoded in other widths by an older version
            for file in folder.iterdir():
                if not (place / file.name).exists():
                    file.rename(place / file.name)
            sync(place)
        else:
            folder.rename(place)
        sync(place.parent)
        sync(self._folder)

    def drop(self, mark: str) -> None:
        """Delete what is stored of a mark; what a crash leaves of it goes with the next that comes.

        Until it is renamed, all of it is there; then nothing is, but for a backup that has begun.
        """
        place = self._place(mark)
        if place.is_dir():
            aside = Path(tempfile.mkdtemp(prefix=_GONE, dir=self._folder))
            place.rename(aside / mark)
            sync(place.parent)
            self._drop_held()

    def _drop_held(self) -> None:
        """Delete what was dropped, unless a backup holds it, which does so at its end."""
        with suppress(BlockingIOError), _lock(*self._locked, fcntl.LOCK_EX | fcntl.LOCK_NB):
            for aside in self._folder.glob(f"{_GONE}*"):
                shutil.rmtree(aside, ignore_errors=True)

    def _place(self, mark: str) -> Path:
        # A folder of folders, since some systems are slow with many in one.
        return self._folder / mark[:2] / mark

    def _drop_stale(self) -> None:
        """Remove what a process left that was killed while a file arrived."""
        for folder in self._folder.glob(f"{NEW}*"):
            with suppress(FileNotFoundError):  # it has arrived just now
                if time.time() - folder.stat().st_mtime > _STALE_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


def copy_marked(source: BinaryIO, target: BinaryIO, most_bytes: int) -> tuple[str, int]:
    """Copy what arrives into a file; return its mark and its length.

    Raises TooLarge as soon as it is longer than `most_bytes`.
    """
    digest, length = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        length += len(block)
        if length > most_bytes:
            raise TooLarge
        digest.update(block)
        target.write(block)
    return digest.hexdigest()[:MARK_LENGTH], length


def _run_encoder(source: Path, folder: Path, most_pixels: int) -> Encoded:
    """Run `wiki.media.encoding` in a process of its own."""
    command = [sys.executable, "-m", "wiki.media.encoding", str(source), str(folder)]
    root = str(Path(__file__).parents[2])
    try:
        ended = subprocess.run(  # noqa: S603 - our own module, and paths of our own making
            [*command, str(most_pixels)],
            capture_output=True,
            timeout=_ENCODE_SECONDS,
            env={**os.environ, "PYTHONPATH": root},
            check=True,
        )
        answer = json.loads(ended.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise PictureError(UNREADABLE) from error
    if "reason" in answer:
        raise PictureError(**answer)
    return Encoded(**{**answer, "widths": tuple(answer["widths"])})


def _list_names(place: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return [name for name in os.listdir(place) if _NAME.fullmatch(name)]
    return []


@contextmanager
def _lock(path: Path, flags: int, how: int) -> Iterator[None]:
    """Lock what is at a path, if it is there; raise BlockingIOError when somebody else has."""
    try:
        number = os.open(path, flags, 0o600)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(number, how)
        yield
    finally:
        os.close(number)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
