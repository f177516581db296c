"""Store what readers say is wrong with articles."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Tip(Base):
    """What a reader says about version `number` of an article; nobody knows who it is.

    `answer` is what an editor made of it, for the other editors.
    """

    __tablename__ = "tips"
    # A button that undoes the closing names the row: no other row may get its number.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(Text, default="")

    article: Mapped[Article] = relationship()
    closed_by: Mapped[User | None] = relationship()
