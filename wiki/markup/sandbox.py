"""Render in a separate process, which is killed when it takes too long or too much memory.

The process is spawned, not forked: a fork of a web server with threads may inherit a lock that
is never released, and a fork server would outlive a killed parent.
"""

import contextlib
import logging
import multiprocessing
import multiprocessing.process
import multiprocessing.util
import os
import resource
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from wiki.errors import TooComplex, Unavailable
from wiki.markup.inline.citations import NO_CITATIONS, Citations
from wiki.markup.inline.media import NO_LIBRARY, Library
from wiki.markup.known_blocks import KnownBlocks
from wiki.markup.limits import NOT_SHOWN, TOO_COMPLEX, check_limits
from wiki.markup.render import Rendered, render
from wiki.markup.wikilinks import Targets
from wiki.turns import Turns

_log = logging.getLogger(__name__)

# Three times what a render of 256 kB needs in addition to the interpreter.
DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024
# The wait for a process to start does not count against a text; but a request must end at some
# time.
_WAIT_SECONDS = 30.0
_PARENT_CHECK_SECONDS = 1.0
# The longest article takes half of this, and its author gets a refusal within 2 s.
DEFAULT_TIMEOUT_SECONDS = 1.5
# The limit of wall-clock time, as a multiple of that of processor time. On an idle machine they
# are the same; on a busy machine a normal article must not be refused for what others do.
_CLOCK_FACTOR = 4.0
# What `render` gets: the text and its language, then what its names stand for.
_Job = tuple[str, str, Targets, Library, Citations]
_OUTCOMES: dict[type[Exception], str] = {TooComplex: "refused", Unavailable: "failed"}
# In the separate process, for as long as it runs.
_known_blocks = KnownBlocks()


class Sandbox:
    """Render texts one at a time in a process that starts with the first text and then stays.

    May be created before a server forks, and shared by its threads: each process that uses it
    starts its own renderer.
    """

    def __init__(
        self,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        memory_bytes: int = DEFAULT_MEMORY_BYTES,
        owner: Callable[[], Hashable] = lambda: None,
        note: Callable[[str], None] = lambda _event: None,
    ) -> None:
        """Limit each render in processor time, and to a multiple of that in wall-clock time.

        `owner` tells for whom a text is rendered, so that nobody's texts hold all threads. `note`
        is told what became of it.
        """
        self._timeout_seconds = timeout_seconds
        self._clock_seconds = timeout_seconds * _CLOCK_FACTOR
        self._memory_bytes = memory_bytes
        self._owner = owner
        self._note = note
        self._lock = threading.Lock()
        self.turns = Turns()
        self._pool: ProcessPool | None = None
        _sandboxes.add(self)

    def render(
        self,
        source: str,
        language: str,
        existing: Targets,
        library: Library = NO_LIBRARY,
        citations: Citations = NO_CITATIONS,
    ) -> Rendered:
        """Render a text as `wiki.markup.render.render` does; raise TooComplex on any overrun.

        Only one text at a time is with the process, so that its end touches no other's. Raises
        Busy when too many wait, and Unavailable when the process is at fault, not the text; the
        log says why.
        """
        check_limits(source)
        with self.turns.take(self._owner()) as turn:
            turn.seconds = self._timeout_seconds  # unless it ends before
            job = (source, language, existing, library, citations)
            try:
                rendered, turn.seconds = self._render_twice(job)
            except (TooComplex, Unavailable) as error:
                self._note(_OUTCOMES[type(error)])
                raise
        self._note("rendered")
        return rendered

    def _render_twice(self, job: _Job) -> tuple[Rendered, float]:
        """Send the text to the process; if that was gone, send it to another process."""
        try:
            return self._render_once(job)
        except (BrokenProcessPool, ProcessExpired) as error:
            # It ended before it got the text, or somebody else ended it.
            _log.warning("The rendering process was gone (%r); starting another.", error)
            self._note("restarted")
        try:
            return self._render_once(job)
        except BrokenProcessPool as error:
            _log.error("The rendering process ends before it gets a text.", exc_info=error)
            raise Unavailable(NOT_SHOWN) from error
        except ProcessExpired as error:
            raise TooComplex(TOO_COMPLEX) from error

    def close(self) -> None:
        """End the process; a later render starts a new process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _stop(pool)

    def _render_once(self, job: _Job) -> tuple[Rendered, float]:
        """Send the text to the process; return the result and the processor time it took."""
        pool = self._running_pool()
        future = self._schedule(pool, job)
        try:
            # Pebble's own timeout starts when the process gets the text; this timeout is for a
            # process that never does.
            result: tuple[Rendered, float] = future.result(
                timeout=self._clock_seconds + _WAIT_SECONDS
            )
            return result
        except TooComplex:
            raise
        except BrokenProcessPool:
            self._discard(pool)
            raise
        except ProcessExpired as error:
            if error.exitcode != -signal.SIGPROF:
                raise
            raise self._refuse(job[0], error) from error
        except (FutureTimeout, CancelledError, MemoryError) as error:
            if future.done():
                raise self._refuse(job[0], error) from error
            self._discard(pool)
            if not future.running():
                raise BrokenProcessPool from error
            raise self._refuse(job[0], error) from error
        except Exception as error:
            # A broken pipe, or a bug; the author must still get the text back.
            _log.exception("Rendering a text of %d characters failed", len(job[0]))
            raise Unavailable(NOT_SHOWN) from error

    def _schedule(self, pool: ProcessPool, job: _Job) -> "ProcessFuture[tuple[Rendered, float]]":
        """Hand the text to the pool; raise BrokenProcessPool or Unavailable if it takes none."""
        try:
            return pool.schedule(
                _render_limited,
                args=(job, self._timeout_seconds),
                timeout=self._clock_seconds,
            )
        except RuntimeError as error:
            # Pebble raises this when its pool broke or closed since the last render, and when the
            # system refuses the process.
            self._discard(pool)
            raise BrokenProcessPool from error
        except Exception as error:
            # The server runs us in a daemonic process of `multiprocessing`, which may have no
            # children, as hypercorn does.
            self._discard(pool)
            _log.error("The rendering process cannot start: %r", error)
            raise Unavailable(NOT_SHOWN) from error

    @staticmethod
    def _refuse(source: str, error: BaseException) -> TooComplex:
        _log.warning("A text of %d characters was not rendered: %r", len(source), error)
        return TooComplex(TOO_COMPLEX)

    def _running_pool(self) -> ProcessPool:
        """Return the pool; start it if necessary."""
        with self._lock:
            if self._pool is None:
                multiprocessing.set_executable(find_python())
                self._pool = ProcessPool(
                    max_workers=1,
                    initializer=_enter_sandbox,
                    initargs=(os.getpid(), self._memory_bytes),
                    context=multiprocessing.get_context("spawn"),
                )
                # Runs at the end of a process that `multiprocessing` started, which would otherwise
                # never stop waiting for ours; and when this sandbox is garbage-collected.
                multiprocessing.util.Finalize(self, _stop, args=(self._pool,), exitpriority=10)
            return self._pool

    def _discard(self, pool: ProcessPool) -> None:
        """Stop using a pool that no longer works, unless another thread already did."""
        with self._lock:
            if self._pool is not pool:
                return
            self._pool = None
        # In the background, because stopping may wait for what hangs.
        threading.Thread(target=_stop, args=(pool,), daemon=True).start()

    def forget(self) -> None:
        """Drop the pool and the lock of the parent, in a forked process."""
        self._lock = threading.Lock()
        self.turns = Turns()
        self._pool = None


def find_python() -> str:
    """Return the path of Python; where a server embeds it (uWSGI), sys.executable is the server."""
    python = Path(sys.exec_prefix, "bin", "python3")
    is_server = not Path(sys.executable).name.startswith("py")
    return str(python) if is_server and python.exists() else sys.executable


_sandboxes: weakref.WeakSet[Sandbox] = weakref.WeakSet()


def _forget_all() -> None:
    """Reset each sandbox in a forked process."""
    for sandbox in _sandboxes:
        sandbox.forget()
    # `multiprocessing` does the same after its own forks. Otherwise this process would end its
    # parent's renderer at exit, and complain that it is not its child.
    multiprocessing.process._children.clear()  # type: ignore[attr-defined]  # private


os.register_at_fork(after_in_child=_forget_all)


def _stop(pool: ProcessPool) -> None:
    """End a pool and its process."""
    try:
        pool.stop()  # type: ignore[no-untyped-call]  # Pebble has no types here
        pool.join()
    except RuntimeError as error:
        _log.warning("A rendering process did not end in order: %r", error)


def _enter_sandbox(parent_id: int, memory_bytes: int) -> None:
    """Set the limits of the process, and warm it up so that the first text is not slower."""
    # Pebble sends SIGTERM first and waits, but Python handles no signal during a search of the
    # regular expression engine. There is nothing to clean up, so SIGTERM may kill the process.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    render("# *Warm* [[up]]\n\n| a |\n|---|\n| b |", "en", frozenset())
    # Before the limit, because a thread maps memory that has nothing to do with a text.
    threading.Thread(target=_end_with_parent, args=(parent_id,), daemon=True).start()
    limit = _address_space_bytes() + memory_bytes
    # macOS has no such limit; only the timeout protects it.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # A core file could contain an unpublished text.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space_bytes() -> int:
    """Return the size of the memory that is mapped already, since the limit includes it."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        # Not Linux: a generous guess, since only the order of magnitude matters.
        return 512 * 1024 * 1024


def _end_with_parent(parent_id: int) -> None:
    """End the process soon after its parent was killed without being able to end it."""
    while os.getppid() == parent_id:
        time.sleep(_PARENT_CHECK_SECONDS)
    os._exit(1)


def _render_limited(job: _Job, seconds: float) -> tuple[Rendered, float]:
    """Render within a limit of processor time.

    The timer's signal is not caught, so it kills the process even during a search of the regular
    expression engine, and even when the parent is gone.
    """
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        rendered = render(*job, cleaning=_known_blocks.clean)
        return rendered, time.process_time() - began
    finally:
        # Before the result is sent: a process killed during that would leave the pipe locked.
        signal.setitimer(signal.ITIMER_PROF, 0)
