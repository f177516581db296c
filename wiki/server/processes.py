"""Hold a number of serving processes: begin them, begin them anew, end them."""

import logging
import multiprocessing
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import RawArray

from wiki.server.listening import CLOSED, Counts

# What a process may take until it serves; after that it is given up.
_MOST_SECONDS_TO_BEGIN = 120.0
# Of a process that ended by itself the next is begun no sooner after it than this.
_LEAST_SECONDS = 1.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_fork = multiprocessing.get_context("fork")
_log = logging.getLogger(__name__)

# Serves until it is told to end. Its arguments: the counts of connections, the number of its place
# there, and what it calls when it takes connections.
Work = Callable[[Counts, int, Callable[[], object]], None]


class _Worker:
    def __init__(self, place: int, serve: Callable[[int, Connection], None]) -> None:
        self.place = place
        self.began = time.monotonic()
        self.said, says = _fork.Pipe(duplex=False)
        self.process = _fork.Process(target=serve, args=(place, says), name=f"worker-{place}")
        self.process.start()
        says.close()

    def is_serving(self, until: float) -> bool:
        """Wait until it takes connections; return False if it ended, or the time is over."""
        ready = wait([self.said, self.process.sentinel], max(0.0, until - time.monotonic()))
        return self.said in ready and self.process.is_alive()


class Processes:
    """So many processes that do the same work.

    SIGTERM and SIGINT end them, and SIGHUP begins them anew one after the other: a new one takes
    connections before an old one takes no more.
    """

    def __init__(self, work: Work, count: int, seconds_to_end: float) -> None:
        self._work, self._count = work, count
        self._seconds_to_end = seconds_to_end
        # Two for each: while it is begun anew, the old and the new.
        self._counts: Counts = RawArray("l", [CLOSED] * (2 * count))
        self._workers: list[_Worker] = []

    def run(self, tell: Callable[[], object]) -> None:
        """Hold them until a signal ends them; `tell` is called when all take connections.

        Raises ChildProcessError if one cannot begin.
        """
        with _signals() as signals:
            try:
                self._begin_all()
                tell()
                number = self._wait(signals)
                while number in {None, signal.SIGHUP}:
                    number = self._begin_anew(signals) if number else self._wait(signals)
            finally:
                self._end(self._workers)

    def _begin_all(self) -> None:
        for _ in range(self._count):
            self._workers.append(self._begin())
        until = time.monotonic() + _MOST_SECONDS_TO_BEGIN
        for worker in self._workers:
            # One that somebody killed is begun anew like any other.
            if not worker.is_serving(until) and (worker.process.exitcode or 0) >= 0:
                raise ChildProcessError("a process of the server could not begin")

    def _begin(self) -> _Worker:
        taken = {worker.place for worker in self._workers}
        place = next(number for number in range(len(self._counts)) if number not in taken)
        return _Worker(place, self._serve)

    def _serve(self, place: int, says: Connection) -> None:
        signal.set_wakeup_fd(-1)  # or the signals of this process would reach the other
        self._work(self._counts, place, lambda: says.send_bytes(b"serving"))

    def _wait(self, signals: socket.socket) -> int | None:
        """Wait for a signal, and return it; or for the end of a process, and begin another."""
        wait([signals, *(worker.process.sentinel for worker in self._workers)])
        for worker in [worker for worker in self._workers if not worker.process.is_alive()]:
            self._replace(worker)
        return _read(signals)

    def _replace(self, ended: _Worker) -> None:
        _log.error("A process of the server ended by itself (%s).", ended.process.exitcode)
        time.sleep(max(0.0, ended.began + _LEAST_SECONDS - time.monotonic()))
        self._forget(ended)
        self._workers.append(self._begin())

    def _begin_anew(self, signals: socket.socket) -> int | None:
        """Exchange all, unless a signal comes meanwhile: return that."""
        for old in list(self._workers):
            if number := _read(signals):
                return number
            new = self._begin()
            self._workers.append(new)
            if not new.is_serving(time.monotonic() + _MOST_SECONDS_TO_BEGIN):
                _log.error("A new process of the server could not begin; the others go on.")
                self._end([new])
                return None
            self._end([old])
        return None

    def _end(self, workers: list[_Worker]) -> None:
        workers = list(workers)
        for worker in workers:
            worker.process.terminate()
        until = time.monotonic() + self._seconds_to_end
        for worker in workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            self._forget(worker)

    def _forget(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._counts[worker.place] = CLOSED
        worker.said.close()
        worker.process.close()


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Yield a socket from which the numbers of the signals are read that come in the meantime."""
    received, sent = socket.socketpair()
    with received, sent:
        received.setblocking(False)
        sent.setblocking(False)
        previous = {number: signal.signal(number, _note) for number in _SIGNALS}
        signal.set_wakeup_fd(sent.fileno(), warn_on_full_buffer=False)
        try:
            yield received
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in previous.items():
                signal.signal(number, handler)


def _read(signals: socket.socket) -> int | None:
    """Return the number of the next signal, if one has come."""
    try:
        return signals.recv(1)[0]
    except BlockingIOError:
        return None


def _note(*_signal: object) -> None:
    """Let the number be written to the socket, and do nothing else."""
