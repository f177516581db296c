"""Read an article's revisions, as far as the viewer may see them."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import joinedload, undefer

from wiki.accounts.models import User
from wiki.accounts.permissions import Draftable, Permission, can
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.revisions.models import Revision
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page, paginate


class Versioned(Draftable, Protocol):
    """Describe what these reads ask of an article, which stands above this feature."""

    id: int
    head_id: int | None
    published_id: int | None


@dataclass(frozen=True)
class HistoryEntry:
    """Hold what a history shows of a revision; `change` is in characters of its text."""

    number: int
    author: str
    created_at: datetime
    comment: str
    title: str
    change: int
    has_previous: bool
    published_at: datetime | None
    is_published: bool
    is_newest: bool
    is_hidden: bool


def list_history(article: Versioned, viewer: Viewer, page: int = 1) -> Page[HistoryEntry]:
    """List the revisions that the viewer may know of, newest first.

    Readers get those that were published and are not hidden; whoever works on the article gets
    all, the hidden ones without a way to their text unless the viewer may hide.
    """
    length = func.length(Revision.body_markdown)
    length_before = func.lag(length).over(order_by=Revision.number)
    query = (
        select(
            Revision.id.label("id"),
            Revision.number.label("number"),
            (length - func.coalesce(length_before, 0)).label("change"),
            length_before.is_not(None).label("has_previous"),
        )
        .where(Revision.article_id == article.id, _is_listed(article, viewer))
        .subquery()
    )
    total = db.session.scalar(select(func.count()).select_from(query)) or 0
    lines = (
        select(Revision, query.c.change, query.c.has_previous)
        .join(query, query.c.id == Revision.id)
        .options(joinedload(Revision.author))
        .order_by(query.c.number.desc())
    )
    return paginate(lines, partial(_line, article), page, total=total)


def _is_listed(article: Versioned, viewer: Viewer) -> ColumnElement[bool]:
    if can(viewer, Permission.SEE_DRAFT, article):
        return true()
    return and_(Revision.published_at.is_not(None), Revision.hidden_at.is_(None))


def _line(article: Versioned, revision: Revision, change: int, has_previous: bool) -> HistoryEntry:
    return HistoryEntry(
        number=revision.number,
        author=revision.author.name,
        created_at=revision.created_at,
        comment=revision.comment,
        title=revision.title,
        change=change,
        has_previous=bool(has_previous),
        published_at=revision.published_at,
        is_published=revision.id == article.published_id,
        is_newest=revision.id == article.head_id,
        is_hidden=revision.is_hidden,
    )


def find_revision(article: Versioned, number: int, viewer: Viewer) -> Revision:
    """Return one revision with its text; raise NotFound when the viewer may not read it."""
    revision = db.session.scalar(
        _readable(article, viewer)
        .where(Revision.number == min(number, LARGEST))
        .options(
            joinedload(Revision.author),
            undefer(Revision.body_markdown),
            undefer(Revision.body_html),
            undefer(Revision.headings),
        )
    )
    if revision is None:
        raise NotFound()
    return revision


def find_adjacent_numbers(
    article: Versioned, number: int, viewer: Viewer
) -> tuple[int | None, int | None]:
    """Return the numbers of the revisions before and after one, as far as they may be read."""
    numbers = _readable(article, viewer).with_only_columns(Revision.number)
    earlier = numbers.where(Revision.number < number).order_by(Revision.number.desc()).limit(1)
    later = numbers.where(Revision.number > number).order_by(Revision.number).limit(1)
    return db.session.scalar(earlier), db.session.scalar(later)


def list_newest_numbers(article: Versioned, viewer: Viewer) -> list[int]:
    """Return the numbers of the two newest revisions that may be read, the newer one first."""
    numbers = _readable(article, viewer).with_only_columns(Revision.number)
    return list(db.session.scalars(numbers.order_by(Revision.number.desc()).limit(2)))


def _readable(article: Versioned, viewer: Viewer) -> Select[Revision]:
    """Select what may be read in full: a hidden text only by those who may hide."""
    query = select(Revision).where(Revision.article_id == article.id, _is_listed(article, viewer))
    if can(viewer, Permission.HIDE_REVISION):
        return query
    return query.where(Revision.hidden_at.is_(None))


def list_contributors(article: Versioned, until: int, viewer: Viewer) -> list[str]:
    """Return the names of all who wrote the text that revision `until` shows, the first one first.

    Drafts that led to a published text count: their authors wrote it too.
    """
    first = func.min(Revision.number)
    return list(
        db.session.scalars(
            select(User.name)
            .join(Revision, Revision.author_id == User.id)
            .where(
                Revision.article_id == article.id,
                Revision.number <= until,
                Revision.hidden_at.is_(None),
            )
            .group_by(User.id, User.name)
            .order_by(first)
        )
    )
