"""Take a draft, let it go, return it with words, and say as its author that it is ready again."""

from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.completeness import needs_another
from wiki.articles.steps.revise import find_head
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.reviews.models import Review, ReviewState
from wiki.reviews.queries import find_current, may_see_reviews
from wiki.reviews.steps import answer_round, list_open, waits
from wiki.reviews.words import check_words
from wiki.signals import draft_discussed

_GONE = _("The draft does not wait any more: it was published, taken back, returned or archived.")
_NEWER = _("A newer version was saved meanwhile. Read it; what you wrote is kept below.")
_OWN = _("You wrote this draft yourself. Another editor has to review it.")
_NO_WORDS = _("Say what the author should change.")
_NOT_RETURNED = _("The draft is not with its author any more.")
_NOTHING = _("There is nothing to undo.")


def take_draft(article_id: int, viewer: Viewer, over: int = 0) -> Article:
    """Say that the viewer looks at a draft, so that nobody else does the same work.

    `over` names the round of another editor that the viewer takes over. Raises EditConflict when
    another editor has the draft.
    """
    with write():
        article = find_permitted(article_id, Permission.REVIEW, viewer)
        _refuse_unfit(article, viewer)
        row = _find_taken(article)
        if row is not None and row.reviewer_id == viewer.user_id:  # the form was sent twice
            return article
        if row is not None and row.id != over:
            raise EditConflict(_taken_by(article, viewer))
        row = row or _add_round(article, viewer)
        row.reviewer_id, row.revision_id = _id_of(viewer), article.head.id
        row.taken_at = now()
        record(viewer.user_id, "take", "article", article.id)
    return article


def let_go(article_id: int, viewer: Viewer) -> Article:
    """Leave a draft to the other editors again; nothing was said about it."""
    with write():
        article = find_permitted(article_id, Permission.REVIEW, viewer)
        row = _find_taken(article)
        if row is not None and row.reviewer_id == viewer.user_id:
            db.session.delete(row)
            record(viewer.user_id, "let_go", "article", article.id)
    return article


def return_draft(article_id: int, number: int, words: str, viewer: Viewer) -> int:
    """Give a draft back to its author, with words; return the id of the round.

    Raises EditConflict when `number` is not the newest revision or another editor has the draft.
    """
    words = check_words(words, "words")
    if not words:
        raise InvalidInput(_NO_WORDS, {"words": _NO_WORDS})
    with write():
        article = find_permitted(article_id, Permission.REVIEW, viewer)
        head = find_head(article)
        if head.number != number:
            raise EditConflict(_NEWER)
        _refuse_unfit(article, viewer)
        row = _find_taken(article)
        if row is not None and row.reviewer_id != viewer.user_id:
            raise EditConflict(_taken_by(article, viewer))
        row = row or _add_round(article, viewer)
        row.state, row.words, row.revision_id = ReviewState.RETURNED, words, head.id
        row.decided_at = article.held_at = now()
        record(viewer.user_id, "return", "article", article.id, revision=head.number)
        db.session.flush()
        draft_discussed.send(row, viewer=viewer)
        row_id = row.id
    return row_id


def undo_return(article_id: int, review_id: int, viewer: Viewer) -> str:
    """Put a returned draft back on the list, as it was; return the words, to be used again."""
    with write():
        article = find_permitted(article_id, Permission.REVIEW, viewer)
        row = _find_returned(article)
        if row is None or row.id != review_id or article.is_archived:
            raise InvalidInput(_NOTHING)
        words = row.words
        article.held_at = None
        if row.taken_at is None:
            db.session.delete(row)
        else:
            row.state, row.words, row.decided_at = ReviewState.TAKEN, "", None
            draft_discussed.send(row, viewer=viewer)
        record(viewer.user_id, "undo_return", "article", article.id)
    return words


def answer_review(article_id: int, answer: str, viewer: Viewer) -> Article:
    """Send a returned draft to the editors again, with an answer that may be empty."""
    answer = check_words(answer, "answer")
    with write():
        article = find_permitted(article_id, Permission.EDIT, viewer)
        if not may_see_reviews(article, viewer):
            raise NotAllowed()
        row = _find_returned(article)
        if row is None or article.is_archived:
            raise EditConflict(_NOT_RETURNED)
        article.held_at = None
        answer_round(row, answer, viewer)
        record(viewer.user_id, "send", "article", article.id)
    return article


def _refuse_unfit(article: Article, viewer: Viewer) -> None:
    """Raise unless the draft waits and the viewer may review it."""
    if not waits(article):
        raise EditConflict(_GONE)
    if needs_another(article, viewer):
        raise EditConflict(_OWN)


def _find_taken(article: Article) -> Review | None:
    return _find(article, ReviewState.TAKEN)


def _find_returned(article: Article) -> Review | None:
    return _find(article, ReviewState.RETURNED)


def _find(article: Article, state: ReviewState) -> Review | None:
    return next((row for row in list_open(article) if row.state == state), None)


def _add_round(article: Article, viewer: Viewer) -> Review:
    row = Review(
        article_id=article.id,
        revision_id=article.head.id,
        reviewer_id=_id_of(viewer),
        state=ReviewState.TAKEN,
    )
    db.session.add(row)
    return row


def _id_of(viewer: Viewer) -> int:
    if viewer.user_id is None:  # the command line is nobody whom others could ask
        raise NotAllowed()
    return viewer.user_id


def _taken_by(article: Article, viewer: Viewer) -> str:
    """Return who looks at the draft since when, in words."""
    current = find_current(article, viewer)
    if current is None:
        return str(_GONE)
    since = format_datetime(current.taken_at, "d MMMM HH:mm")
    message: str = gettext(
        "%(name)s has been looking at it since %(time)s.", name=current.reviewer, time=since
    )
    return message
