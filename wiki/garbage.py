"""Collect garbage between two steps of a program, which CPython 3.11 does at any allocation.

There a collection may begin while an object is being given its `__dict__`. A finaliser or weak
reference that then sets an attribute of the same object gives it a second one, and both free the
same values: the process dies later, anywhere. SQLAlchemy's states of objects do just that when a
session lets go of objects that refer to each other. From 3.12 on, CPython collects between two
steps by itself. See docs/decisions/0040-garbage.md.
"""

import gc
import os
import sys
import threading
import time

# What the busiest process can litter meanwhile is some megabytes.
_PAUSE_SECONDS = 0.05
# A collection of everything rests so many times as long as it took, so that it stays cheap.
_REST = 20


def init_garbage() -> None:
    """Take collecting over from CPython 3.11, once for each process and those it forks."""
    if sys.version_info >= (3, 12) or not gc.isenabled():
        return
    gc.disable()
    os.register_at_fork(after_in_child=_start)  # threads do not survive a fork
    _start()


def _start() -> None:
    threading.Thread(target=_collect, name="garbage-collector", daemon=True).start()


def _collect() -> None:
    rested_at = 0.0
    while True:
        time.sleep(_PAUSE_SECONDS)
        started = time.monotonic()
        generation = _oldest_due(2 if started >= rested_at else 1)
        if generation is not None:
            gc.collect(generation)
        if generation == 2:
            ended = time.monotonic()
            rested_at = ended + _REST * (ended - started)


def _oldest_due(highest: int) -> int | None:
    """Return the oldest generation that has more new objects than CPython lets it have."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [one for one in range(highest + 1) if counts[one] > thresholds[one]]
    return max(due, default=None)
