"""Let a restore know that a server runs on the same installation, and a server of a restore.

A lock on a file in the instance folder: each server process shares it, a restore wants it alone.
It belongs to the open file, so it ends with the process, however that ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_NAME = "server.lock"


class InUseError(Exception):
    """Say that somebody else holds what the installation owns."""


def join_servers(instance: Path) -> BinaryIO:
    """Share the lock until the file that is returned is closed; waits for the end of a restore."""
    file = open(instance / _NAME, "ab")  # noqa: SIM115  # it stays open as long as the process
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


@contextmanager
def without_servers(instance: Path) -> Iterator[None]:
    """Hold the lock alone; raises InUseError while a server of this machine runs."""
    with open(instance / _NAME, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError(
                f"A server runs on {instance}: stop it first, then restore and start it again."
            ) from error
        yield
