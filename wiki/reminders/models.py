"""Store of what somebody was reminded, so that nobody is reminded of it twice."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Reminder(Base):
    """Somebody was reminded of an article. The row stays, however old it gets.

    `day` is that by which the article was to be checked, or on which its draft was returned or
    taken: another day is another occasion to be reminded of.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("article_id", "user_id", "kind", "day", name="uq_reminders_occasion"),
        CheckConstraint("kind IN ('check', 'returned', 'taken')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
