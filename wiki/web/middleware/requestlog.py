"""Give each request an id, and write a line of the log for it.

A layer around all others: pages that are ready are answered before Flask is asked.
"""

import json
import re
import secrets
import sys
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from flask.signals import request_started

from wiki.counters.counters import Counters
from wiki.counters.known import ANSWERING, REQUESTS
from wiki.errors import NotReadyError
from wiki.web.middleware.hosts import PROBES
from wiki.web.middleware.logformat import JSON
from wiki.web.middleware.requestid import ENDPOINT, LOGGABLE_PATH, REQUEST_ID, loggable_path

# What a proxy may call a request: long enough to be one of its own, and harmless in every log.
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Others send whatever they like as a method.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_CLASSES = ("", "1xx", "2xx", "3xx", "4xx", "5xx")
_LONGEST_PATH = 300
_PATH_CHARACTERS = "/:@!$&'()*+,;=~"

Headers = list[tuple[str, str]]


def init_requestlog(app: Flask) -> None:
    """Put the layer around the application; call it after every other is put there."""
    layer = _RequestLog(app.wsgi_app, app)
    app.extensions["request_log"] = layer
    app.wsgi_app = layer  # type: ignore[method-assign,assignment]  # as Flask documents

    def note(_app: Flask, **_more: Any) -> None:
        request.environ[ENDPOINT] = request.endpoint or ""
        request.environ[LOGGABLE_PATH] = loggable_path()

    request_started.connect(note, app, weak=False)


class _RequestLog:
    """Name, measure and write down each request."""

    def __init__(self, behind: WSGIApplication, app: Flask) -> None:
        self._behind = behind
        self._settings = app.config
        self._counters: Counters = app.extensions["counters"]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        environ[REQUEST_ID] = name = self.name(environ)
        answered = ["500"]

        def begin(status: str, headers: Headers, *more: Any) -> Any:
            answered[0] = status
            return start(status, [*headers, ("X-Request-Id", name)], *more)

        try:
            body = self._behind(environ, begin)
        except NotReadyError:
            raise  # it is asked again
        except BaseException:
            self.note(environ, 500, time.perf_counter() - began)
            raise
        self.note(environ, int(answered[0][:3]), time.perf_counter() - began)
        return body

    def name(self, environ: WSGIEnvironment) -> str:
        """Return the id that a trusted proxy gave the request, else a new one."""
        given = environ.get("HTTP_X_REQUEST_ID")
        if given and self._settings["PROXIES"] and _WELL_FORMED.fullmatch(given):
            return str(given)
        return secrets.token_hex(6)

    def note(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        """Count an answer, and write a line of the log for it."""
        method, endpoint = environ["REQUEST_METHOD"], environ.get(ENDPOINT, "")
        method = method if method in _METHODS else "OTHER"
        self._counters.add(REQUESTS, endpoint, method, _CLASSES[status // 100])
        self._counters.observe(ANSWERING, seconds, endpoint)
        if self._settings["LOG_REQUESTS"]:
            self._write(environ, method, endpoint, status, seconds)

    def _write(
        self, environ: WSGIEnvironment, method: str, endpoint: str, status: int, seconds: float
    ) -> None:
        path = environ.get(LOGGABLE_PATH) or _read_path(environ.get("PATH_INFO", ""))
        # Monitoring asks several times a minute; only when it is told of a fault is it news.
        if path in PROBES and status < 400:
            return
        word = _word_json if self._settings["LOG_FORMAT"] == JSON else _word_readable
        line = word(
            environ[REQUEST_ID],
            method,
            _escape(path[:_LONGEST_PATH]),
            endpoint,
            status,
            seconds * 1000,
        )
        # Not by `logging`, which takes longer than the page itself if that is ready.
        try:  # noqa: SIM105 - for the same reason
            sys.stderr.write(line)
        except (OSError, ValueError):  # a log that cannot be written fails no request
            pass


@lru_cache(maxsize=1024)
def _escape(path: str) -> str:
    return quote(path, _PATH_CHARACTERS)


def _read_path(raw: str) -> str:
    """Return a path that Flask has not read: WSGI gives it as bytes in the letters of latin-1."""
    return raw.encode("latin-1", "replace").decode("utf-8", "replace")


def _word_readable(
    name: str, method: str, path: str, _endpoint: str, status: int, milliseconds: float
) -> str:
    stamp, rest = _local_second(int(now := time.time())), int(now % 1 * 1000)
    return f"{stamp},{rest:03d} INFO [{name}] {method} {path} {status} {milliseconds:.1f} ms\n"


def _word_json(
    name: str, method: str, path: str, endpoint: str, status: int, milliseconds: float
) -> str:
    stamp, rest = _utc_second(int(now := time.time())), int(now % 1 * 1000)
    address = json.dumps(path)
    return (
        f'{{"time": "{stamp}.{rest:03d}Z", "level": "INFO", "logger": "wiki.request", '
        f'"request_id": "{name}", "message": "{method} {address[1:-1]} {status}", '
        f'"method": "{method}", "path": {address}, "endpoint": "{endpoint}", '
        f'"status": {status}, "milliseconds": {milliseconds:.1f}}}\n'
    )


@lru_cache(maxsize=2)
def _local_second(second: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))


@lru_cache(maxsize=2)
def _utc_second(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
