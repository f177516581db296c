"""Store the sources of the shared library, and which articles cite them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, BinaryString, UtcDateTime


class Source(Base):
    """A source that articles cite by its key; `csl` is the source itself, in CSL-JSON.

    The other columns are taken from it, for lists and for finding duplicates.
    """

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    csl: Mapped[dict[str, Any]] = mapped_column(JSON)
    type: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(2000))
    authors: Mapped[str] = mapped_column(String(500), default="")
    year: Mapped[int | None]
    doi: Mapped[str] = mapped_column(String(300), default="", index=True)
    isbn: Mapped[str] = mapped_column(String(13), default="", index=True)
    url: Mapped[str] = mapped_column(String(2000), default="")
    # Title, year and first author, folded: equal for what is probably the same source.
    likeness: Mapped[str] = mapped_column(String(200), default="", index=True)
    sort_key: Mapped[str] = mapped_column(BinaryString, index=True)
    # All words by which it can be found, folded.
    words: Mapped[str] = mapped_column(Text, default="")
    # Raised by each change, so that a form can say which state it was made from.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def edition(self) -> str:
        """Identify this state of the source, so that a form can say which state it was made from.

        The time of creation is part of it because SQLite reuses the id of a deleted source.
        """
        return f"{self.id}.{self.version}.{self.created_at.timestamp()}"


class SourceRedirect(Base):
    """The key of a source that was merged into another; texts may still cite it."""

    __tablename__ = "source_redirects"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)


class CitedSource(Base):
    """A source that an article cites: in its newest text, its published text, or both."""

    __tablename__ = "citations"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True, index=True)
    in_head: Mapped[bool] = mapped_column(default=False)
    in_published: Mapped[bool] = mapped_column(default=False)


class LinkCheck(Base):
    """Whether the address of a source led somewhere when it was checked last.

    `fault` is a key of LINK_FAULTS, "" when there was none. Left out of backups.
    """

    __tablename__ = "link_checks"

    source_id: Mapped[int] = mapped_column(
        ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    )
    url: Mapped[str] = mapped_column(String(2000))
    fault: Mapped[str] = mapped_column(String(20), default="")
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
