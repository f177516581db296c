"""Store the templates that editors write; a stored text is never changed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import Base, UtcDateTime


class TemplateText(Base):
    """One text of the template of a kind in one language; the newest is used.

    An empty text stands for the shipped one, whatever a later version of the program ships.
    """

    __tablename__ = "template_texts"
    __table_args__ = (
        CheckConstraint("language IN ('sv', 'en')", name="language"),
        CheckConstraint(
            "kind IN ('concept', 'case', 'method', 'organisation', 'event')", name="kind"
        ),
        Index("ix_template_texts_kind_language_id", "kind", "language", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    body_markdown: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    author: Mapped[User] = relationship()
