"""Read the reviews of drafts, for editors and for those whose draft it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import is_visible
from wiki.db import db
from wiki.errors import NotAllowed
from wiki.memory.queries import remember
from wiki.reviews.models import Review, ReviewState
from wiki.reviews.news import DraftNews, NewsKind
from wiki.revisions.models import Revision

_ANSWERER = aliased(User)


@dataclass(frozen=True)
class Round:
    """A round of a review as a page shows it; `number` is the revision that the editor saw."""

    id: int
    article_id: int
    number: int
    state: ReviewState
    reviewer: str
    is_own: bool
    words: str
    taken_at: datetime | None
    decided_at: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    is_closed: bool

    @property
    def is_taken(self) -> bool:
        """Return whether an editor is looking at the draft."""
        return self.state == ReviewState.TAKEN and not self.is_closed

    @property
    def is_returned(self) -> bool:
        """Return whether the draft waits for its author."""
        return self.state == ReviewState.RETURNED and not self.is_closed

    @property
    def is_answered(self) -> bool:
        """Return whether the author has sent the draft to the editors again."""
        return self.state == ReviewState.ANSWERED and not self.is_closed


def may_see_reviews(article: Article, viewer: Viewer) -> bool:
    """Return whether the viewer is an editor, or the draft or the article is their work.

    Every author may improve a public article, but what editors say about a draft of it is for
    those who wrote that.
    """
    if can(Permission.NAME_AUTHORS, viewer, article):
        return True
    query = select(_wrote_draft(viewer)).where(Article.id == article.id)
    return bool(db.session.scalar(query))


def keep_reviewed(article_ids: Iterable[int], viewer: Viewer) -> set[int]:
    """Return those of the articles whose reviews the viewer may see."""
    asked = Article.id.in_(set(article_ids))
    rows = db.session.execute(
        select(Article, _wrote_draft(viewer)).where(asked, is_visible(viewer))
    )
    return {
        article.id
        for article, wrote in rows
        if wrote or can(Permission.NAME_AUTHORS, viewer, article)
    }


def list_returns(review_ids: Collection[int], viewer: Viewer) -> dict[int, DraftNews]:
    """Return what notices say of drafts that were returned, by the id of the round."""
    if not review_ids:
        return {}
    is_returned = Review.state.in_((ReviewState.RETURNED.value, ReviewState.ANSWERED.value))
    rows = db.session.execute(
        select(Review, User.name)
        .join(User, User.id == Review.reviewer_id)
        .where(Review.id.in_(review_ids), is_returned)
    ).all()
    seen_ids = keep_reviewed([row.article_id for row, _name in rows], viewer)
    return {
        row.id: DraftNews(NewsKind.RETURNED, row.article_id, row.id, name, row.words)
        for row, name in rows
        if row.article_id in seen_ids
    }


def list_rounds(article: Article, viewer: Viewer) -> list[Round]:
    """Return all rounds of an article's reviews, the newest first."""
    if not may_see_reviews(article, viewer):
        raise NotAllowed()
    query = _select(viewer).where(Review.article_id == article.id).order_by(Review.id.desc())
    return [_read(row, viewer) for row in db.session.execute(query)]


def list_current(article_ids: Iterable[int], viewer: Viewer) -> Mapping[int, Round]:
    """Return by article the newest round about the draft there is, if the viewer may see it."""
    ids = tuple(article_ids)
    return remember(
        ("current rounds", ids, viewer),
        (Review, Article, Revision, User),
        lambda: _find_current(ids, viewer),
    )


def _find_current(ids: Sequence[int], viewer: Viewer) -> Mapping[int, Round]:
    return {
        row[0].article_id: _read(row, viewer)
        for row in db.session.execute(_select_current(viewer), {"ids": ids})
        if row.wrote or can(Permission.NAME_AUTHORS, viewer, row[1])
    }


@lru_cache(maxsize=256)  # lists of drafts ask it, and building it costs more than running it
def _select_current(viewer: Viewer) -> Select[Any, Any, Any, Any, Any, Any]:
    is_asked = Review.article_id.in_(bindparam("ids", expanding=True))
    return _select(viewer).where(is_asked, Review.closed_at.is_(None)).order_by(Review.id)


def find_current(article: Article, viewer: Viewer) -> Round | None:
    """Return the newest round about an article's draft, if there is one that the viewer sees."""
    return list_current([article.id], viewer).get(article.id)


def _select(viewer: Viewer) -> Select[Any, Any, Any, Any, Any, Any]:
    return (
        select(
            Review,
            Article,
            Revision.number,
            User.name,
            _ANSWERER.name,
            _wrote_draft(viewer).label("wrote"),
        )
        .join(Article, Article.id == Review.article_id)
        .join(Revision, Revision.id == Review.revision_id)
        .join(User, User.id == Review.reviewer_id)
        .outerjoin(_ANSWERER, _ANSWERER.id == Review.answered_by_id)
        .where(is_visible(viewer))
    )


def _wrote_draft(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a version that readers have not seen is the viewer's."""
    version = aliased(Revision)
    return exists().where(
        version.article_id == Article.id,
        version.id > func.coalesce(Article.published_id, 0),
        version.author_id == viewer.user_id,
    )


def _read(row: Sequence[Any], viewer: Viewer) -> Round:
    stored, _article, number, reviewer, answerer, _wrote = row
    return Round(
        id=stored.id,
        article_id=stored.article_id,
        number=number,
        state=ReviewState(stored.state),
        reviewer=reviewer,
        is_own=stored.reviewer_id == viewer.user_id,
        words=stored.words,
        taken_at=stored.taken_at,
        decided_at=stored.decided_at,
        answer=stored.answer,
        answered_by=answerer or "",
        answered_at=stored.answered_at,
        is_closed=stored.closed_at is not None,
    )
