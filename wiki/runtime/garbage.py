"""Collect garbage only between bytecode instructions; CPython 3.11 does so at any allocation.

There a collection may start while an object's `__dict__` is being created. A finaliser or weakref
callback that then sets an attribute of the same object creates a second one, and both free the
same values: the process crashes later, anywhere. SQLAlchemy's instance states do exactly that when
a session releases objects that refer to each other. From 3.12 on, CPython itself collects between
instructions. See docs/decisions/0040-garbage.md.
"""

import gc
import os
import sys
import threading
import time

# In this time the busiest process leaves some megabytes of garbage.
_PAUSE_SECONDS = 0.05
# A full collection is followed by a rest of this many times its duration, so that it stays cheap.
_REST_FACTOR = 20


def init_garbage() -> None:
    """Take garbage collection over from CPython 3.11, in this process and those it forks."""
    if sys.version_info >= (3, 12) or not gc.isenabled():
        return
    gc.disable()
    os.register_at_fork(after_in_child=_start)  # threads do not survive a fork
    _start()


def _start() -> None:
    threading.Thread(target=_collect, name="garbage-collector", daemon=True).start()


def _collect() -> None:
    full_allowed_at = 0.0
    while True:
        time.sleep(_PAUSE_SECONDS)
        started = time.monotonic()
        generation = _oldest_due(2 if started >= full_allowed_at else 1)
        if generation is not None:
            gc.collect(generation)
        if generation == 2:
            ended = time.monotonic()
            full_allowed_at = ended + _REST_FACTOR * (ended - started)


def _oldest_due(highest: int) -> int | None:
    """Return the oldest generation that is over its threshold."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [
        generation
        for generation in range(highest + 1)
        if counts[generation] > thresholds[generation]
    ]
    return max(due, default=None)
