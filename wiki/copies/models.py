"""Store working copies, and which forms are open."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.characters import cut
from wiki.clock import now
from wiki.db import Base, UtcDateTime

_BEGINNING_LENGTH = 100


class WorkingCopy(Base):
    """The unsaved words of one form; only its owner ever sees them.

    `article_id` is None for an article that does not exist yet, and `base` is then 0; otherwise it
    is the number of the revision that the words were written from.
    """

    __tablename__ = "working_copies"
    __table_args__ = (
        UniqueConstraint("user_id", "form_id"),
        CheckConstraint("language IN ('sv', 'en')", name="language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    form_id: Mapped[str] = mapped_column(String(32))
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    base: Mapped[int] = mapped_column(default=0)
    fields: Mapped[Mapping[str, Sequence[str]]] = mapped_column(JSON)  # as the form sent them
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)

    @property
    def title(self) -> str:
        """Return the title as it was typed, which may be empty."""
        return "".join(self.fields.get("title", ())).strip()

    @property
    def beginning(self) -> str:
        """Return the title and the first words, on one line."""
        return _shorten(": ".join(self._typed("title", "body", "summary")[:2]))

    @property
    def first_words(self) -> str:
        """Return the first words below the title, on one line."""
        return _shorten("".join(self._typed("body", "summary")[:1]))

    def _typed(self, *names: str) -> list[str]:
        texts = ("".join(self.fields.get(name, ())).strip() for name in names)
        return [text for text in texts if text]


def _shorten(text: str) -> str:
    return cut(" ".join(text[: 10 * _BEGINNING_LENGTH].split()), _BEGINNING_LENGTH)


class OpenForm(Base):
    """A form that somebody has open, in which they may have typed nothing yet.

    Its page tells every minute that it is still there.
    """

    __tablename__ = "open_forms"
    __table_args__ = (UniqueConstraint("user_id", "form_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    form_id: Mapped[str] = mapped_column(String(32))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
