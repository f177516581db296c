"""Store when an article was checked, and by whom."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Check(Base):
    """Somebody has read a public article again and found it right.

    `revision_id` is the version that they read. `check_by` is the day that was set for the next
    check, `former_check_by` the one that was set before, for undo.
    """

    __tablename__ = "checks"
    # A button that undoes a check names the row: no other row may get its number.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    check_by: Mapped[date | None]
    former_check_by: Mapped[date | None]
