"""Read figures for administrators, and names for the audit log."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import count_active_users
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search.index.models import IndexTask
from wiki.tags.models import Tag, TagRedirect


@dataclass(frozen=True)
class Overview:
    """The figures of the overview page."""

    users: dict[Role, int]
    public_articles: int
    unpublished_articles: int
    archived_articles: int
    revisions: int
    tags: int
    waiting_for_index: int
    database_kind: str
    database_bytes: int


def find_overview(viewer: Viewer) -> Overview:
    """Count users, articles and tags, and measure the database."""
    require(Permission.MANAGE_USERS, viewer)
    is_archived = Article.archived_at.is_not(None)
    is_published = Article.published_id.is_not(None)
    archived, public, unpublished = db.session.execute(
        select(
            func.count().filter(is_archived),
            func.count().filter(~is_archived, is_published),
            func.count().filter(~is_archived, ~is_published),
        ).select_from(Article)
    ).one()
    return Overview(
        users=count_active_users(viewer),
        public_articles=public,
        unpublished_articles=unpublished,
        archived_articles=archived,
        revisions=_count(Revision.id),
        tags=_count(Tag.id),
        waiting_for_index=_count(IndexTask.id),
        database_kind=_DATABASE_NAMES.get(db.engine.dialect.name, db.engine.dialect.name),
        database_bytes=_database_bytes(),
    )


_DATABASE_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _count(column: InstrumentedAttribute[int]) -> int:
    return db.session.scalar(select(func.count(column))) or 0


def _database_bytes() -> int:
    if db.engine.dialect.name == "sqlite":
        statement = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        statement = "SELECT pg_database_size(current_database())"
    return int(db.session.scalar(text(statement)) or 0)


@dataclass(frozen=True)
class ArticleName:
    """An article in the audit log: its newest title, and its language and slug for the URL."""

    title: str
    language: str
    slug: str


def list_article_names(article_ids: set[int], viewer: Viewer) -> dict[int, ArticleName]:
    """Return the names of articles by id, including drafts and archived articles."""
    require(Permission.SEE_AUDIT_LOG, viewer)
    statement = (
        select(Article.id, Revision.title, Article.language, Article.slug)
        .join(Revision, Article.head_id == Revision.id)
        .where(Article.id.in_(article_ids))
    )
    return {row.id: ArticleName(*row[1:]) for row in db.session.execute(statement)}


def list_article_ids_of_revisions(revision_ids: set[int], viewer: Viewer) -> dict[int, int]:
    """Return the ids of the articles of revisions, by revision id."""
    require(Permission.SEE_AUDIT_LOG, viewer)
    revisions = select(Revision.id, Revision.article_id).where(Revision.id.in_(revision_ids))
    return {row.id: row.article_id for row in db.session.execute(revisions)}


def list_tags_by_id(tag_ids: set[int], viewer: Viewer) -> dict[int, Tag]:
    """Return tags by id, without those that were merged into others."""
    require(Permission.SEE_AUDIT_LOG, viewer)
    tags = db.session.scalars(select(Tag).where(Tag.id.in_(tag_ids)))
    return {tag.id: tag for tag in tags}


def list_tags_by_slug(slugs: set[str], viewer: Viewer) -> dict[str, Tag]:
    """Return tags by their current and former slugs, including those of tags merged into them."""
    require(Permission.SEE_AUDIT_LOG, viewer)
    former = (
        select(TagRedirect.slug, Tag)
        .join(Tag, Tag.id == TagRedirect.tag_id)
        .where(TagRedirect.slug.in_(slugs))
    )
    own = select(Tag.slug, Tag).where(Tag.slug.in_(slugs))
    return {row[0]: row[1] for query in (former, own) for row in db.session.execute(query)}
