"""Keep what a reader says is wrong, close it, and undo that."""

from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import delete

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_text
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import Busy, InvalidInput, NotFound
from wiki.reviews.words import check_words
from wiki.tips.models import Tip
from wiki.tips.queries import count_open
from wiki.web.numbers import LARGEST

TIP_LENGTH = 2000
# More than this nobody reads.
_MOST_OPEN = 500
_KEPT = timedelta(days=90)

_NO_WORDS = _("Say what is wrong.")
_NO_TEXT = _("This holds characters that are not text. Remove them.")
_TOO_LONG = _("Use at most %(count)s characters.", count=TIP_LENGTH)
_FULL = _("The editors have more to read than they can just now. Try again another day.")


def add_tip(article: Article, words: str) -> None:
    """Keep what a reader says about an article that they can read.

    What was closed long ago is deleted: nobody needs it any more. Raises Busy when too much waits.
    """
    words = check_tip(words)
    if not current_app.config["READER_TIPS"] or article.published is None or article.is_archived:
        raise NotFound()
    article_id, number = article.id, article.published.number
    with write():
        db.session.execute(delete(Tip).where(Tip.closed_at < now() - _KEPT))
        if count_open() >= _MOST_OPEN:
            raise Busy(str(_FULL))
        db.session.add(Tip(article_id=article_id, number=number, words=words))
        record(None, "tip", "article", article_id)


def check_tip(words: str) -> str:
    """Return the words as they are stored; raise InvalidInput if they are not valid."""
    words = normalise_text(words[: 4 * TIP_LENGTH]).strip()
    message = ""
    if not words:
        message = _NO_WORDS
    elif FORBIDDEN.search(words):
        message = _NO_TEXT
    elif len(words) > TIP_LENGTH:
        message = _TOO_LONG
    if message:
        raise InvalidInput(message, {"words": message})
    return words


def close_tip(tip_id: int, answer: str, viewer: Viewer) -> None:
    """Say that nothing is left to do, and for the other editors what was done."""
    answer = check_words(answer, "answer")
    with write():
        row = _find(tip_id, viewer)
        if row.closed_at is None:
            row.closed_at, row.closed_by_id, row.answer = now(), viewer.user_id, answer
            record(viewer.user_id, "close_tip", "article", row.article_id)


def reopen_tip(tip_id: int, viewer: Viewer) -> str:
    """Put it on the list again, as it was; return the answer that it had."""
    with write():
        row = _find(tip_id, viewer)
        answer = row.answer
        if row.closed_at is not None:
            row.closed_at = row.closed_by_id = None
            row.answer = ""
            record(viewer.user_id, "reopen_tip", "article", row.article_id)
    return answer


def _find(tip_id: int, viewer: Viewer) -> Tip:
    require(Permission.USE_DESK, viewer)
    row = db.session.get(Tip, tip_id) if 0 < tip_id <= LARGEST else None
    if row is None:
        raise NotFound()
    return row
