"""Store articles, their redirects, translations and links, and the requests for articles."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wiki.clock import now
from wiki.db import Base, UtcDateTime
from wiki.revisions.models import Revision
from wiki.tags.models import Tag


class Article(Base):
    """A page of knowledge in one language.

    `head` is the newest revision, `published` the one that readers see, or None. They differ while
    a newer draft waits for an editor.
    """

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("language", "slug"),
        Index("ix_articles_title", "language", "title_slug"),
        CheckConstraint("language IN ('sv', 'en')", name="language"),
        CheckConstraint(
            "kind IN ('concept', 'case', 'method', 'organisation', 'event')", name="kind"
        ),
        # The audit log still names a deleted draft: no other article may get its number.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    slug: Mapped[str] = mapped_column(String(100))
    # That of the title which readers see, or of a draft's; `slug` may have a number or be older.
    title_slug: Mapped[str] = mapped_column(String(100), server_default="", default="")
    head_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id", use_alter=True))
    published_id: Mapped[int | None] = mapped_column(
        ForeignKey("revisions.id", use_alter=True), index=True
    )
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    first_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When its author took the newest draft back from the editors.
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Who looks after it, if that was chosen; else it is the person who began it.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    # When somebody last read what readers see and found it right, and a day set for the next time.
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_by: Mapped[date | None]
    # Of versions to come; empty: the usual licence of the wiki.
    licence: Mapped[str] = mapped_column(String(20), default="", server_default="")
    # How many threads about it are open, beside it because each of its pages says so.
    open_threads: Mapped[int] = mapped_column(default=0, server_default="0")
    # The accounts on the list of authors chosen last, beside the list because rights ask for them.
    author_ids: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")

    head: Mapped[Revision] = relationship(foreign_keys=[head_id], post_update=True)
    published: Mapped[Revision | None] = relationship(foreign_keys=[published_id], post_update=True)
    tags: Mapped[list[Tag]] = relationship(
        secondary="article_tags", order_by="Tag.sort_key_sv", viewonly=True
    )

    @property
    def shown(self) -> Revision:
        """Return the published revision, or the newest when none is published."""
        return self.published or self.head

    @property
    def is_archived(self) -> bool:
        """Return whether the article was taken out of the public wiki."""
        return self.archived_at is not None

    @property
    def is_public(self) -> bool:
        """Return whether readers see the article."""
        return self.published_id is not None and self.archived_at is None

    @property
    def has_draft(self) -> bool:
        """Return whether the newest revision is not published."""
        return self.head_id != self.published_id


class ArticleAuthor(Base):
    """Somebody who was chosen to be named for an article, from revision `from_number` on.

    The list of a revision is that with the highest `from_number` up to its own number. `name` and
    `orcid` are empty for an account, which has them.
    """

    __tablename__ = "article_authors"
    __table_args__ = (
        UniqueConstraint("article_id", "from_number", "place"),
        CheckConstraint("role IN ('author', 'editor', 'translator')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    from_number: Mapped[int]
    place: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    orcid: Mapped[str] = mapped_column(String(19), default="")
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(10), default="author")


class Redirect(Base):
    """A former or additional slug of an article, which leads to the article for good."""

    __tablename__ = "redirects"

    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Translation(Base):
    """A pair of articles that say the same in Swedish and in English.

    `original_id` is the one that the other follows, or None if nobody has said. `base_id` is the
    revision of it that the other is up to date with; when single sections were brought up to date
    later, `marked` has for each section the revision and the mark by which to find it there.
    `former` is what both were before the last change, `edition` counts the changes, and `behind` is
    how many sections of the original have changed since.
    """

    __tablename__ = "translations"

    sv_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    en_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), unique=True)
    original_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    marked: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    former: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    behind: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def follower_id(self) -> int:
        """Return the article that is not the original."""
        return self.en_id if self.original_id == self.sv_id else self.sv_id


class RelatedArticle(Base):
    """An article that is listed at the foot of another; `place` 0 is the nearest.

    Derived by the search drainer whenever an article changes, never while an article is read.
    """

    __tablename__ = "related_articles"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    related_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)


class Link(Base):
    """A wiki link of an article: in its newest text, its published text, or both.

    It names a language and a title, since its target need not exist yet; `target_id` is the public
    article that it leads to, if any. When the same title leads the newest and the published text
    to different articles, it has a row for each.
    """

    __tablename__ = "links"
    __table_args__ = (Index("ix_links_target", "target_language", "target_slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    target_language: Mapped[str] = mapped_column(String(2))
    target_slug: Mapped[str] = mapped_column(String(100))
    target_title: Mapped[str] = mapped_column(String(300))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    in_head: Mapped[bool] = mapped_column(default=False)
    in_published: Mapped[bool] = mapped_column(default=False)


class TextTask(Base):
    """An article whose texts have to follow what they link to or show, until they do.

    Without a user, they are rendered again. With one, links that say a `former` title of the
    target, a list of (language, slug), are mended in their name, with a comment in their
    `language`; `sections`, new names by the ids of headings, are those of the target that were
    renamed, if the task is on these. Without a target, a picture or file has changed.
    """

    __tablename__ = "text_tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    language: Mapped[str] = mapped_column(String(2), default="")
    former: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    sections: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)


class ArticleRequest(Base):
    """The title of an article that an editor wants written although no text links to it."""

    __tablename__ = "article_requests"
    __table_args__ = (UniqueConstraint("language", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    slug: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
