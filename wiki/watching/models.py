"""Store what people watch, what was published since, and what they are told of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime

LONGEST_QUERY = 300
MOST_WATCHES = 500


class WatchKind(StrEnum):
    """What can be watched; a topic and a university are terms.

    Who writes in a thread watches it, until they say otherwise.
    """

    ARTICLE = "article"
    TAG = "tag"
    SEARCH = "search"
    THREAD = "thread"


class Rhythm(StrEnum):
    """How often somebody gets notices by mail."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Watch(Base):
    """What one person watches: an article, a term or a thread by its id, a search by its query."""

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "target_id", "query", name="uq_watches_target"),
        Index("ix_watches_target", "kind", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(10))
    target_id: Mapped[int] = mapped_column(default=0)
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Publication(Base):
    """A version that readers see, written in the transaction that publishes it.

    It is an outbox: `spread_at` says when those who watch were told. The row stays, so that the
    same version is told once.
    """

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("article_id", "revision_id", name="uq_publications_version"),
        Index("ix_publications_waiting", "spread_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    revision_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    spread_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Reason(StrEnum):
    """Why somebody gets a notice, where that is more than that they watch: see `Notice.reason`."""

    OWN = "own"
    NAMED = "named"


_IS_VERSION = text(
    "post_id IS NULL AND reminder_id IS NULL"
    " AND review_id IS NULL AND remark_id IS NULL AND amendment_id IS NULL"
)


class Notice(Base):
    """One person is told of one published version, however many of their watches it meets.

    With `post_id` it tells of what somebody said about the article, with `reminder_id` of what
    waits for them, and with `review_id`, `remark_id` or `amendment_id` of what was said of its
    draft; then `revision_id` is 0. `reason` says that the version is their own work, or that they
    are named in the remark.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index(
            "uq_notices_version",
            "user_id",
            "article_id",
            "revision_id",
            unique=True,
            sqlite_where=_IS_VERSION,
            postgresql_where=_IS_VERSION,
        ),
        Index("uq_notices_post", "post_id", "user_id", unique=True),
        Index("uq_notices_reminder", "reminder_id", unique=True),
        Index("uq_notices_reviews", "review_id", "user_id", unique=True),
        Index("uq_notices_remarks", "remark_id", "user_id", unique=True),
        Index("uq_notices_amendments", "amendment_id", "user_id", unique=True),
        Index("ix_notices_unread", "user_id", "read_at"),
        Index("ix_notices_unmailed", "mailed_at", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    revision_id: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminders.id", ondelete="CASCADE"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    remark_id: Mapped[int | None] = mapped_column(ForeignKey("remarks.id", ondelete="CASCADE"))
    amendment_id: Mapped[int | None] = mapped_column(
        ForeignKey("amendments.id", ondelete="CASCADE")
    )
    reason: Mapped[str] = mapped_column(String(10), default="", server_default="")
    is_new: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeSettings(Base):
    """How somebody wants notices; without a row, once a day."""

    __tablename__ = "notice_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    rhythm: Mapped[str] = mapped_column(String(10), default=Rhythm.DAILY.value)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SubscriptionKind(StrEnum):
    """What an address can be subscribed to."""

    ARTICLE = "article"
    TAG = "tag"
    ALL = "all"


class Subscription(Base):
    """An address without an account gets mail of what is published, once it has confirmed.

    `last_publication_id` is the newest that it was told of, or that there was when it confirmed.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("email", "kind", "target_id", name="uq_subscriptions_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(10))
    target_id: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_publication_id: Mapped[int] = mapped_column(default=0)
