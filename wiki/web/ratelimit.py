"""Limit how often something happens per minute and process."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from cachetools import TTLCache

# Of more clients the oldest are forgotten.
_MOST_CLIENTS = 20_000


class RateLimit:
    """Allow `limit` events per minute per process; stores no client address."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._lock = threading.Lock()
        self._minute, self._count = 0, 0

    def hit(self) -> bool:
        """Count an event, and return whether it is within the limit."""
        minute = int(self._clock() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._count = minute, 0
            self._count += 1
            return self._count <= self._limit


class ClientLimit:
    """Allow each client so many events a minute and a day, per process.

    Clients are told apart by codes that are forgotten after a day and never stored.
    """

    def __init__(
        self, a_minute: int, a_day: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lock = threading.Lock()
        self._limits = ((a_minute, _counts(60, clock)), (a_day, _counts(86_400, clock)))

    def hit(self, client: str) -> bool:
        """Count an event of a client, and return whether it is within the limits."""
        with self._lock:
            # Only the first event sets the time after which a count is forgotten.
            found = [
                (limit, counts.setdefault(client, Counter())) for limit, counts in self._limits
            ]
            for _limit, count in found:
                count["events"] += 1
            return all(count["events"] <= limit for limit, count in found)


def _counts(seconds: int, clock: Callable[[], float]) -> TTLCache[str, Counter[str]]:
    return TTLCache(_MOST_CLIENTS, seconds, timer=clock)
