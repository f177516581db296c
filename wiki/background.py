"""Run a periodic job in one background thread of each process."""

import logging
import os
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Worker:
    """Run `step` at once, and again after each pause or `wake`; a failure is logged and retried.

    A thread does not survive the fork of a server, so `start` is called on each request, and
    starts a thread if this process has none.
    """

    def __init__(
        self, name: str, step: Callable[[], None], pause_seconds: float, failure: str
    ) -> None:
        self._name = name
        self._step = step
        self._pause_seconds = pause_seconds
        self._failure = failure
        self._lock = threading.Lock()
        self._thread: tuple[int, threading.Thread] | None = None
        self._wake = threading.Event()
        self._is_stopped = threading.Event()

    def start(self) -> None:
        """Start the thread of this process, unless it is running."""
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
        try:
            self._step()
        except Exception:
            _log.exception("%s", self._failure)
            self._is_stopped.wait(
                self._pause_seconds
            )  # pause after a failure even if `wake` is called
