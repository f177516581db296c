"""Store the threads about an article, what is said in them, and who is named in that."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.revisions.models import Revision

HEADING_LENGTH = 150
QUOTE_LENGTH = 300


class Thread(Base):
    """A conversation about an article; its first post opens it.

    With a `quote` it is about these words of revision `revision_id`, which stood on `line` there,
    from 1. `active_at` is when somebody last wrote in it.
    """

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_article", "article_id", "active_at"),
        Index("ix_threads_active_at", "active_at"),
        # Notices and undo name the row: no other row may get its number.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    heading: Mapped[str] = mapped_column(String(HEADING_LENGTH), default="")
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    line: Mapped[int] = mapped_column(default=0)
    quote: Mapped[str] = mapped_column(String(QUOTE_LENGTH), default="")
    active_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    article: Mapped[Article] = relationship()
    revision: Mapped[Revision | None] = relationship()
    resolved_by: Mapped[User | None] = relationship()


class Post(Base):
    """What one person says in a thread.

    `edition` counts its texts; `edited_at` is set when it was changed after somebody had answered.
    It is an outbox too: `spread_at` says when those who want to hear of it were told.
    """

    __tablename__ = "posts"
    __table_args__ = (
        Index("ix_posts_waiting", "spread_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    # Beside the thread's, so that a deleted draft takes its posts along.
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edition: Mapped[int] = mapped_column(default=1)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")
    spread_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    thread: Mapped[Thread] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    hidden_by: Mapped[User | None] = relationship(foreign_keys=[hidden_by_id])


class Mention(Base):
    """Somebody who is named in a post by `@` and their name."""

    __tablename__ = "mentions"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
