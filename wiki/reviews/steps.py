"""Read and settle the rounds of a review, inside the transaction of the caller."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import Select, bindparam, select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db
from wiki.reviews.models import Review, ReviewState
from wiki.reviews.queries import find_current, may_see_reviews
from wiki.signals import draft_discussed, draft_moved


def init_reviews(app: Flask) -> None:
    """Follow what becomes of drafts, and register what templates ask of reviews."""
    draft_moved.connect(_follow)
    app.jinja_env.globals.update(find_review=find_current, may_see_reviews=may_see_reviews)


def _follow(article: Article, *, viewer: Viewer, **_more: Any) -> None:
    settle_rounds(article, viewer)


def list_open(article: Article) -> Sequence[Review]:
    """Return the rounds that are not closed, the oldest first."""
    return db.session.scalars(_open_rounds(), {"article_id": article.id}).all()


@cache  # each save runs it, and building it costs more than running it
def _open_rounds() -> Select[Review]:
    is_of_article = Review.article_id == bindparam("article_id")
    return select(Review).where(is_of_article, Review.closed_at.is_(None)).order_by(Review.id)


def settle_rounds(article: Article, viewer: Viewer) -> None:
    """Make the rounds fit the state of the article, whatever has changed that.

    A publication closes all. A draft that left the editors' list is nobody's to look at, and one
    that came back to it is answered.
    """
    for row in list_open(article):
        if not article.has_draft:
            _close(row, article, viewer)
        elif row.state == ReviewState.TAKEN and not waits(article):
            db.session.delete(row)
        elif row.state == ReviewState.RETURNED and article.held_at is None:
            answer_round(row, "", viewer)
    db.session.flush()


def waits(article: Article) -> bool:
    """Return whether the article has a draft on the editors' list."""
    return article.has_draft and article.held_at is None and not article.is_archived


def answer_round(row: Review, answer: str, viewer: Viewer) -> None:
    """Say that the draft is ready again."""
    row.state, row.answer = ReviewState.ANSWERED, answer
    row.answered_by_id, row.answered_at = viewer.user_id, now()
    draft_discussed.send(row, viewer=viewer)


def _close(row: Review, article: Article, viewer: Viewer) -> None:
    """End a round with a publication, which is the work of who published, not of who looked."""
    row.closed_at = now()
    if row.state != ReviewState.TAKEN:
        return
    if viewer.user_id is None or article.published_id is None:
        db.session.delete(row)
        return
    row.state, row.decided_at = ReviewState.PUBLISHED, row.closed_at
    row.reviewer_id, row.revision_id = viewer.user_id, article.published_id
