"""Keep what was worked out lately under all that it was made from, for all threads of a process.

What a key holds decides what is found again, so nothing need be cleared: an answer is kept under
the question, who asks, the generation of the index, and what the database tells of changes.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Hold the values used last, at most so many and none for longer than so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def find(self, key: Hashable) -> T | None:
        """Return the value kept under `key`, unless it is too old."""
        with self._lock:
            kept = self._values.get(key)
            if kept is None or time.monotonic() - kept[0] > self._seconds:
                return None
            self._values.move_to_end(key)
            return kept[1]

    def keep(self, key: Hashable, value: T) -> T:
        """Keep a value, forget the one that was not used for the longest, and return the value."""
        with self._lock:
            self._values[key] = (time.monotonic(), value)
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def forget(self) -> None:
        """Forget all values."""
        with self._lock:
            self._values.clear()
