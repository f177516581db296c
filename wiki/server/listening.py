"""Take connections from a socket that several processes share, in equal parts."""

import asyncio
import socket
from collections.abc import Callable
from ctypes import Array, c_long

# Who holds more connections than another leaves the next to it for so long; it may be busy.
_DEFER_SECONDS = 0.005
# With all the connections that may be held, or no file left for another.
_FULL_SECONDS = 0.1
# In the place of a process that takes none.
CLOSED = -1

# How many connections each process holds, in memory that all of them see.
Counts = Array[c_long]


class Listener:
    """One process's part in taking connections.

    `counts` has a place for each process, this one's at `place`. `count` says how many connections
    it holds now, of at most `most`.
    """

    def __init__(
        self,
        listening: socket.socket,
        counts: Counts,
        place: int,
        count: Callable[[], int],
        most: int,
    ) -> None:
        self._socket = listening
        self._counts, self._place = counts, place
        self._count, self._most = count, most
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.TimerHandle | None = None
        self._beginning: set[asyncio.Task[object]] = set()

    def listen(self, make: Callable[[], asyncio.Protocol]) -> None:
        """Take connections from now on; `make` makes what speaks through each."""
        self._make = make
        self.note()
        self._listen()

    def note(self) -> None:
        """Let the others know how many connections are held."""
        self._counts[self._place] = self._count() + len(self._beginning)

    async def end(self) -> None:
        """Take no more, and wait until those that were taken have begun."""
        self._counts[self._place] = CLOSED
        if self._waiting is not None:
            self._waiting.cancel()
        self._loop.remove_reader(self._socket)
        if self._beginning:
            await asyncio.wait(self._beginning)

    def _listen(self) -> None:
        self._waiting = None
        self._loop.add_reader(self._socket, self._accept)

    def _rest(self, seconds: float, then: Callable[[], None]) -> None:
        self._loop.remove_reader(self._socket)
        self._waiting = self._loop.call_later(seconds, then)

    def _accept(self) -> None:
        """Take one connection, so that the other processes can take the next."""
        self.note()
        held = self._counts[self._place]
        if held >= self._most:
            self._rest(_FULL_SECONDS, self._listen)
            return
        least = min((count for count in self._counts if count != CLOSED), default=held)
        # The more there are, the less it matters, and the more wait to be taken.
        if held > least + least // 4:
            self._rest(_DEFER_SECONDS, self._take_what_is_left)
        else:
            self._take()

    def _take_what_is_left(self) -> None:
        """Take a connection that none of the others has taken, if there is one."""
        self._listen()
        self._take()

    def _take(self) -> None:
        try:
            taken, _address = self._socket.accept()
        except (BlockingIOError, ConnectionAbortedError):  # another process has it; it is gone
            return
        except OSError:  # no file is left
            self._rest(_FULL_SECONDS, self._listen)
            return
        taken.setblocking(False)
        task: asyncio.Task[object] = self._loop.create_task(
            self._loop.connect_accepted_socket(self._make, taken)
        )
        self._beginning.add(task)
        task.add_done_callback(self._note_begun)
        self.note()

    def _note_begun(self, task: asyncio.Task[object]) -> None:
        self._beginning.discard(task)
        if not task.cancelled():
            task.exception()  # a connection that was gone by then; nobody waits for it
