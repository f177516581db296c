"""Limit how often something happens per minute and process."""

import threading
import time
from collections.abc import Callable


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
