"""Read what stands near an article: backlinks, wanted titles, orphans, titles to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Link, Redirect, Translation
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    select_summaries,
    shown_id,
    summary_of,
)
from wiki.articles.queries.lists import list_summaries
from wiki.characters import FORBIDDEN, normalise_line
from wiki.db import db, is_any_pair
from wiki.errors import NotFound
from wiki.markup.slugs import slugify
from wiki.revisions.models import Revision
from wiki.web.pagination import Page, paginate

# Shorter words ("och", "the", "som") stand in too many addresses to be near anything.
_SHORTEST_WORD = 4
_MOST_NEAR = 6
_MOST_WANTED = 200
# More make the page heavy and the list no easier; any title can still be typed.
_MOST_TITLES = 500


@dataclass(frozen=True)
class Wanted:
    """Hold a title that texts link to although no reader finds an article there."""

    language: str
    slug: str
    title: str
    count: int


def list_backlinks(article: Article, viewer: Viewer) -> list[ArticleSummary]:
    """List the articles whose text links to this one, now or by an address it had before.

    Readers get those whose published text does; whoever sees drafts gets those of drafts too.
    """
    former = select(Redirect.language, Redirect.slug).where(Redirect.article_id == article.id)
    addresses = {(language, slug) for language, slug in db.session.execute(former)}
    addresses.add((article.language, article.slug))
    query = (
        select(Link.source_id)
        .join(Article, Article.id == Link.source_id)
        .where(
            is_any_pair(Link.target_language, Link.target_slug, addresses),
            Link.source_id != article.id,
            Article.archived_at.is_(None),
        )
    )
    if viewer.is_anonymous:
        query = query.where(Link.in_published)
    return list_summaries(db.session.scalars(query.distinct()).all(), viewer)


def list_wanted(viewer: Viewer) -> list[Wanted]:
    """List what public texts link to in vain, most wanted first."""
    target = aliased(Article)
    there = select(target.id).where(
        target.language == Link.target_language, target.slug == Link.target_slug, is_public(target)
    )
    moved = (
        select(Redirect.slug)
        .join(target, target.id == Redirect.article_id)
        .where(
            Redirect.language == Link.target_language,
            Redirect.slug == Link.target_slug,
            is_public(target),
        )
    )
    number = func.count()
    rows = db.session.execute(
        select(Link.target_language, Link.target_slug, func.max(Link.target_title), number)
        .join(Article, Article.id == Link.source_id)
        .where(Link.in_published, is_public(), is_visible(viewer))
        .where(~there.exists(), ~moved.exists())
        .group_by(Link.target_language, Link.target_slug)
        .order_by(number.desc(), Link.target_language, Link.target_slug)
        .limit(_MOST_WANTED)
    )
    return [Wanted(*row) for row in rows]


def list_orphans(viewer: Viewer, page: int = 1) -> Page[ArticleSummary]:
    """List the public articles to which no other public text links, by language and title."""
    query = select_summaries().where(_is_orphan(), is_visible(viewer))
    query = query.order_by(Article.language.desc(), Revision.sort_key, Article.id)
    return paginate(query, summary_of, page, total=count_orphans(viewer))


def count_orphans(viewer: Viewer) -> int:
    """Count the public articles to which no other public text links."""
    query = select(func.count(Article.id)).where(_is_orphan(), is_visible(viewer))
    return db.session.scalar(query) or 0


def _is_orphan() -> ColumnElement[bool]:
    source = aliased(Article)
    linking = (
        select(Link.id)
        .join(source, source.id == Link.source_id)
        .where(Link.in_published, is_public(source), source.id != Article.id)
        .correlate(Article)
    )
    by_name = linking.where(
        Link.target_language == Article.language, Link.target_slug == Article.slug
    )
    by_former_name = linking.join(
        Redirect,
        and_(Redirect.language == Link.target_language, Redirect.slug == Link.target_slug),
    ).where(Redirect.article_id == Article.id)
    return and_(is_public(), ~by_name.exists(), ~by_former_name.exists())


def list_similar_titles(
    viewer: Viewer, language: str, words: Sequence[str]
) -> list[ArticleSummary]:
    """List public articles whose address holds any of the words, those with most of them first."""
    wanted = [word for word in words if len(word) >= _SHORTEST_WORD][:_MOST_NEAR]
    if not wanted:
        return []
    holds = [Article.slug.contains(word, autoescape=True) for word in wanted]
    rows = db.session.execute(
        select(Article.id, Article.slug)
        .where(Article.language == language, is_public(), or_(*holds))
        .limit(_MOST_WANTED)
    ).all()
    best = sorted(rows, key=lambda row: -sum(word in row.slug for word in wanted))[:_MOST_NEAR]
    return list_summaries([row.id for row in best], viewer)


def find_summary(language: str, slug: str, viewer: Viewer) -> tuple[Article, ArticleSummary]:
    """Return an article and what a list shows of it, in one statement.

    Raises NotFound when the viewer may not know of it.
    """
    row = db.session.execute(
        select(Article, Revision)
        .join(Revision, Revision.id == shown_id())
        .where(Article.language == language, Article.slug == slug, is_visible(viewer))
    ).first()
    if row is None:
        raise NotFound()
    return row[0], summary_of(*row)


def find_by_title(language: str, title: str, viewer: Viewer) -> Article | None:
    """Return the article with this title or address, if the viewer may see it."""
    title = normalise_line(title)
    if FORBIDDEN.search(title):
        return None
    rows = db.session.scalars(
        select(Article)
        .join(Revision, Revision.id == shown_id())
        .where(
            Article.language == language,
            Article.archived_at.is_(None),
            or_(Revision.title == title, Article.slug == slugify(title)),
            is_visible(viewer),
        )
        .order_by(Revision.title != title, Article.id)
    )
    return rows.first()


def list_titles(language: str, viewer: Viewer) -> list[str]:
    """Return titles to choose from, of articles that have no translation, in A-Ö order."""
    paired = select(Translation.sv_id).union(select(Translation.en_id))
    rows = db.session.scalars(
        select(Revision.title)
        .join(Article, shown_id() == Revision.id)
        .where(
            Article.language == language,
            Article.archived_at.is_(None),
            Article.id.not_in(paired),
            is_visible(viewer),
        )
        .order_by(Revision.sort_key)
        .limit(_MOST_TITLES)
    )
    return list(rows)
