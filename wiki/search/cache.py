"""Cache values for all threads of a process, under keys that hold every input.

A key that names the question, who asks, the generation of the index and the state of the database
never finds an outdated value, so entries need no invalidation.
"""

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

T = TypeVar("T")


class SharedCache(Generic[T]):
    """Put the lock around cachetools' TTLCache that it leaves to its users."""

    def __init__(self, maxsize: int, ttl_seconds: float) -> None:
        self._lock = Lock()
        self._values: TTLCache[Hashable, T] = TTLCache(maxsize, ttl_seconds)

    def get(self, key: Hashable) -> T | None:
        """Return the value under `key`, or None."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: Hashable, value: T) -> T:
        """Store a value, in place of the least recently used one when full, and return it."""
        with self._lock:
            self._values[key] = value
        return value

    def clear(self) -> None:
        """Remove all values."""
        with self._lock:
            self._values.clear()
