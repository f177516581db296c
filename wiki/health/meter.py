"""Count in memory, for one day and one process, what was slow and what failed.

It keeps numbers by endpoint and by hour, and so neither addresses nor texts, and no more of them
than there are endpoints and hours.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wiki.clock import now

_SHOWN = 10


@dataclass(frozen=True)
class Hour:
    """What failed in one hour of the day, which is in UTC."""

    hour: int
    failures: int
    errors: int


@dataclass(frozen=True)
class Endpoint:
    """How long the requests to one endpoint took, in seconds."""

    name: str
    requests: int
    mean: float
    longest: float


class Meter:
    """The counts of today; the first request of another day begins anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self._day: date | None = None
        self._failures: Counter[int] = Counter()
        self._errors: Counter[int] = Counter()
        self._times: dict[str, tuple[int, float, float]] = {}

    def note_request(self, endpoint: str, seconds: float, status: int) -> None:
        """Count an answer."""
        with self._lock:
            hour = self._begin()
            self._failures[hour] += status >= 500
            count, total, longest = self._times.get(endpoint, (0, 0.0, 0.0))
            self._times[endpoint] = (count + 1, total + seconds, max(longest, seconds))

    def note_error(self) -> None:
        """Count a line that was logged as an error."""
        with self._lock:
            self._errors[self._begin()] += 1

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._clear()

    def list_hours(self) -> Sequence[Hour]:
        """Return the hours of today in which something failed."""
        with self._lock:
            self._begin()
            hours = sorted(hour for hour in {*self._failures, *self._errors})
            found = [Hour(hour, self._failures[hour], self._errors[hour]) for hour in hours]
        return [hour for hour in found if hour.failures or hour.errors]

    def list_slowest(self) -> Sequence[Endpoint]:
        """Return the endpoints with the longest requests of today, the longest first."""
        with self._lock:
            self._begin()
            times = [
                Endpoint(name, count, total / count, longest)
                for name, (count, total, longest) in self._times.items()
            ]
        return sorted(times, key=lambda each: -each.longest)[:_SHOWN]

    def _begin(self) -> int:
        """Forget what was before today, and return the hour."""
        moment = now()
        if self._day != moment.date():
            self._clear()
            self._day = moment.date()
        return moment.hour
