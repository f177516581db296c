"""Counts of the last seconds' searches in memory, within limits, shared by all threads."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

# A few seconds of honest use never reach these limits.
MOST_TEXTS = 500
MOST_OPENED = 20

# A day, a language, a text.
Key = tuple[date, str, str]


@dataclass
class Count:
    """The counts of a text; `hits` is None until it has been searched itself."""

    times: int = 0
    asked_for: int = 0
    hits: int | None = None
    opened: Counter[int] = field(default_factory=Counter)


class Buffer:
    """Counts since the last `take`; whatever exceeds the limits is not counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Key, Count] = {}

    def note_search(self, key: Key, hits: int) -> None:
        """Count a search, with its number of hits."""
        with self._lock:
            if count := self._count(key):
                count.times += 1
                count.hits = hits

    def note_asking(self, key: Key) -> None:
        """Count that a reader reported a text to the editors."""
        with self._lock:
            if count := self._count(key):
                count.asked_for += 1

    def note_opened(self, key: Key, article_id: int) -> None:
        """Count that an article was opened from the results."""
        with self._lock:
            count = self._count(key)
            if count and (article_id in count.opened or len(count.opened) < MOST_OPENED):
                count.opened[article_id] += 1

    def _count(self, key: Key) -> Count | None:
        if key not in self._counts and len(self._counts) >= MOST_TEXTS:
            return None
        return self._counts.setdefault(key, Count())

    def take(self) -> dict[Key, Count]:
        """Return the counts and reset them."""
        with self._lock:
            counts, self._counts = self._counts, {}
            return counts
