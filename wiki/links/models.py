"""Store which article names which, by the name used in the text, and what is missed besides."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wiki.clock import now
from wiki.db import Base, UtcDateTime


class Link(Base):
    """Hold one wiki link of an article: of its newest text, its published text, or both.

    The target is kept by name, since it need not exist yet.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("source_id", "target_language", "target_slug"),
        Index("ix_links_target", "target_language", "target_slug"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    target_language: Mapped[str] = mapped_column(String(2))
    target_slug: Mapped[str] = mapped_column(String(100))
    target_title: Mapped[str] = mapped_column(String(200))
    in_head: Mapped[bool] = mapped_column(default=False)
    in_published: Mapped[bool] = mapped_column(default=False)


class ArticleRequest(Base):
    """Hold the title of an article that an editor wants written although no text links to it."""

    __tablename__ = "article_requests"
    __table_args__ = (UniqueConstraint("language", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    slug: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
