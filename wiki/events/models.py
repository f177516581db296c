"""The times of published events, as moments that a database can sort."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from wiki.db import Base, UtcDateTime


class Event(Base):
    """The times of a public event, derived from its article's published facts.

    `precision` is 'minute', 'day' or 'month': how exactly the times are known.
    """

    __tablename__ = "events"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    precision: Mapped[str] = mapped_column(String(6))
    timezone: Mapped[str] = mapped_column(String(50))
