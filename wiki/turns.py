"""Let threads take turns at something slow, without one person holding all threads.

While turns are short everybody waits for theirs, in the order in which they came. While they are
slow only a few may wait; the others are told so at once, and their threads serve readers.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from wiki.errors import N_, Busy

BUSY = N_("Many long texts are being prepared just now. Nothing was stored; try again in a moment.")
TOO_MANY_COMPARISONS = N_("Many long texts are being compared just now. Try again in a moment.")
# Of the eight threads of a process, half may be held by slow turns, and two by one person's.
MOST_IN_LINE, MOST_OF_ONE = 4, 2
# Of processor time, which does not grow when the machine is busy with other things. A text of 50 kB
# takes half of this.
_SLOW_SECONDS = 0.25
# Of the clock, for what has not ended yet; to start the renderer takes less.
_ENDLESS_SECONDS = 5.0
_REMEMBERED_SECONDS = 10.0
# A request must end at some time.
_LONGEST_WAIT_SECONDS = 20.0
_LOOK_SECONDS = 0.2


class Turn:
    """A place in the line; who has worked says how many seconds of processor time it took."""

    def __init__(self, owner: Hashable, came: float) -> None:
        self.owner, self.came = owner, came
        self.began: float | None = None
        self.seconds = 0.0


class Turns:
    """A line of threads in which only the first works."""

    def __init__(self, message: str = BUSY, clock: Callable[[], float] = time.monotonic) -> None:
        """Tell those who are not let in `message`."""
        self._message = message
        self._clock = clock
        self._moved = threading.Condition()
        self._line: list[Turn] = []
        self._slow_until = 0.0

    @contextmanager
    def take(self, owner: Hashable = None) -> Iterator[Turn]:
        """Wait for a turn, and hold it during the block; raise Busy when too many wait.

        `owner` is the person for whom it is, None for nobody in particular.
        """
        place = Turn(owner, self._clock())
        with self._moved:
            self._line.append(place)
            try:
                while self._line[0] is not place:
                    self._refuse_when_crowded(place)
                    self._moved.wait(_LOOK_SECONDS)
            except BaseException:
                self._leave(place)
                raise
            place.began = self._clock()
        try:
            yield place
        finally:
            with self._moved:
                if place.seconds > _SLOW_SECONDS:
                    self._slow_until = self._clock() + _REMEMBERED_SECONDS
                self._leave(place)

    def _refuse_when_crowded(self, place: Turn) -> None:
        now, first = self._clock(), self._line[0]
        if now - place.came > _LONGEST_WAIT_SECONDS:
            raise Busy(self._message)
        is_endless = first.began is not None and now - first.began > _ENDLESS_SECONDS
        if not is_endless and now >= self._slow_until:
            return
        ahead = self._line[: self._line.index(place)]
        own = sum(other.owner == place.owner for other in ahead if place.owner is not None)
        if len(ahead) >= MOST_IN_LINE or own >= MOST_OF_ONE:
            raise Busy(self._message)

    def _leave(self, place: Turn) -> None:
        self._line.remove(place)
        self._moved.notify_all()
