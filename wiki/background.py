"""Run a periodic job in one background thread of each process."""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakSet

from wiki.clock import now

_log = logging.getLogger(__name__)
# A step that takes longer than this stands still: the longest is an index that is built anew.
_LONGEST_STEP_SECONDS = 900.0


@dataclass(frozen=True)
class Pulse:
    """How the thread of a worker is in this process: whether it runs, and gets anywhere."""

    name: str
    is_running: bool
    is_stuck: bool
    has_failed: bool  # in its last step


_workers: WeakSet["Worker"] = WeakSet()


def list_pulses(settings: Mapping[str, Any]) -> Sequence[Pulse]:
    """Return how the workers of the application with these settings are."""
    own = [worker for worker in [*_workers] if worker.belongs_to(settings)]
    return sorted((worker.pulse() for worker in own), key=lambda pulse: pulse.name)


class Worker:
    """Run `step` at once, and again after each pause or `wake`; a failure is logged and retried.

    With the settings of an application, only while they let threads run. A thread does not survive
    the fork of a server, so `start` is called on each request, and starts a thread if this process
    has none.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], None],
        pause_seconds: float,
        failure: str,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self._name = name
        self._step = step
        self._pause_seconds = pause_seconds
        self._failure = failure
        self._settings = settings
        self._lock = threading.Lock()
        self._thread: tuple[int, threading.Thread] | None = None
        self._wake = threading.Event()
        self._is_stopped = threading.Event()
        self._began_at: float | None = None
        self._has_failed = False
        _workers.add(self)

    def belongs_to(self, settings: Mapping[str, Any]) -> bool:
        """Return whether this works for the application with these settings."""
        return self._settings is settings

    def pulse(self) -> Pulse:
        """Return how the thread is."""
        began = self._began_at
        is_stuck = began is not None and time.monotonic() - began > _LONGEST_STEP_SECONDS
        is_running = self._is_running()
        return Pulse(self._name, is_running, is_running and is_stuck, self._has_failed)

    def start(self) -> None:
        """Start the thread of this process, unless it is running or not wanted."""
        if self._settings is not None and not self._settings["INDEX_IN_BACKGROUND"]:
            return
        if self._is_running():
            return
        with self._lock:
            if not self._is_running():
                thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread = (os.getpid(), thread)
                thread.start()

    def wake(self) -> None:
        """End the current pause, because there is work."""
        self._wake.set()

    @property
    def is_stopping(self) -> bool:
        """Tell whether the thread is to end; a long step looks at it now and then."""
        return self._is_stopped.is_set()

    def stop(self) -> None:
        """End the thread after one more step, which does the remaining work."""
        self._is_stopped.set()
        self.wake()
        if self._is_running() and self._thread is not None:
            self._thread[1].join()
        self._is_stopped.clear()

    def _is_running(self) -> bool:
        if self._thread is None:
            return False
        process, thread = self._thread
        return process == os.getpid() and thread.is_alive()

    def _run(self) -> None:
        is_last = False
        while not is_last:
            is_last = self._is_stopped.is_set()
            self._try_step()
            if not is_last:
                self._wake.wait(self._pause_seconds)
                self._wake.clear()

    def _try_step(self) -> None:
        self._began_at = time.monotonic()
        try:
            self._step()
            self._has_failed = False
        except Exception:
            self._has_failed = True
            _log.exception("%s", self._failure)
            self._is_stopped.wait(
                self._pause_seconds
            )  # pause after a failure even if `wake` is called
        finally:
            self._began_at = None


class Daily:
    """Run a step once a day in each process."""

    def __init__(self, step: Callable[[], object]) -> None:
        self._step = step
        self._done_on: date | None = None

    def run(self) -> None:
        """Run the step, unless this process has done so today."""
        today = now().date()
        if self._done_on != today:
            self._step()
            self._done_on = today


class Application(Protocol):
    """What a thread needs of the application that it works for."""

    config: Any

    def app_context(self) -> AbstractContextManager[Any]:
        """Return the context in which the database can be used."""


class Counting:
    """The thread of a process that stores what was counted, and works once a day.

    If storing fails, those counts are lost: they are not worth a second try.
    """

    def __init__(
        self,
        app: Application,
        name: str,
        pause_seconds: float,
        store: Callable[[], object],
        sweep: Callable[[], object],
        failure: str,
    ) -> None:
        self._app = app
        self._store = store
        self._daily = Daily(sweep)
        self._worker = Worker(name, self._work, pause_seconds, failure, app.config)

    def start(self) -> None:
        """Start the thread of this process, unless it is running or disabled."""
        self._worker.start()

    def stop(self) -> None:
        """End the thread after it has stored what was counted."""
        self._worker.stop()

    def flush(self) -> None:
        """Store what was counted since the last flush."""
        with self._app.app_context():
            self._store()

    def _work(self) -> None:
        self.flush()
        with self._app.app_context():
            self._daily.run()


@contextmanager
def alone(lock: Path) -> Iterator[bool]:
    """Say whether no other process of this machine holds a lock; it ends with the process."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
