"""Reads of the last seconds in memory, within limits, shared by all threads."""

import threading
from collections import Counter
from datetime import date

# Many times what is read within a minute; reads of further articles are not counted.
MOST_ARTICLES = 5_000

# A day and an article.
Key = tuple[date, int]


class Buffer:
    """Counts since the last `take`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Key] = Counter()

    def note(self, key: Key) -> None:
        """Count a read."""
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_ARTICLES:
                self._counts[key] += 1

    def take(self) -> Counter[Key]:
        """Return the counts and reset them."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            return counts
