"""Keep values in the memory of a process, each with the states that it was computed from."""

import threading
from array import array
from collections.abc import Hashable, Sized
from typing import Any

from cachetools import LRUCache

# As many ids of articles as a process keeps, at 8 bytes: fifty lists of 10,000. An entry of another
# kind counts as many as fit into some hundred bytes.
_MOST_ENTRIES = 500_000
_OTHER = 20


class Memory:
    """What a process remembers; what was not asked for longest is forgotten first."""

    def __init__(self) -> None:
        self._values: LRUCache[Hashable, tuple[object, Any]] = LRUCache(_MOST_ENTRIES, _size_of)
        self._lock = threading.Lock()
        # Whether each table has a state by now; one that was restored or is new has none at first.
        self.is_complete = False

    def find(self, key: Hashable, states: object) -> list[Any]:
        """Return the value in a list; an empty one if there is none, or of other states."""
        with self._lock:
            found = self._values.get(key)
        return [found[1]] if found is not None and found[0] == states else []

    def keep(self, key: Hashable, states: object, value: object) -> None:
        """Keep a value that was computed after the states were read."""
        kept = (states, value)
        if _size_of(kept) <= _MOST_ENTRIES:
            with self._lock:
                self._values[key] = kept

    def forget(self) -> None:
        """Forget all, as after the rows have been changed behind our back."""
        with self._lock:
            self._values.clear()
        self.is_complete = False


def _size_of(kept: tuple[object, Any]) -> int:
    value = kept[1]
    if isinstance(value, array | str):
        return 1 + len(value)
    return _OTHER * (1 + (len(value) if isinstance(value, Sized) else 0))
