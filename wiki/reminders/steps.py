"""Note of what people are reminded, inside the transaction of the caller."""

from collections.abc import Sequence

from wiki.db import db
from wiki.reminders.models import Reminder
from wiki.reminders.queries import Occasion


def add_reminders(occasions: Sequence[Occasion]) -> Sequence[Reminder]:
    """Store that people are reminded of these, and return the rows.

    The database refuses a second row for an occasion.
    """
    rows = [
        Reminder(article_id=article_id, user_id=user_id, kind=kind, day=day)
        for article_id, user_id, kind, day in occasions
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows
