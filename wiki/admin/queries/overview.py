"""Read figures for administrators."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import count_active_users
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.health.queries import read_outbox
from wiki.revisions.models import Revision
from wiki.tags.models import Tag


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
        waiting_for_index=read_outbox().waiting,
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
