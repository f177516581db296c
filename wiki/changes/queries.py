"""Read the recent changes that the viewer may see."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import User
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_public, is_visible, seen_by
from wiki.db import db
from wiki.memory.queries import remember
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
    query = _select_changes(language, kind, viewer)

    def count() -> int:
        counted = query.with_only_columns(func.count(Revision.id)).order_by(None)
        return db.session.scalar(counted) or 0

    key = ("changes", viewer.is_anonymous, seen_by(viewer), language, kind)
    total = remember(key, (Revision, Article), count)
    return paginate(query, Change, page, total=total)


@lru_cache(maxsize=1_000)  # building it costs more than running it
def _select_changes(
    language: str | None, kind: str | None, viewer: Viewer
) -> Select[*tuple[Any, ...]]:
    moment = Revision.published_at if viewer.is_anonymous else Revision.created_at
    query = (
        select(
            Article.language,
            Article.slug,
            Article.kind,
            Revision.title,
            Revision.number,
            _previous_number(viewer),
            User.name,
            Revision.comment,
            moment,
            Revision.published_at.is_(None),
        )
        .join(Article, Article.id == Revision.article_id)
        .join(User, User.id == Revision.author_id)
        .where(_may_know(viewer))
        .order_by(moment.desc(), Revision.id.desc())
    )
    if language:
        query = query.where(Article.language == language)
    return query.where(Article.kind == kind) if kind else query


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
