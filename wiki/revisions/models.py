"""Store every saved text as a revision."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import Base, BinaryString, UtcDateTime
from wiki.markup.headings import Heading, choose_contents, split_at_headings
from wiki.media.lead import LEAD

# The columns that may change after the save: how the text is shown, and whether it is shown.
_CHANGEABLE = {
    "published_at",
    "body_html",
    "body_text",
    "headings",
    "renderer_version",
    "hidden_at",
    "hidden_by_id",
    "hidden_reason",
}


class Revision(Base):
    """A saved state of an article, immutable except for how its text is rendered and shown.

    `body_html` is sanitised HTML made from `body_markdown` by the renderer of `renderer_version`;
    `body_text` is the same as plain text; `headings` is a list of {level, anchor, text, line};
    `published_at` is when readers first saw this text, or None while it was only a draft;
    `source_hash` is a SHA-256 over title, summary, facts and body; `words_added` is how many words
    the text before did not have, 0 when an earlier text was restored.
    """

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    comment: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(BinaryString, index=True)
    summary: Mapped[str] = mapped_column(String(500), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    source_hash: Mapped[str] = mapped_column(String(64))
    body_markdown: Mapped[str] = mapped_column(Text, deferred=True)
    body_html: Mapped[str] = mapped_column(Text, deferred=True)
    body_text: Mapped[str] = mapped_column(Text, deferred=True)
    headings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True)
    renderer_version: Mapped[int]
    words_added: Mapped[int] = mapped_column(default=0)
    # Which its author agreed to; a key of `wiki.media.licences.LICENCES`.
    licence: Mapped[str] = mapped_column(String(20), default="cc-by", server_default="cc-by")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")

    author: Mapped[User] = relationship(foreign_keys=[author_id])

    @property
    def is_hidden(self) -> bool:
        """Return whether an administrator has hidden this text."""
        return self.hidden_at is not None

    @property
    def may_show_media(self) -> bool:
        """Return whether it is worth asking which pictures and files the text shows."""
        return "/media/" in self.body_html or LEAD in self.facts

    @property
    def contents(self) -> list[Heading]:
        """Return the headings of the table of contents; none when it would not help."""
        return choose_contents(self.outline)

    @property
    def outline(self) -> tuple[Heading, ...]:
        """Return the headings of the text."""
        return tuple(Heading(**heading) for heading in self.headings)

    @property
    def parts(self) -> Iterator[tuple[str, Heading | None]]:
        """Return the HTML in parts, each up to the end of a heading that begins a section."""
        return split_at_headings(self.body_html, self.outline)


class ReviewedVersion(Base):
    """Who reviewed a version before readers saw it, and where they worked then.

    `name` is empty for an account, which has one. A publication that is taken back keeps the row,
    so that undoing it leaves everything as it was; only published versions show it.
    """

    __tablename__ = "reviewed_versions"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    university_sv: Mapped[str] = mapped_column(String(100), default="")
    university_en: Mapped[str] = mapped_column(String(100), default="")
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    reviewer: Mapped[User | None] = relationship()


@event.listens_for(Revision, "before_update")
def _refuse_change(_mapper: Any, _connection: Any, revision: Revision) -> None:
    """Refuse to change what was saved."""
    state = inspect(revision)
    for attribute in state.mapper.column_attrs:
        name = attribute.key
        if name not in _CHANGEABLE and state.attrs[name].history.has_changes():
            raise RuntimeError(f"a revision's {name} never changes")


@event.listens_for(Revision, "before_delete")
def _refuse_deletion(_mapper: Any, _connection: Any, _revision: Revision) -> None:
    """Refuse to delete a revision; it can be hidden instead."""
    raise RuntimeError("a revision is never deleted")
