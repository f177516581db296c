"""Write a file whole or not at all, and never in the place of what is something else."""

import fcntl
import os
import re
import stat
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from wiki.runtime.archives import UNREADABLE

_PARTIAL = ".partial"
# A file may be made and not locked yet.
_NEW_SECONDS = 60
_SPECIAL = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)


def find_obstacle(path: Path, member: str) -> str:
    """Return why a new archive must not take this place, or an empty text if it may.

    It may replace an older one, which holds a file named `member`, and an empty file. Anything else
    that is there, such as the database itself, is not meant.
    """
    if special := describe_special(path):
        return f"{path} is {special}, not a file: choose another name."
    if path.exists() and path.stat().st_size and not _is_archive_with(path, member):
        return f"{path} exists and is no backup: choose another name."
    return ""


def describe_special(path: Path, *, follow: bool = False) -> str:
    """Return what a path is, or an empty text when it is free or a plain file.

    A link is no plain file, unless what it leads to is asked for (`follow`).
    """
    try:
        mode = path.stat(follow_symlinks=follow).st_mode
    except FileNotFoundError:
        return ""
    if stat.S_ISREG(mode):
        return ""
    return next((name for is_one, name in _SPECIAL if is_one(mode)), "something special")


def _is_archive_with(path: Path, member: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return member in archive.namelist()
    except OSError:
        raise
    except UNREADABLE:
        return False


@contextmanager
def write_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a new file for its owner only; when the block ends, it takes the place of `path`.

    Each caller has a file of its own, so that two at once do not spoil each other's.
    """
    _remove_leftovers(path)
    # It is made anew, so a link that somebody else puts there is not followed.
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=_PARTIAL, dir=path.parent)
    partial = Path(name)
    try:
        with open(number, "w+b") as file:
            with suppress(OSError):  # some network disks know no locks
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
            file.flush()
            os.fsync(file.fileno())
            partial.replace(path)
        _sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


def _remove_leftovers(path: Path) -> None:
    """Remove what a process left that was killed; what is being written is locked, or new."""
    own = re.compile(rf"{re.escape(path.name)}(?:\.[a-z0-9_]{{8}})?{re.escape(_PARTIAL)}")
    for partial in path.parent.iterdir():
        if own.fullmatch(partial.name) and not describe_special(partial):
            with suppress(OSError), partial.open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if time.time() - os.fstat(file.fileno()).st_mtime > _NEW_SECONDS:
                    partial.unlink()


def _sync_folder(folder: Path) -> None:
    """Wait until the new name is on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
