"""Read the outbox; who shows it checks the permission."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from wiki.clock import now
from wiki.db import db
from wiki.mail.models import MailMessage
from wiki.memory.queries import remember
from wiki.web.pagination import Page, paginate


class MailState(StrEnum):
    """What has become of a message."""

    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"


@dataclass(frozen=True)
class MailFigures:
    """How the outbox is: counts, the last success, and since when the oldest message waits."""

    counts: dict[MailState, int]
    last_sent_at: datetime | None
    oldest_waiting_at: datetime | None
    error: str

    @property
    def is_stuck(self) -> bool:
        """Return whether something waits for longer than a server that works would need."""
        oldest = self.oldest_waiting_at
        return oldest is not None and now() - oldest > timedelta(minutes=15)


def is_in(state: MailState) -> ColumnElement[bool]:
    """Return the condition that a message to somebody is in a state."""
    conditions = {
        MailState.WAITING: and_(MailMessage.sent_at.is_(None), MailMessage.failed_at.is_(None)),
        MailState.FAILED: MailMessage.failed_at.is_not(None),
        MailState.SENT: MailMessage.sent_at.is_not(None),
    }
    return and_(conditions[state], MailMessage.to_address != "")


def list_messages(state: MailState, number: int = 1) -> Page[MailMessage]:
    """Return one page of the messages in a state, the newest first."""
    query = select(MailMessage).where(is_in(state)).order_by(MailMessage.id.desc())
    return paginate(query, lambda message: message, number)


def find_figures() -> MailFigures:
    """Count the outbox."""
    return remember("mail figures", (MailMessage,), _count)


def _count() -> MailFigures:
    counts = (func.count().filter(is_in(state)) for state in MailState)
    counted = db.session.execute(select(*counts).select_from(MailMessage)).one()
    waiting = select(MailMessage).where(is_in(MailState.WAITING))
    oldest = db.session.scalar(waiting.order_by(MailMessage.id).limit(1))
    faulty = db.session.scalar(
        waiting.where(MailMessage.error != "").order_by(MailMessage.attempts.desc()).limit(1)
    )
    return MailFigures(
        counts=dict(zip(MailState, counted, strict=True)),
        last_sent_at=db.session.scalar(select(func.max(MailMessage.sent_at))),
        oldest_waiting_at=oldest.created_at if oldest else None,
        error=faulty.error if faulty else "",
    )


def is_due() -> ColumnElement[bool]:
    """Return the condition that a message can be sent now, and nobody is at it."""
    moment = now()
    return and_(
        MailMessage.sent_at.is_(None),
        MailMessage.failed_at.is_(None),
        MailMessage.next_at <= moment,
        or_(MailMessage.claimed_until.is_(None), MailMessage.claimed_until < moment),
    )


def is_anything_due() -> bool:
    """Return whether something is to be sent now."""
    return db.session.scalar(select(MailMessage.id).where(is_due()).limit(1)) is not None
