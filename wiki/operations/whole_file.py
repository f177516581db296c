"""Write a file whole or not at all, and never in the place of what is no plain file."""

import os
import stat
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


def describe_special(path: Path) -> str:
    """Return what a path is, or an empty text when it is free or a plain file."""
    if not os.path.lexists(path):
        return ""
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return ""
    return next((name for is_one, name in _SPECIAL if is_one(mode)), "something special")


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
