"""Let only so much happen a minute in each process."""

import threading
import time
from collections.abc import Callable


class RateLimit:
    """Let so many things happen a minute, whoever does them: no address has to be remembered."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._lock = threading.Lock()
        self._minute, self._done = 0, 0

    def is_free(self) -> bool:
        """Tell whether one more may happen now, and count it."""
        minute = int(self._clock() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._done = minute, 0
            self._done += 1
            return self._done <= self._most
