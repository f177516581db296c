"""Read the recent changes that the viewer may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased, joinedload

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_public, is_visible
from wiki.revisions.models import Revision
from wiki.web.pagination import Page, paginate


@dataclass(frozen=True)
class Change:
    """A saved or published revision; `previous` is the one before it that the viewer may see."""

    language: str
    slug: str
    kind: str
    title: str
    number: int
    previous: int | None
    author: str
    comment: str
    moment: datetime
    is_draft: bool


def list_changes(
    viewer: Viewer, language: str | None = None, kind: str | None = None, page: int = 1
) -> Page[Change]:
    """List publications, newest first; viewers who are logged in also see saved drafts."""
    moment = Revision.published_at if viewer.is_anonymous else Revision.created_at
    query = (
        select(Revision, Article, _previous_number(viewer), moment)
        .join(Article, Article.id == Revision.article_id)
        .where(_may_know(viewer))
    )
    if language:
        query = query.where(Article.language == language)
    if kind:
        query = query.where(Article.kind == kind)
    query = query.options(joinedload(Revision.author))
    return paginate(query.order_by(moment.desc(), Revision.id.desc()), _change, page)


def _may_know(viewer: Viewer) -> ColumnElement[bool]:
    shown = and_(Article.archived_at.is_(None), Revision.hidden_at.is_(None))
    if viewer.is_anonymous:
        return and_(shown, is_public(), Revision.published_at.is_not(None))
    return and_(shown, is_visible(viewer))


def _previous_number(viewer: Viewer) -> ColumnElement[int | None]:
    earlier = aliased(Revision)
    query = select(func.max(earlier.number)).where(
        earlier.article_id == Revision.article_id,
        earlier.number < Revision.number,
        earlier.hidden_at.is_(None),
    )
    if viewer.is_anonymous:
        query = query.where(earlier.published_at.is_not(None))
    return query.correlate(Revision).scalar_subquery()


def _change(
    revision: Revision, article: Article, previous: int | None, moment: datetime | None
) -> Change:
    return Change(
        language=article.language,
        slug=article.slug,
        kind=article.kind,
        title=revision.title,
        number=revision.number,
        previous=previous,
        author=revision.author.name,
        comment=revision.comment,
        moment=moment or revision.created_at,
        is_draft=revision.published_at is None,
    )
