"""What the tests of reminders share: time that passes, and who was reminded of what."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.fixtures.mail import Sink
from tests.page import Page
from wiki.db import db, write
from wiki.mail.background import send_now
from wiki.reminders.models import Reminder
from wiki.watching.background.notifier import notify_now

NOTICES = "/sv/account/notices"
# The columns of moments and days that reminders depend on.
PASSING = {
    "check_by",
    "checked_at",
    "created_at",
    "day",
    "decided_at",
    "held_at",
    "mailed_at",
    "published_at",
    "taken_at",
}


def pass_days(app: Flask, days: float) -> None:
    """Move the clock: everything that is stored becomes so many days older, the oldest first."""
    with app.app_context(), write():
        for table in db.metadata.sorted_tables:
            old = [column for column in table.columns if column.name in PASSING]
            if old:
                for row in db.session.execute(select(table).order_by(*old)).mappings().all():
                    own = [column == row[column.name] for column in table.primary_key]
                    moved = {
                        key: row[key] - timedelta(days) for key in PASSING & row.keys() if row[key]
                    }
                    if moved:
                        db.session.execute(update(table).where(*own).values(moved))


def reminded(app: Flask) -> list[tuple[int, int, str]]:
    """Return of what people were reminded, in the order in which they were."""
    notify_now(app)
    with app.app_context():
        rows = db.session.scalars(select(Reminder).order_by(Reminder.id))
        return [(row.user_id, row.article_id, row.kind) for row in rows]


def mailed(app: Flask, sink: Sink) -> int:
    before = len(sink.messages)
    notify_now(app)
    send_now(app)
    return len(sink.messages) - before


def unread(client: FlaskClient) -> list[str]:
    return [
        item.text for item in Page(client.get(NOTICES)).all(".items li") if "oläst" in item.text
    ]
