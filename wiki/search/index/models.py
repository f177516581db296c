"""Define the tables of the search: the outbox of the index, and the words of titles."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, BinaryString, UtcDateTime


class IndexTask(Base):
    """An article that must be indexed again; written in the transaction of its change.

    Each node has rows of its own, and deletes them; with one server all are those of node 0.
    """

    __tablename__ = "index_outbox"
    # SQLite would give the number of a deleted row again. The fingerprint under which answers are
    # cached holds the highest number, and would come back with it.
    __table_args__ = (
        Index("ix_index_outbox_node_id", "node_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int]  # of a deleted draft too, which has to leave the index
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    node_id: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class IndexNode(Base):
    """Who reads the outbox, when several nodes do: changes are noted for each.

    `id` is drawn by chance, so that no restored database has that of an index which followed
    another. `place` says whose folder it is. The row with the id 0 stands for the tables that are
    derived for all nodes; its name says what has been derived.
    """

    __tablename__ = "index_nodes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))


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
