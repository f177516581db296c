"""Count reads in the background: no reader waits for the counting, or is told by it from others."""

from typing import Any

from flask import Flask, current_app

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.background import Counting
from wiki.clock import now
from wiki.figures.actions import merge_reads, store_reads
from wiki.figures.buffer import Buffer
from wiki.search_log.texts import is_program
from wiki.signals import article_read

# The reads that a crash may lose, and how often the counts may write.
_FLUSH_SECONDS = 30.0


class ReadCounter(Counting):
    """The reads that a process has counted, and the thread that stores them."""

    def __init__(self, app: Flask) -> None:
        self.buffer = Buffer()
        failure = "reads could not be counted"
        super().__init__(app, "reads", _FLUSH_SECONDS, self._put, merge_reads, failure)

    def note(self, article_id: int, user_agent: str) -> None:
        """Count a read, unless the browser says that it is a robot, or a setting says no."""
        if self._app.config["COUNT_READS"] and not is_program(user_agent):
            self.buffer.note((now().date(), article_id))

    def _put(self) -> None:
        if counts := self.buffer.take():
            store_reads(counts)


def init_figures(app: Flask) -> None:
    """Count reads while the application serves."""
    counter = ReadCounter(app)
    app.extensions["reads"] = counter
    app.before_request(counter.start)
    article_read.connect(_note_read)


def _note_read(article: Article, user_agent: str, viewer: Viewer, **_more: Any) -> None:
    """Count a read by a reader without an account.

    People who are logged in are not counted: they open what they work on.
    """
    if viewer.is_anonymous:
        counter: ReadCounter = current_app.extensions["reads"]
        counter.note(article.id, user_agent)
