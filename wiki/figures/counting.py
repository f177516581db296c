"""Count reads in the background: no reader waits for the counting, or is told by it from others."""

from typing import Any

from flask import Flask, current_app

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.background import Daily, Worker
from wiki.clock import now
from wiki.figures.actions import merge_reads, store_reads
from wiki.figures.buffer import Buffer
from wiki.search_log.texts import is_program
from wiki.signals import article_read

# The reads that a crash may lose, and how often the counts may write.
_FLUSH_SECONDS = 30.0


class ReadCounter:
    """The reads that a process has counted, and the thread that stores them."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        # If storing fails, those counts are lost: they are not worth a second try.
        failure = "reads could not be counted"
        self._worker = Worker("reads", self._work, _FLUSH_SECONDS, failure, app.config)
        self._merge = Daily(merge_reads)
        self.buffer = Buffer()

    def start(self) -> None:
        """Start the thread of this process, unless it is running or disabled."""
        self._worker.start()

    def stop(self) -> None:
        """End the thread after it has stored what was counted."""
        self._worker.stop()

    def _work(self) -> None:
        self.flush()
        with self._app.app_context():
            self._merge.run()

    def flush(self) -> None:
        """Store what was counted since the last flush."""
        counts = self.buffer.take()
        if counts:
            with self._app.app_context():
                store_reads(counts)


def init_figures(app: Flask) -> None:
    """Count reads while the application serves."""
    counter = ReadCounter(app)
    app.extensions["reads"] = counter
    app.before_request(counter.start)
    article_read.connect(_note_read)


def _note_read(article: Article, user_agent: str, viewer: Viewer, **_more: Any) -> None:
    """Count a read by a reader without an account, whose browser does not say that it is a robot.

    People who are logged in are not counted: they open what they work on.
    """
    if not (viewer.is_anonymous and current_app.config["COUNT_READS"]) or is_program(user_agent):
        return
    counter: ReadCounter = current_app.extensions["reads"]
    counter.buffer.note((now().date(), article.id))
