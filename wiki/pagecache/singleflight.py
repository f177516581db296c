"""Let one thread make a page, and the others that are asked for it meanwhile take that."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

# Longer than a page takes on a busy machine; then each makes its own.
_LONGEST_WAIT_SECONDS = 5.0


class SingleFlight:
    """Which pages are being made.

    When the wiki has just started, or somebody has saved, everybody asks for pages that are to be
    made: the same page several times at once would take the processor from all others.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Event] = {}

    @contextmanager
    def of(self, key: Hashable) -> Iterator[bool]:
        """Wait for who is making this page; yield whether there was somebody."""
        with self._lock:
            other = self._making.get(key)
            made = self._making.setdefault(key, threading.Event())
        if other is not None:
            yield other.wait(_LONGEST_WAIT_SECONDS)
            return
        try:
            yield False
        finally:
            with self._lock:
                del self._making[key]
            made.set()
