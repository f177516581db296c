"""Tell those whose work a draft is what is said of it, in the transaction in which it is said.

These are a few people, told by one statement, and only deeds of a review wait for it: no save.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    case,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from wiki.accounts.models import Role, User
from wiki.accounts.viewer import Viewer
from wiki.amendments.models import Amendment
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db
from wiki.remarks.models import Remark
from wiki.reviews.models import Review, ReviewState
from wiki.revisions.models import Revision
from wiki.talk.naming import find_named
from wiki.talk.queries.people import takes_part
from wiki.watching.models import Notice, Reason
from wiki.watching.steps.spreading import wake_notifier


def note_news(row: Review | Remark | Amendment, *, viewer: Viewer, **_more: Any) -> None:
    """Tell of a review, a comment or a suggestion as it is now, but not who did it."""
    article = db.session.get_one(Article, row.article_id)
    if isinstance(row, Review):
        _note_review(row, article, viewer)
    elif isinstance(row, Remark):
        _note_remark(row, article, viewer)
    else:
        _note_amendment(row, article, viewer)
    wake_notifier()


def rest_published(article: Article, **_more: Any) -> None:
    """Let notices of what was said of a draft rest once readers see it: nothing is left to do.

    What was decided about a suggestion is still news to who made it.
    """
    if article.published_id is None:
        return
    rounds = select(Review.id).where(
        Review.article_id == article.id, Review.revision_id <= article.published_id
    )
    remarks = select(Remark.id).where(
        Remark.article_id == article.id, Remark.revision_id <= article.published_id
    )
    amendments = select(Amendment.id).where(
        Amendment.article_id == article.id,
        Amendment.revision_id <= article.published_id,
        Amendment.settled_at.is_(None),
    )
    is_about = or_(
        Notice.review_id.in_(rounds),
        Notice.remark_id.in_(remarks),
        Notice.amendment_id.in_(amendments),
    )
    _rest((Notice.article_id == article.id) & is_about)


def _note_review(row: Review, article: Article, viewer: Viewer) -> None:
    """Tell that a draft was returned; once it is answered, nobody has to be told."""
    about = Notice.review_id == row.id
    if row.state == ReviewState.RETURNED:
        _tell(Notice.review_id, row.id, article, _wrote_draft(article), viewer)
    elif row.state == ReviewState.ANSWERED:
        _rest(about)
    else:
        db.session.execute(delete(Notice).where(about))


def _note_remark(row: Remark, article: Article, viewer: Viewer) -> None:
    """Tell of a comment or an answer who wrote the draft, wrote beside it, or is named in it.

    Once a comment is settled, nobody has to be told of it.
    """
    first = row.answered_id or row.id
    beside = or_(Remark.id == first, Remark.answered_id == first)
    if row.resolved_at is not None:
        thread = Notice.remark_id.in_(select(Remark.id).where(beside))
        is_own = Notice.user_id == viewer.user_id  # who settles it has read the answers
        _rest((Notice.remark_id == row.id) | (thread & is_own))
        return
    named = _find_named(row.words, article)
    is_meant = or_(
        _wrote_draft(article),
        exists().where(Remark.author_id == User.id, beside),
        User.id.in_(named),
    )
    _tell(Notice.remark_id, row.id, article, is_meant, viewer, named)
    if row.answered_id is not None:
        _rest_answered(row, beside)


def _rest_answered(row: Remark, beside: ColumnElement[bool]) -> None:
    """Let what others said before an answer rest, for its author and for all who are told of it.

    Who is only named in the comment is not told of the answer, and still is of the comment.
    """
    others = select(Remark.id).where(beside, Remark.author_id != row.author_id)
    newer = aliased(Notice)
    told = select(newer.user_id).where(newer.remark_id == row.id)
    knows = (Notice.user_id == row.author_id) | Notice.user_id.in_(told)
    _rest(Notice.remark_id.in_(others) & knows)


def _note_amendment(row: Amendment, article: Article, viewer: Viewer) -> None:
    """Tell of a suggestion who wrote the draft, and of the decision who made the suggestion."""
    about, is_own = Notice.amendment_id == row.id, Notice.user_id == row.author_id
    # What was decided before, and taken back, is not told any more.
    db.session.execute(delete(Notice).where(about, is_own))
    is_author = User.id == row.author_id
    if row.settled_at is None:
        is_meant = _wrote_draft(article) & ~is_author
        _tell(Notice.amendment_id, row.id, article, is_meant, viewer)
    else:
        _rest(about)
        _tell(Notice.amendment_id, row.id, article, is_author, viewer)


def _tell(
    column: InstrumentedAttribute[int | None],
    row_id: int,
    article: Article,
    is_meant: ColumnElement[bool],
    viewer: Viewer,
    named: frozenset[int] = frozenset(),
) -> None:
    """Make a notice for all who are meant and may see it; nobody is told twice."""
    told_already = exists().where(Notice.user_id == User.id, column == row_id)
    told = select(
        User.id,
        literal(article.id),
        literal(0),
        literal(row_id),
        case((User.id.in_(named), Reason.NAMED.value), else_=""),
        literal(False),
        literal(now(), Notice.created_at.type),
    ).where(is_meant, _sees_review(article), User.id != (viewer.user_id or 0), ~told_already)
    columns = ["user_id", "article_id", "revision_id", column.key, "reason", "is_new", "created_at"]
    db.session.execute(insert(Notice).from_select(columns, told))


def _rest(about: ColumnElement[bool]) -> None:
    """Let notices of what is done count as read, so that they are not mailed."""
    unread = about & Notice.read_at.is_(None)
    db.session.execute(update(Notice).where(unread).values(read_at=now()))


def _wrote_draft(article: Article) -> ColumnElement[bool]:
    """Return the condition that somebody wrote what readers have not seen."""
    return exists().where(
        Revision.article_id == article.id,
        Revision.id > (article.published_id or 0),
        Revision.author_id == User.id,
    )


def _sees_review(article: Article) -> ColumnElement[bool]:
    """Return the condition that somebody may read what is said of a draft.

    The same rule as that of `may_see_reviews`, for many people at once.
    """
    editors = [role.value for role in Role if role.rank >= Role.EDITOR.rank]
    is_theirs = or_(
        User.role.in_(editors),
        User.id == article.created_by_id,
        User.id.in_(article.author_ids),
        _wrote_draft(article),
    )
    return takes_part(article) & is_theirs


def _find_named(words: str, article: Article) -> frozenset[int]:
    """Return who is named by `@`, of those who may read it."""
    if "@" not in words:
        return frozenset()
    rows = db.session.execute(select(User.id, User.name).where(_sees_review(article)))
    named = find_named(words, [(user_id, name) for user_id, name in rows])
    return frozenset().union(*(place.user_ids for place in named))
