"""Count in memory that all processes of the server share, in less than a microsecond."""

import logging
import os
import threading
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Mapping, MutableSequence, Sequence
from pathlib import Path
from typing import Any

from wiki.counters.known import LOST, Metric
from wiki.counters.shelf import ROOM, Key, ProcessFile, Totals, find_folder, read_all

_log = logging.getLogger(__name__)


class Counters:
    """What the processes of one installation count, while its setting METRICS_TOKEN is set.

    The file of a process is made with the first count, and after a fork the child has its own.
    """

    def __init__(self, instance: Path, settings: Mapping[str, Any]) -> None:
        self._instance = instance
        self._settings = settings
        self._lock = threading.Lock()
        self._begin()
        _all.add(self)

    def _begin(self) -> None:
        self._file: ProcessFile | None = None
        self._is_begun = False
        self._values: MutableSequence[float] | memoryview[float] = array("d", [0.0])
        self._places: dict[Key, int] = {}
        self._used = 0

    def add(self, metric: Metric, *labels: str) -> None:
        """Count one."""
        if self._settings["METRICS_TOKEN"]:
            place = self._places.get((metric.name, labels))
            if place is None:
                place = self._make_place(metric, labels)
            with self._lock:
                self._values[place] += 1.0

    def observe(self, metric: Metric, seconds: float, *labels: str) -> None:
        """Count a duration."""
        if self._settings["METRICS_TOKEN"]:
            place = self._places.get((metric.name, labels))
            if place is None:
                place = self._make_place(metric, labels)
            if place == 0:  # there is room for one number only
                self.add(LOST)
                return
            limits = metric.limits
            with self._lock:
                values = self._values
                values[place + bisect_left(limits, seconds)] += 1.0
                values[place + len(limits) + 1] += seconds

    def read_all(self) -> tuple[Totals, Sequence[int]]:
        """Return what all processes have counted, and which of them are running."""
        self._make_place(LOST, ())
        try:
            return read_all(find_folder(self._instance))
        except OSError as error:
            _log.error("what is counted cannot be read: %s", error)
            return {}, []

    def forget(self) -> None:
        """Begin anew, as another process would."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._begin()

    def leave_to_parent(self) -> None:
        """Count apart from the process that this one is a fork of."""
        self._lock = threading.Lock()
        self.forget()

    def _make_place(self, metric: Metric, labels: tuple[str, ...]) -> int:
        """Return where a series is counted; place 0 when there is no more room."""
        with self._lock:
            if not self._is_begun:
                self._open()
            key = (metric.name, labels)
            if key in self._places:  # another thread was faster
                return self._places[key]
            if self._used + metric.size > ROOM:
                return 0
            return self._take(metric, labels)

    def _open(self) -> None:
        """Make the file of this process; without one, what it counts is not seen by others."""
        self._is_begun = True
        try:
            self._file = ProcessFile(find_folder(self._instance))
            self._values = self._file.values
        except OSError as error:
            _log.error("there is no file to count in: %s", error)
            self._values = array("d", bytes(8 * ROOM))
        self._take(LOST, ())

    def _take(self, metric: Metric, labels: tuple[str, ...]) -> int:
        place, key = self._used, (metric.name, labels)
        if self._file is not None:
            self._file.add_name(key, place, metric.size)
        self._used += metric.size
        self._places[key] = place
        return place


_all: weakref.WeakSet[Counters] = weakref.WeakSet()


def _after_fork() -> None:
    for counters in _all:
        counters.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)
