"""Tables of searches, of opened hits, and of editors' answers to searches.

No table records who searched, from where, or in which order: the key is a day, a language and a
text.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.search_log.texts import LONGEST

# SQLite's row ids would reveal which search came first.
_NO_ORDER = {"sqlite_with_rowid": False}


class SearchCount(Base):
    """How often a text was searched on a day, on the pages of a language.

    `hits` is the number of hits of the last of these searches; `asked_for` counts readers' reports
    to the editors.
    """

    __tablename__ = "searches"
    __table_args__ = (CheckConstraint("language IN ('sv', 'en')", name="language"), _NO_ORDER)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    hits: Mapped[int] = mapped_column(default=0)
    asked_for: Mapped[int] = mapped_column(default=0)


class OpenedHit(Base):
    """How often an article was opened from the results of a text on a day."""

    __tablename__ = "opened_hits"
    __table_args__ = (_NO_ORDER,)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    times: Mapped[int] = mapped_column(default=0)


class SearchAnswer(Base):
    """An editor's answer to a searched text, stored so that it can be undone."""

    __tablename__ = "search_answers"
    __table_args__ = (
        CheckConstraint("kind IN ('synonym', 'address', 'request', 'dismissal')", name="kind"),
    )

    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
