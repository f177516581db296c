"""Store counts of searches, delete them after ninety days, and let editors answer searches."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted, is_public
from wiki.articles.steps.redirects import (
    RedirectChange,
    delete_redirect,
    insert_redirect,
    prepare_redirect,
    prepare_redirect_removal,
)
from wiki.articles.steps.requests import delete_request, insert_request
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify
from wiki.search_log.buffer import MOST_OPENED, Count, Key
from wiki.search_log.models import OpenedHit, SearchAnswer, SearchCount
from wiki.search_log.texts import normalise_search
from wiki.tags.steps.synonyms import delete_synonym, insert_synonym

DAYS_KEPT = 90
# 90 days of them take less than 50 MB, whatever clients send.
MOST_TEXTS_A_DAY = 2000
_NOTHING = _("There is nothing to undo.")
_NO_TEXT = _("Choose a search.")

Texts = Mapping[str, Count]


def store_counts(counts: Mapping[Key, Count]) -> None:
    """Add counts to those of their days, in one short transaction.

    Only a search or a report to the editors adds a text; opened hits of a text that has no row
    are dropped.
    """
    days: dict[tuple[date, str], dict[str, Count]] = defaultdict(dict)
    for (day, language, text), count in counts.items():
        days[day, language][text] = count
    with write():
        public = _public_ids(
            {article_id for count in counts.values() for article_id in count.opened}
        )
        for (day, language), texts in sorted(days.items()):
            stored = _store_texts(day, language, texts)
            _store_opened(day, language, {text: texts[text] for text in stored}, public)


def _public_ids(article_ids: Collection[int]) -> set[int]:
    query = select(Article.id).where(Article.id.in_(article_ids), is_public())
    return set(db.session.scalars(query))


def _store_texts(day: date, language: str, texts: Texts) -> list[str]:
    """Add to the rows of a day, and return the texts that have one, within the day's limit."""
    found = db.session.scalars(
        select(SearchCount).where(
            SearchCount.day == day, SearchCount.language == language, SearchCount.text.in_(texts)
        )
    )
    rows = {row.text: row for row in found}
    stored = select(func.count()).select_from(SearchCount).where(SearchCount.day == day)
    room = MOST_TEXTS_A_DAY - (db.session.scalar(stored) or 0)
    for text in sorted(texts.keys() - rows.keys()):
        if room > 0 and (texts[text].times or texts[text].asked_for):
            rows[text] = SearchCount(
                day=day, language=language, text=text, times=0, hits=0, asked_for=0
            )
            db.session.add(rows[text])
            room -= 1
    for text, row in rows.items():
        count = texts[text]
        row.times += count.times
        row.asked_for += count.asked_for
        row.hits = row.hits if count.hits is None else count.hits
    db.session.flush()
    return list(rows)


def _store_opened(day: date, language: str, texts: Texts, public: set[int]) -> None:
    stored: dict[str, dict[int, OpenedHit]] = defaultdict(dict)
    for row in db.session.scalars(
        select(OpenedHit).where(
            OpenedHit.day == day, OpenedHit.language == language, OpenedHit.text.in_(texts)
        )
    ):
        stored[row.text][row.article_id] = row
    for text, count in texts.items():
        rows = stored[text]
        for article_id in sorted(count.opened.keys() & public):
            if article_id in rows:
                rows[article_id].times += count.opened[article_id]
            elif len(rows) < MOST_OPENED:
                rows[article_id] = OpenedHit(
                    day=day,
                    language=language,
                    text=text,
                    article_id=article_id,
                    times=count.opened[article_id],
                )
                db.session.add(rows[article_id])
    db.session.flush()


def sweep_searches() -> int:
    """Delete what is older than ninety days; return the number of deleted counts of searches."""
    last = now() - timedelta(days=DAYS_KEPT)
    with write():
        db.session.execute(delete(OpenedHit).where(OpenedHit.day <= last.date()))
        db.session.execute(delete(SearchAnswer).where(SearchAnswer.answered_at <= last))
        days = select(SearchCount.day).where(SearchCount.day <= last.date())
        count = len(db.session.scalars(days).all())
        db.session.execute(delete(SearchCount).where(SearchCount.day <= last.date()))
    return count


def make_synonym(language: str, text: str, tag_id: int, viewer: Viewer) -> None:
    """Make a searched text a synonym of a tag, and record the answer."""
    text = _check(text, viewer)
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        insert_synonym(tag_id, language, text, viewer)
        _store_answer(language, text, "synonym", tag_id=tag_id)


def make_redirect(language: str, text: str, article_id: int, viewer: Viewer) -> None:
    """Make a searched text a redirect to an article, and record the answer."""
    text = _check(text, viewer)
    article = find_permitted(article_id, Permission.PUBLISH, viewer)
    change = prepare_redirect(article, language, text)
    with write():
        insert_redirect(change, viewer)
        _store_answer(language, text, "address", article_id=article_id)


def make_request(language: str, text: str, viewer: Viewer, title: str = "") -> None:
    """Put a searched text, or a title instead, on the list of wanted articles."""
    text = _check(text, viewer)
    with write():
        insert_request(language, title or text[:1].upper() + text[1:], viewer)
        _store_answer(language, text, "request")


def withdraw_article_request(language: str, title: str, viewer: Viewer) -> bool:
    """Remove a title from the list of wanted articles; its search is unanswered again."""
    require(Permission.USE_DESK, viewer)
    with write():
        if not delete_request(language, title, viewer):
            return False
        answers = select(SearchAnswer).where(
            SearchAnswer.language == language, SearchAnswer.kind == "request"
        )
        for answer in db.session.scalars(answers).all():
            if slugify(answer.text) == slugify(title):
                db.session.delete(answer)
    return True


def dismiss_search(language: str, text: str, viewer: Viewer) -> None:
    """Mark a searched text as needing no answer."""
    text = _check(text, viewer)
    with write():
        _store_answer(language, text, "dismissal")
        # Without the words: the audit log is stored for longer than readers' searches may be.
        record(viewer.user_id, "dismiss", "search", None)


def _check(text: str, viewer: Viewer) -> str:
    require(Permission.USE_DESK, viewer)
    text = normalise_search(text)
    if not text:
        raise InvalidInput(_NO_TEXT)
    return text


def _store_answer(
    language: str, text: str, kind: str, tag_id: int | None = None, article_id: int | None = None
) -> None:
    """Add the answer to the transaction, in place of an earlier answer to the same text.

    All columns are given, because `merge` keeps the others, and an undo would then undo both.
    """
    db.session.merge(
        SearchAnswer(language=language, text=text, kind=kind, tag_id=tag_id, article_id=article_id)
    )


def undo_answer(language: str, text: str, viewer: Viewer) -> None:
    """Undo the answer to a text, so that it is in the list of searches again."""
    require(Permission.USE_DESK, viewer)
    answer = _find_answer(language, text)
    article_id, removal = answer.article_id, _prepare_removal(answer, viewer)
    with write():
        answer = _find_answer(language, text)
        if answer.article_id != article_id:  # another answer was stored meanwhile
            raise InvalidInput(_NOTHING)
        _undo(answer, removal, viewer)
        db.session.delete(answer)


def _find_answer(language: str, text: str) -> SearchAnswer:
    answer = db.session.get(SearchAnswer, (language, text))
    if answer is None:
        raise InvalidInput(_NOTHING)
    return answer


def _prepare_removal(answer: SearchAnswer, viewer: Viewer) -> RedirectChange | None:
    if answer.article_id is None:
        return None
    article = find_permitted(answer.article_id, Permission.PUBLISH, viewer)
    return prepare_redirect_removal(article, answer.language, answer.text)


def _undo(answer: SearchAnswer, removal: RedirectChange | None, viewer: Viewer) -> None:
    if answer.tag_id is not None:
        require(Permission.MANAGE_TAGS, viewer)
        delete_synonym(answer.tag_id, answer.language, answer.text, viewer)
    elif removal is not None:
        delete_redirect(removal, viewer)
    elif answer.kind == "request":
        delete_request(answer.language, answer.text, viewer)
    if answer.kind == "dismissal":
        record(viewer.user_id, "undo_dismissal", "search", None)
