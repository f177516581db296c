"""Store the texts that reviewers would write in place of a draft."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.revisions.models import Revision

# What an amendment may change as a whole, beside the hunks of its body.
LINES = ("title", "summary")


class Amendment(Base):
    """A text that somebody would write in place of revision `revision_id`.

    `title` and `summary` are None where they stay as they are.

    `made_number` is the revision that came of it, `former_number` the newest before that; both are
    None while it waits, and when nothing was accepted.
    """

    __tablename__ = "amendments"
    # A button that undoes a decision names the row: no other row may get its number.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text, deferred=True)
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_number: Mapped[int | None]
    former_number: Mapped[int | None]

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    revision: Mapped[Revision] = relationship()
