"""Store what people say about lines of drafts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.revisions.models import Revision

QUOTE_LENGTH = 300


class Remark(Base):
    """What somebody says about words of a draft, or an answer to that.

    `quote` are the words, `line` is where they stood in revision `revision_id`, from 1. An answer
    has neither, and is never resolved by itself.
    """

    __tablename__ = "remarks"
    # A button that undoes a remark names the row: no other row may get its number.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    answered_id: Mapped[int | None] = mapped_column(ForeignKey("remarks.id"))
    line: Mapped[int] = mapped_column(default=0)
    quote: Mapped[str] = mapped_column(String(QUOTE_LENGTH), default="")
    words: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    resolved_by: Mapped[User | None] = relationship(foreign_keys=[resolved_by_id])
    revision: Mapped[Revision] = relationship()
