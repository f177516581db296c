"""Read the articles that the viewer may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload, undefer

from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, RelatedArticle, Translation
from wiki.articles.queries.authors import CREDITED_IN, find_credits_of
from wiki.citations.credits import Credits
from wiki.db import db
from wiki.errors import NotFound
from wiki.media.models import MediaFile, MediaUse
from wiki.media.queries import Lead, Rows, add_leads, find_leads, read_lead
from wiki.memory.queries import remember
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.revisions.queries import Reviewed, is_last_review, read_review
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.queries import BY_NUMBER


@dataclass(frozen=True)
class ArticleSummary:
    """What a list shows of an article: from its published revision, else from its newest."""

    id: int
    language: str
    slug: str
    kind: str
    title: str
    summary: str
    sort_key: str
    first_published_at: datetime | None
    published_at: datetime | None
    is_public: bool
    has_draft: bool
    number: int
    authors: tuple[str, ...] = ()  # only in the lists that show them
    lead: Lead | None = None  # in the same lists, and of the articles near another


@dataclass(frozen=True)
class Nearby:
    """The translation of an article, and the articles related to it.

    `behind` is how many sections of the translation have changed since this article, of which it is
    the original, was brought up to date with it.
    """

    translation: ArticleSummary | None
    related: Sequence[ArticleSummary]
    behind: int = 0


def is_public(article: type[Article] = Article) -> ColumnElement[bool]:
    """Return the condition that readers see the article, which may be an alias."""
    return and_(article.published_id.is_not(None), article.archived_at.is_(None))


def shown_id() -> ColumnElement[int]:
    """Return the id of the revision that a page shows: the published, else the newest."""
    return func.coalesce(Article.published_id, Article.head_id)


def is_visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` may see the article, published or not.

    The same rule as in `_known`, for lists.
    """
    if viewer.is_at_least(Role.EDITOR):
        return true()
    own = Article.created_by_id == viewer.user_id if viewer.user_id is not None else false()
    return or_(is_public(), own)


def seen_by(viewer: Viewer) -> str | int | None:
    """Return the same for all to whom `is_visible` shows the same: for what is remembered."""
    # A word, because True in a key is the same as 1, which is somebody's number.
    return "editors" if viewer.is_at_least(Role.EDITOR) else viewer.user_id


def find_article(language: str, slug: str, viewer: Viewer) -> Article:
    """Return the article with a slug; raise NotFound when the viewer may not see it."""
    return _known(
        db.session.scalar(
            select(Article).where(Article.language == language, Article.slug == slug)
        ),
        viewer,
    )


def _known(article: Article | None, viewer: Viewer) -> Article:
    """Return the article; raise NotFound when it is None or the viewer may not see it.

    The same rule as in `is_visible`, for a single article.
    """
    if article is None or not (article.is_public or can(Permission.SEE_DRAFT, viewer, article)):
        raise NotFound()
    return article


def find_permitted(article_id: int, permission: Permission, viewer: Viewer) -> Article:
    """Return an article for which the viewer has the permission.

    Raises NotFound when they may not see it, NotAllowed when they lack the permission.
    """
    article = _known(db.session.get(Article, article_id), viewer)
    require(permission, viewer, article)
    return article


class Shown(NamedTuple):
    """What a page of an article shows, and the newest review of it."""

    article: Article
    revision: Revision
    reviewed: Reviewed | None


# Each view of an article runs it, and building it costs more than running it.
_SHOWN = (
    select(Article, Revision, ReviewedVersion)
    .join(Revision, Revision.id == shown_id())
    .outerjoin(ReviewedVersion, is_last_review())
    .where(Article.language == bindparam("language"), Article.slug == bindparam("slug"))
    .options(
        joinedload(Revision.author),
        joinedload(ReviewedVersion.reviewer),
        *map(undefer, (Revision.body_html, Revision.body_text, Revision.headings)),
    )
)


def find_shown(language: str, slug: str, viewer: Viewer) -> Shown:
    """Return an article and the revision to read, the published or else the newest, in one query.

    Raises NotFound when the viewer may not see the article.
    """
    row = db.session.execute(_SHOWN, {"language": language, "slug": slug}).first()
    if row is None:
        raise NotFound()
    return Shown(_known(row[0], viewer), row[1], read_review(row[2]))


def select_summaries() -> Select[Article, Revision]:
    """Select all articles with the revision that a list shows, for callers to filter."""
    return select(Article, Revision).join(Revision, Revision.id == shown_id())


def summary_of(article: Article, revision: Revision) -> ArticleSummary:
    """Return the summary of an article, with the texts of `revision`."""
    return ArticleSummary(
        id=article.id,
        language=article.language,
        slug=article.slug,
        kind=article.kind,
        title=revision.title,
        summary=revision.summary,
        sort_key=revision.sort_key,
        first_published_at=article.first_published_at,
        published_at=article.published_at,
        is_public=article.is_public,
        has_draft=article.has_draft,
        number=revision.number,
    )


def line_columns() -> tuple[Any, ...]:
    """Return the columns of an ArticleSummary, in its order, with the texts of the revision joined.

    A list of entities would be a hundred for a page, each with more columns than it shows.
    """
    return (
        Article.id,
        Article.language,
        Article.slug,
        Article.kind,
        Revision.title,
        Revision.summary,
        Revision.sort_key,
        Article.first_published_at,
        Article.published_at,
        is_public(),
        Article.head_id != func.coalesce(Article.published_id, 0),
        Revision.number,
    )


# Built once: building a statement costs more than running it.
_LINES = (
    select(*line_columns())
    .join(Revision, Revision.id == shown_id())
    .where(Article.id.in_(bindparam("ids", expanding=True)))
)


def read_lines(article_ids: Sequence[int]) -> list[ArticleSummary]:
    """Return the summaries of articles in the order given; the caller knows who may see them."""
    rows = db.session.connection().execute(_LINES, {"ids": list(article_ids)})
    lines = {row.id: ArticleSummary(*row) for row in rows}
    return [lines[article_id] for article_id in article_ids if article_id in lines]


def with_authors(lines: Iterable[ArticleSummary]) -> list[ArticleSummary]:
    """Return the summaries with the names of those who wrote what they show, and lead pictures."""
    lines = list(lines)
    numbers = tuple((line.id, line.number) for line in lines)
    public = tuple(line.id for line in lines if line.is_public)
    credited = remember(("credits", numbers), CREDITED_IN, lambda: find_credits_of(dict(numbers)))
    leads = remember(("leads", public), (MediaUse, MediaFile), lambda: find_leads(public))
    return [
        replace(line, authors=credited.get(line.id, Credits()).names, lead=leads.get(line.id))
        for line in lines
    ]


def find_translation(article: Article, viewer: Viewer) -> ArticleSummary | None:
    """Return the article's translation, or None when the viewer may not see any."""
    return find_nearby(article, viewer).translation


def find_nearby(article: Article, viewer: Viewer) -> Nearby:
    """Return the article's translation and its related articles, in one query."""
    rows = db.session.execute(_NEARBY[article.language], {"article_id": article.id}).all()
    summaries = [
        replace(summary_of(row[0], row[1]), lead=read_lead(row) if row[0].is_public else None)
        for row in rows
        if row[0].is_public or can(Permission.SEE_DRAFT, viewer, row[0])
    ]
    return Nearby(
        next((summary for summary in summaries if summary.language != article.language), None),
        [
            summary
            for summary in summaries
            if summary.language == article.language and summary.is_public
        ],
        max(map(attrgetter("behind"), rows), default=0),
    )


def _select_nearby(own: InstrumentedAttribute[int], other: InstrumentedAttribute[int]) -> Rows:
    """Return the query of `find_nearby` for the language of `own`."""
    article_id: BindParameter[int] = bindparam("article_id")
    behind = case((Translation.original_id == other, Translation.behind), else_=0).label("behind")
    near = union_all(
        select(other.label("id"), literal(-1).label("place"), behind).where(own == article_id),
        select(RelatedArticle.related_id, RelatedArticle.place, literal(0)).where(
            RelatedArticle.article_id == article_id
        ),
    ).subquery()
    query = select_summaries().join(near, near.c.id == Article.id).add_columns(near.c.behind)
    return (
        add_leads(query, Article.id)  # its columns are the last
        .where(Article.archived_at.is_(None))
        .order_by(near.c.place)
    )


# Built once: each view runs one of these, and building it costs more than running it.
_NEARBY = {
    "sv": _select_nearby(Translation.sv_id, Translation.en_id),
    "en": _select_nearby(Translation.en_id, Translation.sv_id),
}


_TAGS_OF = (
    select(Tag)
    .join(ArticleTag, ArticleTag.tag_id == Tag.id)
    .where(ArticleTag.article_id == bindparam("article_id"))
    .order_by(Tag.kind.desc(), BY_NUMBER, Tag.sort_key_sv)
)


def list_tags(article: Article) -> list[Tag]:
    """Return the article's tags: universities and goals by number, topics in Swedish order.

    The article comes from `find_article` or `find_shown`: its tags are as public as it is.
    """
    return list(db.session.scalars(_TAGS_OF, {"article_id": article.id}))
