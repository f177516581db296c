"""Read articles, as far as the viewer may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import joinedload, undefer

from wiki.accounts.models import Role
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, RelatedArticle, Translation
from wiki.db import db
from wiki.errors import NotFound
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.queries import BY_NUMBER


@dataclass(frozen=True)
class ArticleSummary:
    """Hold what a list shows of an article: of its public text, else of its newest."""

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


@dataclass(frozen=True)
class Nearby:
    """Hold the article that says the same in the other language, and those that are related."""

    translation: ArticleSummary | None
    related: Sequence[ArticleSummary]


def is_public(article: type[Article] = Article) -> ColumnElement[bool]:
    """Return the condition that readers see the article, or one of an alias."""
    return and_(article.published_id.is_not(None), article.archived_at.is_(None))


def shown_id() -> ColumnElement[int]:
    """Return the id of the revision that a page shows: the published one, else the newest."""
    return func.coalesce(Article.published_id, Article.head_id)


def is_visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that `viewer` sees the article at all, in whatever state.

    The same rule as `_known`, for lists.
    """
    if viewer.is_at_least(Role.EDITOR):
        return true()
    own = Article.created_by_id == viewer.user_id if viewer.user_id is not None else false()
    return or_(is_public(), own)


def find_article(language: str, slug: str, viewer: Viewer) -> Article:
    """Return the article at an address; raise NotFound when the viewer may not know of it."""
    return _known(
        db.session.scalar(
            select(Article).where(Article.language == language, Article.slug == slug)
        ),
        viewer,
    )


def _known(article: Article | None, viewer: Viewer) -> Article:
    """Return the article; raise NotFound when there is none that the viewer may know of.

    The same rule as `is_visible`, for one.
    """
    if article is None or not (article.is_public or can(viewer, Permission.SEE_DRAFT, article)):
        raise NotFound()
    return article


def find_permitted(article_id: int, viewer: Viewer, permission: Permission) -> Article:
    """Return the article that the viewer wants to change.

    Raises NotFound when they may not know of it, NotAllowed when they lack the right.
    """
    article = _known(db.session.get(Article, article_id), viewer)
    require(viewer, permission, article)
    return article


def find_shown(language: str, slug: str, viewer: Viewer) -> tuple[Article, Revision]:
    """Return an article and the text to read: the published one, else the newest draft.

    One statement. Raises NotFound when the viewer may see neither.
    """
    row = db.session.execute(
        select(Article, Revision)
        .join(Revision, Revision.id == shown_id())
        .where(Article.language == language, Article.slug == slug)
        .options(
            joinedload(Revision.author),
            undefer(Revision.body_html),
            undefer(Revision.body_text),
            undefer(Revision.headings),
        )
    ).first()
    if row is None:
        raise NotFound()
    return _known(row[0], viewer), row[1]


def select_summaries() -> Select[Article, Revision]:
    """Return the query of all articles with the text that a list shows, for others to narrow."""
    return select(Article, Revision).join(Revision, Revision.id == shown_id())


def summary_of(article: Article, revision: Revision) -> ArticleSummary:
    """Return the line of an article that a list shows with the words of `revision`."""
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
    )


def find_translation(article: Article, viewer: Viewer) -> ArticleSummary | None:
    """Return the article that says the same in the other language, if the viewer may see it."""
    return find_nearby(article, viewer).translation


def find_nearby(article: Article, viewer: Viewer) -> Nearby:
    """Return what stands beside an article and at its foot, in one statement."""
    own, other = Translation.sv_id, Translation.en_id
    if article.language == "en":
        own, other = other, own
    near = union_all(
        select(other.label("id"), literal(-1).label("place")).where(own == article.id),
        select(RelatedArticle.related_id, RelatedArticle.place).where(
            RelatedArticle.article_id == article.id
        ),
    ).subquery()
    rows = db.session.execute(
        select_summaries()
        .join(near, near.c.id == Article.id)
        .where(is_visible(viewer), Article.archived_at.is_(None))
        .order_by(near.c.place)
    )
    lines = [summary_of(found, shown) for found, shown in rows]
    return Nearby(
        next((line for line in lines if line.language != article.language), None),
        [line for line in lines if line.language == article.language and line.is_public],
    )


def list_tags(article: Article) -> list[Tag]:
    """Return the article's tags: universities and goals by number, topics in Swedish order.

    What reaches here has passed `find_article` or `find_shown`: tags are as public as it.
    """
    return list(
        db.session.scalars(
            select(Tag)
            .join(ArticleTag, ArticleTag.tag_id == Tag.id)
            .where(ArticleTag.article_id == article.id)
            .order_by(Tag.kind.desc(), BY_NUMBER, Tag.sort_key_sv)
        )
    )
