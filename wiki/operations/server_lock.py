"""Prevent a restore while a server runs on the same installation, and a start during a restore.

A lock on a file in the instance folder: server processes share it, a restore needs it exclusively.
The operating system releases it when the process ends, however it ends.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_NAME = "server.lock"
_START = "start.lock"


class InUseError(Exception):
    """A server is running on the installation."""


def join_servers(instance: Path) -> BinaryIO:
    """Share the lock until the returned file is closed; wait while a restore runs."""
    file = open(instance / _NAME, "ab")  # noqa: SIM115  # stays open as long as the process
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


@contextmanager
def without_servers(instance: Path) -> Iterator[None]:
    """Lock exclusively; raise InUseError while a server runs on the instance folder."""
    with open(instance / _NAME, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError(
                f"A server is running on {instance}: stop it, restore, then start it again."
            ) from error
        yield


@contextmanager
def one_at_a_time(instance: Path, tell_waiting: Callable[[], None]) -> Iterator[None]:
    """Let one process prepare an instance folder; the others wait, after they have told so."""
    with open(instance / _START, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell_waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
