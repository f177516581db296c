"""List articles: A-Ö, newest first, by kind and tag, and what was archived."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import ArticleSummary, is_visible, select_summaries, summary_of
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.tags.queries import select_tagged
from wiki.web.pagination import PAGE_SIZE, Page, paginate


@dataclass(frozen=True)
class ArticleFilter:
    """Hold what the A-Ö index alone is narrowed down to; None means everything.

    `first_signs` are those with which sort keys begin, `phase` is one that methods serve.
    """

    first_signs: Collection[str] | None = None
    phase: str | None = None


def list_articles(
    viewer: Viewer,
    *,
    language: str | None = None,
    kind: str | None = None,
    tag: str | None = None,
    narrowing: ArticleFilter | None = None,
    newest_first: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ArticleSummary]:
    """List public articles in A-Ö order (or newest first), and the viewer's own drafts.

    `tag` is a tag's slug.
    """
    query = _filtered(select_summaries(), language, kind, tag, narrowing or ArticleFilter())
    query = query.where(is_visible(viewer), Article.archived_at.is_(None))
    order = Article.published_at.desc() if newest_first else Revision.sort_key.asc()
    return paginate(query.order_by(order, Article.id), summary_of, page, size=size)


def _filtered(
    query: Select[Article, Revision],
    language: str | None,
    kind: str | None,
    tag_slug: str | None,
    narrowing: ArticleFilter,
) -> Select[Article, Revision]:
    if language:
        query = query.where(Article.language == language)
    if kind:
        query = query.where(Article.kind == kind)
    if tag_slug:
        query = query.where(Article.id.in_(select_tagged(tag_slug)))
    if narrowing.first_signs is not None:
        signs = narrowing.first_signs
        query = query.where(func.substr(Revision.sort_key, 1, 1).in_(signs))
    if narrowing.phase:
        # Both databases give the list as JSON text, in which each phase stands in quotes.
        phases = Revision.facts["phases"].as_string()
        query = query.where(phases.contains(f'"{narrowing.phase}"', autoescape=True))
    return query


def list_summaries(article_ids: Sequence[int], viewer: Viewer) -> list[ArticleSummary]:
    """Return those of the articles that the viewer may see, in A-Ö order."""
    if not article_ids:
        return []
    query = select_summaries().where(Article.id.in_(article_ids), is_visible(viewer))
    return [
        summary_of(article, shown)
        for article, shown in db.session.execute(query.order_by(Revision.sort_key))
    ]


def count_key_signs(
    viewer: Viewer, language: str, kind: str | None = None, phase: str | None = None
) -> dict[str, int]:
    """Return how many titles of the A-Ö index have sort keys that begin with each sign."""
    query = _filtered(select_summaries(), language, kind, None, ArticleFilter(phase=phase))
    query = query.where(is_visible(viewer), Article.archived_at.is_(None))
    sign = func.substr(Revision.sort_key, 1, 1)
    rows = db.session.execute(query.with_only_columns(sign, func.count()).group_by(sign))
    return {row[0]: row[1] for row in rows}


def list_archived(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List what was taken out of the public wiki, latest first."""
    query = select_summaries().where(Article.archived_at.is_not(None), is_visible(viewer))
    return paginate(query.order_by(Article.archived_at.desc(), Article.id), summary_of, page)
