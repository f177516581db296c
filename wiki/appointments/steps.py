"""Find which drafts are due, and forget a time that has nothing to publish any more."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from wiki.appointments.models import Appointment
from wiki.articles.models import Article
from wiki.db import db

# Who took a draft to publish it and has not done so by then, has been killed.
_GIVEN_UP = timedelta(minutes=5)


def follow_draft(article: Article, **_more: Any) -> None:
    """Forget the time of an article that has no draft any more."""
    if not article.has_draft:
        forget_time(article.id)


def forget_time(article_id: int) -> None:
    """Delete the time of an article, if it has one."""
    row = db.session.get(Appointment, article_id)
    if row is not None:
        db.session.delete(row)


def take_due(now: datetime) -> Sequence[Appointment]:
    """Mark what is due as taken, so that nobody else publishes it, and return it."""
    rows = db.session.scalars(
        select(Appointment)
        .where(*_is_due(now))
        .order_by(Appointment.at, Appointment.article_id)
        .limit(20)
        .with_for_update()
    ).all()
    for row in rows:
        row.taken_at = now
    return rows


def is_anything_due(now: datetime) -> bool:
    """Return whether there is something to take: who only asks keeps no writer waiting."""
    return bool(db.session.scalar(select(exists().where(*_is_due(now)))))


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Appointment.at <= now,
        Appointment.failure == "",
        or_(Appointment.taken_at.is_(None), Appointment.taken_at < now - _GIVEN_UP),
    )
