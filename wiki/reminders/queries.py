"""Read what waits for whom, and of what they were reminded."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import Role, User
from wiki.accounts.queries import is_from, is_somebody
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_public
from wiki.clock import now
from wiki.db import db
from wiki.reminders.kinds import ReminderKind
from wiki.reminders.models import Reminder
from wiki.reviews.models import Review, ReviewState
from wiki.revisions.models import Revision
from wiki.upkeep.queries import day_of, list_due_owners

# How many articles one statement names.
_BATCH = 500


class Occasion(NamedTuple):
    """Something that waits for somebody, and since when; in the order of its table's key."""

    article_id: int
    user_id: int
    kind: str
    day: date


def list_occasions() -> set[Occasion]:
    """Return all that has waited for too long by now, as the settings say."""
    due = list_due_owners() if current_app.config["REMIND_OWNERS"] else []
    there = set(db.session.scalars(select(User.id).where(is_somebody()))) if due else set()
    check = ReminderKind.CHECK.value
    return {
        *(
            Occasion(row.article_id, row.owner_id, check, row.day)
            for row in due
            if row.owner_id in there
        ),
        *_list_returned(current_app.config["REMIND_RETURNED_DAYS"]),
        *_list_taken(current_app.config["REMIND_TAKEN_DAYS"]),
    }


def _list_returned(days: int) -> list[Occasion]:
    """Return the drafts that lie with their authors: whoever wrote what readers have not seen.

    A draft that was saved meanwhile does not lie. Who returned it knows.
    """
    if not days:
        return []
    head, version = aliased(Revision), aliased(Revision)
    long_ago = now() - timedelta(days=days)
    is_unseen = version.id > func.coalesce(Article.published_id, 0)
    sees = or_(is_public(), User.id == Article.created_by_id, is_from(Role.EDITOR))
    query = (
        select(Article.id, User.id, Review.decided_at)
        .join(Review, Review.article_id == Article.id)
        .join(head, head.id == Article.head_id)
        .join(version, and_(version.article_id == Article.id, is_unseen))
        .join(User, User.id == version.author_id)
        .where(
            _is_open(ReviewState.RETURNED),
            Article.held_at.is_not(None),
            Review.decided_at <= long_ago,
            head.created_at <= long_ago,
            User.id != Review.reviewer_id,
            is_somebody(),
            sees,
        )
        .distinct()
    )
    return _read(ReminderKind.RETURNED, query)


def _list_taken(days: int) -> list[Occasion]:
    """Return the drafts that wait for the editors who have taken them."""
    if not days:
        return []
    query = (
        select(Article.id, User.id, Review.taken_at)
        .join(Review, Review.article_id == Article.id)
        .join(User, User.id == Review.reviewer_id)
        .where(
            _is_open(ReviewState.TAKEN),
            Article.held_at.is_(None),
            Review.taken_at <= now() - timedelta(days=days),
            is_from(Role.EDITOR),
            is_somebody(),
        )
    )
    return _read(ReminderKind.TAKEN, query)


def _is_open(state: ReviewState) -> ColumnElement[bool]:
    """Return the condition that a round is in this state, and that its article has a draft."""
    return and_(
        Review.state == state.value,
        Review.closed_at.is_(None),
        Article.archived_at.is_(None),
        Article.head_id != func.coalesce(Article.published_id, 0),
    )


def _read(kind: ReminderKind, query: Select[int, int, datetime | None]) -> list[Occasion]:
    return [
        Occasion(article_id, user_id, kind.value, day_of(moment))
        for article_id, user_id, moment in db.session.execute(query)
        if moment is not None
    ]


def list_known(occasions: Collection[Occasion]) -> set[Occasion]:
    """Return the occasions among these of which people were reminded before.

    The rows of all years stay, so only those of the same articles are read.
    """
    article_ids = sorted({occasion.article_id for occasion in occasions})
    columns = Reminder.article_id, Reminder.user_id, Reminder.kind, Reminder.day
    known: set[Occasion] = set()
    for start in range(0, len(article_ids), _BATCH):
        some = Reminder.article_id.in_(article_ids[start : start + _BATCH])
        known.update(Occasion(*row) for row in db.session.execute(select(*columns).where(some)))
    return known & set(occasions)


def list_reminders(reminder_ids: Collection[int], viewer: Viewer) -> dict[int, Reminder]:
    """Return the viewer's reminders among these, by id."""
    if not reminder_ids:
        return {}
    own = (Reminder.user_id == viewer.user_id) & Reminder.id.in_(reminder_ids)
    return {row.id: row for row in db.session.scalars(select(Reminder).where(own))}
