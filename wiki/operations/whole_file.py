"""Write a file whole or not at all, and never in the place of what is something else."""

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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
    if special := _describe_special(path):
        return f"{path} is {special}, not a file: choose another name."
    if path.exists() and path.stat().st_size and not _is_archive_with(path, member):
        return f"{path} exists and is no backup: choose another name."
    return ""


def _describe_special(path: Path) -> str:
    """Return what a path is, or an empty text when it is free or a plain file."""
    if not os.path.lexists(path):
        return ""
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return ""
    return next((name for is_one, name in _SPECIAL if is_one(mode)), "something special")


def _is_archive_with(path: Path, member: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return member in archive.namelist()
    except zipfile.BadZipFile:
        return False


@contextmanager
def write_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a new file for its owner only; when the block ends, it takes the place of `path`."""
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        # A link that somebody else puts there between these two lines is not followed.
        number = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with open(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        if partial.is_file():
            partial.unlink()
