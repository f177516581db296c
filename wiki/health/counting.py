"""Count answers and errors of this process, and give the menu its mark."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from cachetools import TTLCache, cached
from flask import Flask, Response, g, request
from flask.signals import request_finished, request_started
from sqlalchemy.exc import SQLAlchemyError

from wiki.accounts.gate import current_viewer
from wiki.accounts.permissions import Permission, can
from wiki.health.lines import State
from wiki.health.meter import Meter
from wiki.health.queries import read_briefly

_KEEP_SECONDS = 60


class _ErrorCounter(logging.Handler):
    """Count the errors that are logged, without their words."""

    def __init__(self, meter: Meter) -> None:
        super().__init__(logging.ERROR)
        self._meter = meter

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._meter.note_error()


def init_health(app: Flask) -> None:
    """Measure each request and count errors; give templates `count_bad_health()`."""
    meter = Meter()
    app.extensions["meter"] = meter
    app.logger.addHandler(_ErrorCounter(meter))

    def begin(_app: Flask, **_more: Any) -> None:
        g.began_at = time.perf_counter()

    def end(_app: Flask, response: Response, **_more: Any) -> None:
        if request.endpoint and "began_at" in g:
            seconds = time.perf_counter() - g.began_at
            meter.note_request(request.endpoint, seconds, response.status_code)

    # The first and the last that happens in a request: what middleware takes counts too.
    request_started.connect(begin, app, weak=False)
    request_finished.connect(end, app, weak=False)
    app.jinja_env.globals["count_bad_health"] = _counter(app)


def _counter(app: Flask) -> Callable[[], int | None]:
    """Return what counts bad lines for administrators, at most once a minute in a process."""
    kept: TTLCache[tuple[()], int] = TTLCache(1, _KEEP_SECONDS)
    app.extensions["health_mark"] = kept

    @cached(kept, lock=threading.Lock())
    def count() -> int:
        return read_briefly().count(State.BAD)

    def count_for_viewer() -> int | None:
        if not can(Permission.SEE_HEALTH, current_viewer()):
            return None
        try:
            return count() or None
        except (SQLAlchemyError, OSError):  # the page may be the one that says so
            return None

    return count_for_viewer
