"""Publish what is due, in a thread of each process."""

from flask import Flask

from wiki.appointments.actions import publish_due
from wiki.appointments.queries import find_time, list_times
from wiki.appointments.steps import follow_draft
from wiki.background import Worker
from wiki.signals import draft_moved

# A time is set in minutes.
_POLL_SECONDS = 10.0


def timed_publishing(app: Flask) -> Worker:
    """Return the thread of a process that publishes what is due."""

    def work() -> None:
        with app.app_context():
            publish_due()

    failure = "publishing failed; it is tried again"
    return Worker(
        "timed-publishing",
        work,
        _POLL_SECONDS,
        failure,
        app.config,
    )


def init_appointments(app: Flask) -> None:
    """Follow what becomes of drafts, and start the thread at the first request."""
    draft_moved.connect(follow_draft)
    publishing = timed_publishing(app)
    app.extensions["timed_publishing"] = publishing
    app.before_request(publishing.start)
    app.jinja_env.globals.update(find_time=find_time, list_times=list_times)
