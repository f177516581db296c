"""Store the rounds of reviews of drafts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Base, UtcDateTime

_ONE_AT_A_TIME = text("closed_at IS NULL AND state IN ('taken', 'returned')")


class ReviewState(StrEnum):
    """What has become of a round: an editor has the draft, its author has it, it is over."""

    TAKEN = "taken"
    RETURNED = "returned"
    ANSWERED = "answered"
    PUBLISHED = "published"


class Review(Base):
    """A round: one editor looks at a draft and returns it with words, or publishes it.

    A draft may have many rounds, and one that is not over. `revision_id` is what the editor last
    saw. `taken_at` is None if the draft was returned at once. Publication closes all rounds of a
    draft; those that are not closed are the conversation about the draft there is.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("state IN ('taken', 'returned', 'answered', 'published')", name="state"),
        Index("ix_reviews_article_id", "article_id"),
        Index(
            "uq_reviews_at_work",
            "article_id",
            unique=True,
            sqlite_where=_ONE_AT_A_TIME,
            postgresql_where=_ONE_AT_A_TIME,
        ),
        # A button that undoes a return names the row: no other row may get its number.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    state: Mapped[str] = mapped_column(String(10))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
