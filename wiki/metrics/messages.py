"""Count the warnings and errors in the log, without their words."""

import logging

from flask import Flask

from wiki.counters.counters import Counters
from wiki.counters.known import MESSAGES


class _MessageCounter(logging.Handler):
    def __init__(self, counters: Counters) -> None:
        super().__init__(logging.WARNING)
        self._counters = counters

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._counters.add(MESSAGES, record.levelname)


def init_messages(app: Flask) -> None:
    """Count what the application logs."""
    app.logger.addHandler(_MessageCounter(app.extensions["counters"]))
