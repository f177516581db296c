"""Publish what is due, in a thread of each process."""

from flask import Flask

from wiki.appointments.actions import publish_due
from wiki.appointments.queries import find_time, list_times
from wiki.appointments.steps import follow_draft
from wiki.background import Worker
from wiki.signals import draft_moved

# A time is set in minutes.
_POLL_SECONDS = 10.0


class TimedPublishing:
    """The thread of a process that publishes what is due."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._worker = Worker(
            "timed-publishing", self._work, _POLL_SECONDS, "publishing failed; it is tried again"
        )

    def start(self) -> None:
        """Start the thread, unless it is running or not wanted."""
        if self._app.config["INDEX_IN_BACKGROUND"]:
            self._worker.start()

    def stop(self) -> None:
        """End the thread after one more look."""
        self._worker.stop()

    def _work(self) -> None:
        with self._app.app_context():
            publish_due()


def init_appointments(app: Flask) -> None:
    """Follow what becomes of drafts, and start the thread at the first request."""
    draft_moved.connect(follow_draft)
    publishing = TimedPublishing(app)
    app.extensions["timed_publishing"] = publishing
    app.before_request(publishing.start)
    app.jinja_env.globals.update(find_time=find_time, list_times=list_times)
