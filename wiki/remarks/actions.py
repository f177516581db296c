"""Say something about words of a draft, answer, settle it, and take any of that back."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_readable_text, may_read
from wiki.audit.steps import record
from wiki.characters import normalise_text
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.remarks.anchors import find_spot
from wiki.remarks.models import QUOTE_LENGTH, Remark
from wiki.remarks.queries import count_remarks
from wiki.remarks.steps import find_discussed, find_remark
from wiki.reviews.words import check_words
from wiki.signals import draft_discussed
from wiki.web.numbers import LARGEST

_MOST = 500

_NO_DRAFT = _("There is no draft any more: it was published or archived. Your words are below.")
_NO_WORDS = _("Say what you think of these words.")
_NO_QUOTE = _("These words are not in the version that you read. Copy them from its line.")
_TOO_MANY = _("The draft has as many comments as it can have.")
_ANSWERED = _("Somebody has answered by now, so the comment stays.")


def add_remark(
    article_id: int, number: int, line: int, quote: str, words: str, viewer: Viewer
) -> int:
    """Say something about quoted words near a line of revision `number`; return the remark's id."""
    words = _check(words)
    quote = normalise_text(quote[: 2 * QUOTE_LENGTH]).strip()[:QUOTE_LENGTH]
    with write():
        article = find_discussed(article_id, viewer)
        _refuse_without_draft(article, viewer)
        revision = find_readable_text(article.id, number, viewer)
        spot = find_spot(quote, min(line, LARGEST), revision.body_markdown) if quote else None
        if spot is None or spot.has_changed:
            raise InvalidInput(_NO_QUOTE, {"quote": _NO_QUOTE})
        row = Remark(
            article_id=article.id,
            revision_id=revision.id,
            line=spot.line,
            quote=quote,
            words=words,
            author_id=viewer.user_id,
        )
        db.session.add(row)
        db.session.flush()
        draft_discussed.send(row, viewer=viewer)
        row_id = row.id
        record(viewer.user_id, "remark", "article", article.id, revision=revision.number)
    return row_id


def answer_remark(article_id: int, remark_id: int, words: str, viewer: Viewer) -> int:
    """Answer a remark; return the id of the answer."""
    words = _check(words)
    with write():
        article = find_discussed(article_id, viewer)
        _refuse_without_draft(article, viewer)
        asked = find_remark(article, remark_id)
        row = Remark(
            article_id=article.id,
            revision_id=asked.revision_id,
            answered_id=asked.answered_id or asked.id,
            words=words,
            author_id=viewer.user_id,
        )
        db.session.add(row)
        db.session.flush()
        draft_discussed.send(row, viewer=viewer)
        row_id = row.id
        record(viewer.user_id, "answer_remark", "article", article.id)
    return row_id


def resolve_remark(article_id: int, remark_id: int, viewer: Viewer, *, is_resolved: bool) -> None:
    """Say that a remark is settled, or that it is not; what is so already stays as it is."""
    with write():
        article = find_discussed(article_id, viewer)
        row = find_remark(article, remark_id)
        if row.answered_id is not None or (row.resolved_at is not None) == is_resolved:
            return
        row.resolved_at = now() if is_resolved else None
        row.resolved_by_id = viewer.user_id if is_resolved else None
        if is_resolved:
            draft_discussed.send(row, viewer=viewer)
            record(viewer.user_id, "resolve_remark", "article", article.id)
        else:
            record(viewer.user_id, "reopen_remark", "article", article.id)


@dataclass(frozen=True)
class TakenBack:
    """What was said, to be said again; `answered_id` is None where it was no answer."""

    answered_id: int | None
    number: int
    line: int
    quote: str
    words: str


def take_back(article_id: int, remark_id: int, viewer: Viewer) -> TakenBack:
    """Delete an own remark or answer that nobody has answered; return what it said."""
    with write():
        article = find_discussed(article_id, viewer)
        row = find_remark(article, remark_id)
        if row.author_id != viewer.user_id:
            raise NotAllowed()
        answers = select(Remark.id).where(Remark.answered_id == row.id).limit(1)
        if db.session.scalar(answers) is not None:
            raise EditConflict(_ANSWERED)
        quote = row.quote if may_read(row.revision, viewer) else ""
        taken = TakenBack(row.answered_id, row.revision.number, row.line, quote, row.words)
        db.session.delete(row)
        record(viewer.user_id, "take_remark_back", "article", article.id)
    return taken


def _check(words: str) -> str:
    words = check_words(words, "words")
    if not words:
        raise InvalidInput(_NO_WORDS, {"words": _NO_WORDS})
    return words


def _refuse_without_draft(article: Article, viewer: Viewer) -> None:
    if not article.has_draft or article.is_archived:
        raise EditConflict(_NO_DRAFT)
    if count_remarks(article, viewer) >= _MOST:
        raise EditConflict(_TOO_MANY)
