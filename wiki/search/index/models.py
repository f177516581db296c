"""Define the tables of the search: the outbox of the index, and the words of titles."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, BinaryString, UtcDateTime


class IndexTask(Base):
    """An article that must be indexed again; written in the transaction of its change."""

    __tablename__ = "index_outbox"
    # SQLite would give the number of a deleted row again. The fingerprint under which answers are
    # cached holds the highest number, and would come back with it.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int]  # of a deleted draft too, which has to leave the index
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TitleWord(Base):
    """The rest of an article's title from one of its words on, to suggest while somebody types.

    Derived from titles by the drainer, which replaces the rows of an article when it changes.
    """

    __tablename__ = "title_words"
    __table_args__ = (Index("ix_title_words_key", "language", "is_start", "key"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    language: Mapped[str] = mapped_column(String(2))
    is_start: Mapped[bool]
    key: Mapped[str] = mapped_column(BinaryString)
