"""Log what touches security: log-ins, refusals, and changes of passwords, roles and sessions.

A line is `event name=value ...`, so that other programs can read it. It holds no IP address but a
code that is another one each day, no password, and no e-mail address: people type passwords there.
"""

import json
import logging
from logging.handlers import WatchedFileHandler

from flask import Flask, has_request_context, request

from wiki.web.clients import client_code
from wiki.web.middleware.logformat import make_formatter
from wiki.web.middleware.requestid import loggable_path

_log = logging.getLogger("wiki.security")


class _LogFile(WatchedFileHandler):
    """A log file whose loss fails no log-in; its lines then go where all else is logged."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line or, when the file cannot be opened, hand it to the other log."""
        try:
            super().emit(record)
        except OSError as error:
            logging.getLogger("wiki").error("the security log cannot be written: %s", error)
            logging.getLogger("wiki").handle(record)


def init_securitylog(app: Flask) -> None:
    """Write to the file of the setting SECURITY_LOG or, without one, where all else is logged.

    The file may be moved away by logrotate at any time; each process opens it anew.
    """
    for handler in _log.handlers[:]:
        _log.removeHandler(handler)
        handler.close()
    path = app.config["SECURITY_LOG"]
    _log.propagate = not path
    if path:
        handler = _LogFile(path, encoding="utf-8", delay=True)
        handler.setFormatter(make_formatter(app.config["LOG_FORMAT"]))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)


def note(event: str, *, user: int | None = None, **values: object) -> None:
    """Log an event; `user` is the account that it is about, or None if there is none."""
    if _log.propagate and not has_request_context():
        return  # a command's terminal is no log; the audit log has what commands change
    values = {"user": user, **values}
    if has_request_context():
        values |= {"client": client_code(), "method": request.method, "path": loggable_path()}
    words = " ".join(f"{name}={json.dumps(value)}" for name, value in values.items())
    _log.info("security: %s %s", event, words, extra={"fields": {"event": event, **values}})
