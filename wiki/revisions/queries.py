"""Read the revisions of an article that the viewer may see."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, undefer

from wiki.accounts.permissions import Draftable, Permission, can
from wiki.accounts.queries import credit_of
from wiki.accounts.viewer import Viewer
from wiki.citations.credits import Credit
from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.render import RENDERER_VERSION
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page, paginate


class Versioned(Draftable, Protocol):
    """What these queries need of an article; the articles folder is in a layer above this one."""

    id: int
    head_id: int | None
    published_id: int | None


@dataclass(frozen=True)
class Reviewed:
    """Who reviewed version `number`; the university is where they worked then."""

    credit: Credit
    number: int
    university_sv: str
    university_en: str
    at: datetime

    def university(self, language: str) -> str:
        """Return the name of the university in `language`; it may be empty."""
        return self.university_sv if language == "sv" else self.university_en


@dataclass(frozen=True)
class HistoryEntry:
    """What a history shows of a revision; `change` is the growth of its text in characters."""

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
    reviewed: Reviewed | None


def list_history(article: Versioned, viewer: Viewer, page: int = 1) -> Page[HistoryEntry]:
    """List the revisions that the viewer may see in the history, newest first.

    Readers get those that were published and are not hidden. Those who may see drafts get all, but
    can open hidden ones only if they may hide revisions.
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
    entries = (
        select(Revision, query.c.change, query.c.has_previous, ReviewedVersion)
        .join(query, query.c.id == Revision.id)
        .outerjoin(ReviewedVersion, is_review_of(Revision))
        .options(joinedload(Revision.author), joinedload(ReviewedVersion.reviewer))
        .order_by(query.c.number.desc())
    )
    return paginate(entries, partial(_history_entry, article), page, total=total)


def _is_listed(article: Versioned, viewer: Viewer) -> ColumnElement[bool]:
    if can(Permission.SEE_DRAFT, viewer, article):
        return true()
    return and_(Revision.published_at.is_not(None), Revision.hidden_at.is_(None))


def _history_entry(
    article: Versioned,
    revision: Revision,
    change: int,
    has_previous: bool,
    review: ReviewedVersion | None,
) -> HistoryEntry:
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
        reviewed=read_review(review) if revision.published_at else None,
    )


def read_review(row: ReviewedVersion | None) -> Reviewed | None:
    """Return who reviewed a version, as pages name them."""
    if row is None:
        return None
    credit = credit_of(row.reviewer) if row.reviewer else Credit(row.name)
    return Reviewed(credit, row.number, row.university_sv, row.university_en, row.reviewed_at)


def find_reviewed(revision: Revision) -> Reviewed | None:
    """Return who reviewed exactly this version, if readers have seen it."""
    if revision.published_at is None:
        return None
    row = db.session.get(ReviewedVersion, (revision.article_id, revision.number))
    return read_review(row)


def is_last_review(shown: Any = Revision) -> ColumnElement[bool]:
    """Return the condition that a ReviewedVersion is the newest up to the revision shown.

    What was published only for a while, and taken back, does not count.
    """
    version, review = aliased(Revision), aliased(ReviewedVersion)
    newest = (
        select(func.max(review.number))
        .join(version, and_(version.article_id == review.article_id, _has_number(version, review)))
        .where(
            review.article_id == shown.article_id,
            review.number <= shown.number,
            version.published_at.is_not(None),
        )
        .correlate(shown)
        .scalar_subquery()
    )
    return and_(ReviewedVersion.article_id == shown.article_id, ReviewedVersion.number == newest)


def is_review_of(version: Any) -> ColumnElement[bool]:
    """Return the condition that a ReviewedVersion is about a revision."""
    return and_(
        ReviewedVersion.article_id == version.article_id, _has_number(version, ReviewedVersion)
    )


def _has_number(version: Any, review: Any) -> ColumnElement[bool]:
    equal: ColumnElement[bool] = version.number == review.number
    return equal


def find_revision(article: Versioned, number: int, viewer: Viewer) -> Revision:
    """Return a revision with its text; raise NotFound when the viewer may not read it."""
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
    """Return the numbers of the nearest revisions before and after that the viewer may read."""
    numbers = _readable(article, viewer).with_only_columns(Revision.number)
    earlier = numbers.where(Revision.number < number).order_by(Revision.number.desc()).limit(1)
    later = numbers.where(Revision.number > number).order_by(Revision.number).limit(1)
    return db.session.scalar(earlier), db.session.scalar(later)


def list_newest_numbers(article: Versioned, viewer: Viewer) -> list[int]:
    """Return the numbers of the two newest revisions that the viewer may read, newest first."""
    numbers = _readable(article, viewer).with_only_columns(Revision.number)
    return list(db.session.scalars(numbers.order_by(Revision.number.desc()).limit(2)))


def _readable(article: Versioned, viewer: Viewer) -> Select[Revision]:
    """Select the revisions whose text the viewer may read."""
    query = select(Revision).where(Revision.article_id == article.id, _is_listed(article, viewer))
    if can(Permission.HIDE_REVISION, viewer):
        return query
    return query.where(Revision.hidden_at.is_(None))


def select_shares(article_ids: Any, last: ColumnElement[int]) -> Select[int, int, int, int]:
    """Select article, author, first revision and words added, per article and author.

    Each article counts up to its revision `last`, drafts included and hidden texts left out.
    """
    return (
        select(
            Revision.article_id,
            Revision.author_id,
            func.min(Revision.number).label("first"),
            func.sum(Revision.words_added).label("words"),
        )
        .where(
            Revision.article_id.in_(article_ids),
            Revision.number <= last,
            Revision.hidden_at.is_(None),
        )
        .group_by(Revision.article_id, Revision.author_id)
    )


def is_rendered_otherwise(style: str) -> ColumnElement[bool]:
    """Return whether an older renderer or another style of citing made the HTML of a revision."""
    has_sources = Revision.body_html.contains('<section class="sources"')
    is_otherwise = ~Revision.body_html.contains(f'class="sources-{style}"')
    is_older = Revision.renderer_version < RENDERER_VERSION
    return or_(is_older, and_(has_sources, is_otherwise))
