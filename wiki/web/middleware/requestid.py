"""Give each request an id, shown on the error page and in the log."""

import logging
import re
import secrets

from flask import Flask, Response, g, has_request_context, request

LINE_FORMAT = "%(asctime)s %(levelname)s [%(request_id)s] %(message)s"
# What ends a line for some program, or speaks to a terminal.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def init_requestid(app: Flask) -> None:
    """Set `g.request_id`, send it as a header, and put it into each line of the log."""
    app.before_request(_set_id)
    app.after_request(_send_id)
    handler = logging.StreamHandler()
    handler.setFormatter(OneLineFormatter(LINE_FORMAT))
    # In place of Flask's own; what only counts stays.
    others = [
        known for known in app.logger.handlers if not isinstance(known, logging.StreamHandler)
    ]
    app.logger.handlers = [handler, *others]
    app.logger.setLevel(logging.INFO)


def _set_id() -> None:
    g.request_id = secrets.token_hex(6)


def _send_id(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "-")
    return response


class OneLineFormatter(logging.Formatter):
    """Escape line breaks and control characters, so that no visitor can forge a line of the log."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        record.request_id = g.get("request_id", "-") if has_request_context() else "-"
        message = _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], record.getMessage())
        record.msg, record.args = message, None
        return super().format(record)


def describe_request() -> str:
    """Return method and path for the log, without the query (it may contain typed text)."""
    return f"{request.method} {loggable_path()}"


def loggable_path() -> str:
    """Return the path for the log, without the token of a link that opens something."""
    token = str((request.view_args or {}).get("token", ""))
    return request.path.replace(token, "...") if token else request.path
