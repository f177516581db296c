"""Find articles by links: backlinks, wanted titles, orphans."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Link, TextTask
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    read_lines,
    seen_by,
    shown_id,
)
from wiki.articles.queries.lists import list_summaries
from wiki.articles.queries.targets import find_place
from wiki.db import db, is_any_pair
from wiki.memory.queries import read_ids, remember
from wiki.revisions.models import Revision
from wiki.web.pagination import Page, turn_to

_MOST_WANTED = 200


@dataclass(frozen=True)
class Wanted:
    """A title that texts link to, without an article that readers can see."""

    language: str
    slug: str
    title: str
    count: int


def count_following(article: Article, viewer: Viewer) -> int:
    """Count the texts that link to this article and do not say yet what it has become.

    Only those that the viewer may see.
    """
    query = (
        select(func.count(TextTask.article_id.distinct()))
        .join(Article, Article.id == TextTask.article_id)
        .where(TextTask.target_id == article.id, is_visible(viewer))
    )
    return db.session.scalar(query) or 0


def list_backlinks(article: Article, viewer: Viewer) -> list[ArticleSummary]:
    """List the articles whose text links to this article, or would if it were public.

    Readers get only links in published texts, logged-in users also those in drafts.
    """
    leads_here = Link.target_id == article.id
    if not article.is_public:
        named = is_any_pair(Link.target_language, Link.target_slug, find_place(article).keys)
        leads_here = or_(leads_here, and_(Link.target_id.is_(None), named))
    query = (
        select(Link.source_id)
        .join(Article, Article.id == Link.source_id)
        .where(
            leads_here,
            Link.source_id != article.id,
            Article.archived_at.is_(None),
        )
    )
    if viewer.is_anonymous:
        query = query.where(Link.in_published)
    return list_summaries(db.session.scalars(query.distinct()).all(), viewer)


def list_wanted(viewer: Viewer) -> Sequence[Wanted]:
    """List the missing articles that public texts link to, most wanted first."""
    return remember(("wanted", seen_by(viewer)), (Link, Article), lambda: _find_wanted(viewer))


def _find_wanted(viewer: Viewer) -> Sequence[Wanted]:
    count = func.count()
    rows = db.session.execute(
        select(Link.target_language, Link.target_slug, func.max(Link.target_title), count)
        .join(Article, Article.id == Link.source_id)
        .where(Link.in_published, is_public(), is_visible(viewer))
        .where(Link.target_id.is_(None))
        .group_by(Link.target_language, Link.target_slug)
        .order_by(count.desc(), Link.target_language, Link.target_slug)
        .limit(_MOST_WANTED)
    )
    return [Wanted(*row) for row in rows]


def list_orphans(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List the public articles to which no other public text links, by language and title."""
    ids = remember(
        ("orphan ids", seen_by(viewer)), (Link, Article, Revision), lambda: _find_orphans(viewer)
    )
    return turn_to(ids, read_lines, page)


def _find_orphans(viewer: Viewer) -> Sequence[int]:
    query = (
        select(Article.id)
        .join(Revision, Revision.id == shown_id())
        .where(_is_orphan(), is_visible(viewer))
        .order_by(Article.language.desc(), Revision.sort_key, Article.id)
    )
    return read_ids(query)


def count_orphans(viewer: Viewer) -> int:
    """Count the public articles to which no other public text links."""

    def count() -> int:
        query = select(func.count(Article.id)).where(_is_orphan(), is_visible(viewer))
        return db.session.scalar(query) or 0

    return remember(("orphans", seen_by(viewer)), (Link, Article), count)


def _is_orphan() -> ColumnElement[bool]:
    source = aliased(Article)
    linking = (
        select(Link.id)
        .join(source, source.id == Link.source_id)
        .where(Link.target_id == Article.id, Link.in_published)
        .where(is_public(source), source.id != Article.id)
        .correlate(Article)
    )
    return and_(is_public(), ~linking.exists())
