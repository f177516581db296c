"""The files in which processes count: numbers in shared memory, and names beside them.

Each process has two: `.values` holds numbers, which it maps into its memory, and `.names` a line
for each place that tells what is counted there. What is written is in the hands of the operating
system at once, so a process that is killed loses nothing. While it runs it holds a lock on its
file; when the lock can be had, the process has ended, and what it had counted is added to
`former.json`.
"""

import fcntl
import hashlib
import json
import mmap
import os
import secrets
import stat
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

# A series takes one number, a duration twelve: room for all endpoints, several times over.
ROOM = 16_384
_BYTES = ROOM * 8
_FORMER = "former.json"
_SERVER = "server"  # the number of the process that started those that count

# What is counted: the name, and the values of its labels.
Key = tuple[str, tuple[str, ...]]
Totals = dict[Key, list[float]]


def find_folder(instance: Path) -> Path:
    """Return the folder of an installation, in memory where that is possible.

    On a disk that is full, some file systems cannot even write anew what is there already.
    """
    name = hashlib.sha256(str(instance.resolve()).encode()).hexdigest()[:16]
    folder = Path("/dev/shm", f"msi-wiki-{os.getuid()}-{name}")  # noqa: S108  # checked below
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return instance / "metrics"
    # Everybody may make folders there, also one that waits for us.
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return folder if is_ours and not found.st_mode & 0o077 else instance / "metrics"


class ProcessFile:
    """The two files of this process."""

    def __init__(self, folder: Path) -> None:
        """Make them; alone and of another server, forget what former processes counted.

        The processes of a server have the same parent, also those that a reload exchanges.
        """
        folder.mkdir(exist_ok=True)
        with _alone_in(folder):
            running = [path for path in folder.glob("*.values") if not _absorb(folder, path)]
            if not running:
                _begin_server(folder, str(os.getppid()))
            path = folder / f"{os.getpid()}-{secrets.token_hex(4)}.values"
            self._file = path.open("w+b")
            fcntl.flock(self._file, fcntl.LOCK_SH)
        # Written rather than left as a hole: whoever writes into a hole of a full disk is killed.
        self._file.write(bytes(_BYTES))
        self._file.flush()
        self._map = mmap.mmap(self._file.fileno(), _BYTES)
        self._names = _names_of(path).open("w", encoding="utf-8", buffering=1)
        self.values = memoryview(self._map).cast("d")

    def add_name(self, key: Key, place: int, size: int) -> None:
        """Write down what is counted at a place; call it before anything is counted there."""
        self._names.write(f"{json.dumps([*key, place, size])}\n")

    def close(self) -> None:
        """Let go of the files, as the end of the process does."""
        self.values.release()
        self._map.close()
        self._names.close()
        self._file.close()


def _begin_server(folder: Path, parent: str) -> None:
    if _read_text(folder / _SERVER) != parent:
        (folder / _FORMER).unlink(missing_ok=True)
        (folder / _SERVER).write_text(parent)


def read_all(folder: Path) -> tuple[Totals, list[int]]:
    """Return what all processes have counted, also those that have ended, and who is running."""
    with _alone_in(folder):
        paths = [path for path in folder.glob("*.values") if not _absorb(folder, path)]
        totals = _read_former(folder)
        for path in paths:
            _add(totals, _read_file(path))
    return totals, sorted(int(path.name.partition("-")[0]) for path in paths)


def _absorb(folder: Path, path: Path) -> bool:
    """Add what a process has counted to what former ones did, if it has ended."""
    with path.open("rb") as file:
        if not _is_free(file):
            return False
        totals = _read_former(folder)
        _add(totals, _read_file(path))
        _write_former(folder, totals)
        # Afterwards: whoever is killed in between leaves counts that are too high, not too low.
        path.unlink()
        _names_of(path).unlink(missing_ok=True)
    return True


def _is_free(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_file(path: Path) -> Totals:
    values = array("d")
    with suppress(OSError, ValueError):  # killed before there was anything
        values.frombytes(path.read_bytes())
        names = _names_of(path).read_text("utf-8")
        # The last line may be half of one; nothing is counted there yet.
        lines = [json.loads(line) for line in names.split("\n")[:-1]]
        return {
            (name, tuple(labels)): values[place : place + size].tolist()
            for name, labels, place, size in lines
        }
    return {}


def _read_former(folder: Path) -> Totals:
    try:
        rows = json.loads(_read_text(folder / _FORMER))
        return {(name, tuple(labels)): list(values) for name, labels, values in rows}
    except ValueError:
        return {}


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def _write_former(folder: Path, totals: Totals) -> None:
    new = folder / f"{_FORMER}.new"
    rows = [[name, labels, values] for (name, labels), values in totals.items()]
    new.write_text(json.dumps(rows), "utf-8")
    new.replace(folder / _FORMER)


def _add(totals: Totals, more: Mapping[Key, list[float]]) -> None:
    for key, values in more.items():
        known = totals.get(key)
        # Of another version of the program, a duration may have other limits.
        if known is None or len(known) != len(values):
            totals[key] = values
        else:
            totals[key] = [old + new for old, new in zip(known, values, strict=True)]


def _names_of(path: Path) -> Path:
    return path.with_suffix(".names")


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
