"""Read what the processes of the server use, where the operating system tells it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class ProcessUse:
    """The memory of one process in bytes, its processor time in seconds, and its open files."""

    pid: int
    memory: int
    cpu: float
    files: int


def read_uses(pids: Iterable[int]) -> Iterator[ProcessUse]:
    """Yield what each process uses; nothing of one that has just ended, or without /proc."""
    for pid in pids:
        with suppress(OSError, ValueError, IndexError):
            folder = _PROC / str(pid)
            pages = int((folder / "statm").read_text().split()[1])
            # The name of the program, in brackets before the rest, may hold anything.
            numbers = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks = int(numbers[11]) + int(numbers[12])
            yield ProcessUse(
                pid,
                pages * os.sysconf("SC_PAGE_SIZE"),
                ticks / os.sysconf("SC_CLK_TCK"),
                len(os.listdir(folder / "fd")),
            )
