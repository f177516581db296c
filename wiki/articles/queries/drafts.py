"""Read drafts that wait for an editor."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import ArticleSummary, is_visible, summary_of
from wiki.articles.queries.completeness import list_missing
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.web.pagination import Page, paginate


def list_waiting(viewer: Viewer, page: int = 1) -> Page[tuple[ArticleSummary, Revision]]:
    """List drafts that wait to be published, oldest first, each with its newest revision."""
    query = (
        _waiting(viewer)
        .order_by(Revision.created_at, Article.id)
        .options(joinedload(Revision.author))
    )
    return paginate(query, _read, page)


def count_waiting(viewer: Viewer) -> int:
    """Count the drafts that wait to be published."""
    return db.session.scalar(select(func.count()).select_from(_waiting(viewer).subquery())) or 0


def find_missing(drafts: Iterable[tuple[ArticleSummary, Revision]]) -> dict[int, list[str]]:
    """Return, by article, what the drafts of a list above lack to be published."""
    return list_missing((line.id, revision.id, line.is_public) for line, revision in drafts)


def _waiting(viewer: Viewer) -> Select[Article, Revision]:
    return (
        select(Article, Revision)
        .join(Revision, Revision.id == Article.head_id)
        .where(
            Article.head_id != func.coalesce(Article.published_id, 0),
            Article.archived_at.is_(None),
            Article.held_at.is_(None),
            is_visible(viewer),
        )
    )


def _read(article: Article, revision: Revision) -> tuple[ArticleSummary, Revision]:
    return summary_of(article, revision), revision
