"""List articles: A-Ö, newest first, by kind and tag, and the archived articles."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Select, and_, bindparam, func, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    read_lines,
    seen_by,
    select_summaries,
    summary_of,
    with_authors,
)
from wiki.db import db
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.tags.queries import select_tagged
from wiki.web.pagination import PAGE_SIZE, Page, paginate, turn_to

# As many characters of a text as tell what it is about.
_BEGINNING = 600


@dataclass(frozen=True)
class ArticleFilter:
    """The filters that only the A-Ö index has; None means everything.

    `first_characters` are those that sort keys may begin with, `phase` is the value of a phase
    that methods are for.
    """

    first_characters: Collection[str] | None = None
    phase: str | None = None


def list_articles(
    viewer: Viewer,
    *,
    language: str | None = None,
    kind: str | None = None,
    tag: str | None = None,
    filters: ArticleFilter | None = None,
    newest_first: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ArticleSummary]:
    """List public articles in A-Ö order (or newest first), and the viewer's own drafts.

    An article is as new as its first publication, so that a correction leads no list of new ones.
    `tag` is a tag's slug.
    """
    query = _filtered(select_summaries(), language, kind, tag, filters or ArticleFilter())
    query = query.where(is_visible(viewer), Article.archived_at.is_(None))
    newest = Article.first_published_at.desc().nulls_last()
    order = newest if newest_first else Revision.sort_key.asc()
    found = paginate(query.order_by(order, Article.id), summary_of, page, size=size)
    return replace(found, items=with_authors(found.items))


def _filtered(
    query: Select[Article, Revision],
    language: str | None,
    kind: str | None,
    tag_slug: str | None,
    filters: ArticleFilter,
) -> Select[Article, Revision]:
    if language:
        query = query.where(Article.language == language)
    if kind:
        query = query.where(Article.kind == kind)
    if tag_slug:
        query = query.where(Article.id.in_(select_tagged(tag_slug)))
    if filters.first_characters is not None:
        characters = filters.first_characters
        query = query.where(func.substr(Revision.sort_key, 1, 1).in_(characters))
    if filters.phase:
        # Both databases give the list as JSON text, with each phase in quotes.
        phases = Revision.facts["phases"].as_string()
        query = query.where(phases.contains(f'"{filters.phase}"', autoescape=True))
    return query


def list_summaries(article_ids: Sequence[int], viewer: Viewer) -> list[ArticleSummary]:
    """List the articles with these ids that the viewer may see, in A-Ö order."""
    if not article_ids:
        return []
    query = select_summaries().where(Article.id.in_(article_ids), is_visible(viewer))
    rows = db.session.execute(query.order_by(Revision.sort_key))
    return with_authors(summary_of(article, shown) for article, shown in rows)


def count_first_characters(
    language: str, viewer: Viewer, kind: str | None = None, phase: str | None = None
) -> dict[str, int]:
    """Return the number of titles in the A-Ö index by the first character of their sort keys."""
    query = _filtered(select_summaries(), language, kind, None, ArticleFilter(phase=phase))
    query = query.where(is_visible(viewer), Article.archived_at.is_(None))
    character = func.substr(Revision.sort_key, 1, 1)
    rows = db.session.execute(query.with_only_columns(character, func.count()).group_by(character))
    return {row[0]: row[1] for row in rows}


def list_archived(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List archived articles, the latest archived first."""

    def find() -> Sequence[int]:
        query = select(Article.id).where(Article.archived_at.is_not(None), is_visible(viewer))
        return read_ids(query.order_by(Article.archived_at.desc(), Article.id))

    ids = remember(("archived ids", seen_by(viewer)), (Article,), find)
    return turn_to(ids, read_lines, page)


def count_archived(viewer: Viewer) -> int:
    """Count the archived articles."""

    def count() -> int:
        archived = and_(Article.archived_at.is_not(None), is_visible(viewer))
        return db.session.scalar(select(func.count(Article.id)).where(archived)) or 0

    return remember(("archived", seen_by(viewer)), (Article,), count)


def list_lately_published(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List public articles, those first whose public version is the newest."""

    def find() -> Sequence[int]:
        query = select(Article.id).where(is_public(), is_visible(viewer))
        return read_ids(query.order_by(Article.published_at.desc(), Article.id))

    ids = remember(("published ids", seen_by(viewer)), (Article,), find)
    return turn_to(ids, read_lines, page)


def find_beginnings(article_ids: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """Return how the newest text of each article begins, for lists in which it is judged."""
    rows = db.session.connection().execute(_beginnings(viewer), {"ids": list(article_ids)})
    return {article_id: text.strip() for article_id, text in rows}


@lru_cache(maxsize=256)  # building it costs more than running it
def _beginnings(viewer: Viewer) -> Select[int, str]:
    begins = func.substr(Revision.body_text, 1, _BEGINNING)
    return (
        select(Article.id, begins)
        .join(Revision, Revision.id == Article.head_id)
        .where(Article.id.in_(bindparam("ids", expanding=True)), Revision.hidden_at.is_(None))
        .where(is_visible(viewer))
    )
