"""How a line of the log is written: for people, or as JSON for other programs.

Every line names the request that it belongs to, the lines of a traceback too.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask

from wiki.web.middleware.requestid import request_id

READABLE, JSON = "readable", "json"
# What ends a line for some program, or speaks to a terminal.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def init_logs(app: Flask) -> None:
    """Write what the application and its libraries log in the form of the setting LOG_FORMAT."""
    handler = _StandardError()
    handler.setFormatter(make_formatter(app.config["LOG_FORMAT"]))
    # In place of Flask's own; what only counts stays.
    others = [
        known for known in app.logger.handlers if not isinstance(known, logging.StreamHandler)
    ]
    app.logger.handlers = [handler, *others]
    app.logger.setLevel(logging.INFO)
    root = logging.getLogger()
    root.handlers = [known for known in root.handlers if not isinstance(known, _OfLibraries)]
    if app.config["LOG_FORMAT"] == JSON:  # else Python writes their warnings as they are
        root.addHandler(_OfLibraries(handler))


class _StandardError(logging.StreamHandler[TextIO]):
    """Write to what is the standard error now: a server puts a stream that never waits there."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        self.stream = sys.stderr
        super().emit(record)


class _OfLibraries(logging.Handler):
    """Hand on the warnings of libraries; what is the wiki's has been written by its own handler."""

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__(logging.WARNING)
        self._handler = handler

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        if record.name.partition(".")[0] != "wiki":
            self._handler.handle(record)


def make_formatter(form: str) -> logging.Formatter:
    """Return what writes lines in a form."""
    return JsonFormatter() if form == JSON else OneLineFormatter()


class OneLineFormatter(logging.Formatter):
    """Escape line breaks and control characters, so that no visitor can forge a line of the log."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and one for each line of a traceback, which begins with a bar."""
        name, message = request_id(), escape(record.getMessage())
        line = f"{self.formatTime(record)} {record.levelname} [{name}] {message}"
        more = [f"  [{name}] | {escape(part)}" for part in _traceback_of(self, record)]
        return "\n".join([line, *more])


class JsonFormatter(logging.Formatter):
    """Write each record as an object on one line; what a record is about are its `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; JSON escapes every line break and control character."""
        values: dict[str, Any] = {
            "time": _stamp(record.created),
            "level": record.levelname,
            "logger": record.name,
            "request_id": request_id(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if lines := _traceback_of(self, record):
            values["traceback"] = "\n".join(lines)
        return json.dumps(values, default=str)


def escape(text: str) -> str:
    """Write line breaks and control characters as in a text of Python."""
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def _traceback_of(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    # At line feeds alone: what else breaks a line in some program is escaped like any character.
    text = formatter.formatException(record.exc_info) if record.exc_info else ""
    stack = formatter.formatStack(record.stack_info) if record.stack_info else ""
    return [line for part in (text, stack) if part for line in part.split("\n")]


def _stamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
