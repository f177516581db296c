"""Hold in memory what was searched in the last seconds, within limits, for all threads."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

# What a few seconds of honest readers never fill.
MOST_TEXTS = 500
MOST_OPENED = 20

# A day, a language, a text.
Key = tuple[date, str, str]


@dataclass
class Count:
    """Count what happened to one text; `hits` is None while it was not searched itself."""

    times: int = 0
    asked_for: int = 0
    hits: int | None = None
    opened: Counter[int] = field(default_factory=Counter)


class Buffer:
    """Gather counts until somebody takes them; what goes beyond the limits is not counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Key, Count] = {}

    def note_search(self, key: Key, hits: int) -> None:
        """Count a search and what it found."""
        with self._lock:
            if count := self._count(key):
                count.times += 1
                count.hits = hits

    def note_asking(self, key: Key) -> None:
        """Count that a reader told the editors of a text."""
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
        """Return the counts and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, {}
            return counts
