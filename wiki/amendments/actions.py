"""Suggest another text for a draft, accept some of its changes or none, and undo each of these."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.amendments.hunks import find_change
from wiki.amendments.models import LINES, Amendment
from wiki.amendments.queries import find_amendment
from wiki.amendments.steps import deciding
from wiki.articles.actions.save import restore_revision, save_article
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.revise import (
    TextConflict,
    find_head,
    find_readable_text,
    find_text,
    text_of,
)
from wiki.articles.text import ArticleText, check_text
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.reviews.words import check_words
from wiki.revisions.comparing import comparing_for
from wiki.revisions.models import Revision
from wiki.signals import draft_discussed

_MOST = 20

NONE_TICKED = _("Tick the changes that you accept, or reject all.")
_SAME = _("The text is as it was. Change what you would write in another way.")
_NO_DRAFT = _("There is no draft any more: it was published or archived. Your text is below.")
_TOO_MANY = _("As many suggestions wait as can. Its author has to decide some first.")
_DECIDED = _("Somebody has decided about this by now.")
_MOVED = _("The draft has changed in the same places since. Those are marked below.")
_SAVED_SINCE = _("Somebody has saved since, so this cannot be undone. Compare the versions.")


@dataclass(frozen=True)
class Suggestion:
    """What somebody would write in place of a draft, and why; None for what stays as it is."""

    body: str
    words: str = ""
    title: str | None = None
    summary: str | None = None


def suggest_text(article_id: int, number: int, said: Suggestion, viewer: Viewer) -> int:
    """Suggest a text in place of revision `number` of a draft; return the amendment's id.

    The same suggestion, sent twice, is one.
    """
    words = check_words(said.words, "words")
    article = find_permitted(article_id, Permission.REVIEW, viewer)
    base = find_readable_text(article.id, number, viewer)
    former = text_of(base)
    title = former.title if said.title is None else said.title
    summary = former.summary if said.summary is None else said.summary
    text = check_text(article.kind, title, summary, said.body, former.facts)
    lines = {name: _changed(getattr(former, name), getattr(text, name)) for name in LINES}
    if text.body == former.body and not any(line is not None for line in lines.values()):
        raise InvalidInput(_SAME, {"body": _SAME})
    with write():
        article = find_permitted(article_id, Permission.REVIEW, viewer)
        if not article.has_draft or article.is_archived:
            raise EditConflict(_NO_DRAFT)
        if (sent_before := _find_same(base, text.body, lines, viewer)) is not None:
            return sent_before
        row = Amendment(
            article_id=article.id,
            revision_id=base.id,
            author_id=viewer.user_id,
            body=text.body,
            words=words,
            **lines,
        )
        db.session.add(row)
        db.session.flush()
        draft_discussed.send(row, viewer=viewer)
        row_id = row.id
        record(viewer.user_id, "amend", "article", article.id, revision=number)
    return row_id


def _changed(before: str, after: str) -> str | None:
    return None if after == before else after


def _find_same(
    base: Revision, body: str, lines: Mapping[str, str | None], viewer: Viewer
) -> int | None:
    """Return the id of the amendment that says the same and waits; refuse more than can wait."""
    waiting = select(Amendment.id).where(
        Amendment.article_id == base.article_id, Amendment.settled_at.is_(None)
    )
    same = waiting.where(
        Amendment.author_id == viewer.user_id,
        Amendment.revision_id == base.id,
        Amendment.body == body,
        *(getattr(Amendment, name).is_not_distinct_from(line) for name, line in lines.items()),
    )
    found = db.session.scalar(same)
    count = db.session.scalar(waiting.with_only_columns(func.count())) or 0
    if found is None and count >= _MOST:
        raise EditConflict(_TOO_MANY)
    return found


def withdraw_text(article_id: int, amendment_id: int, viewer: Viewer) -> tuple[int, Suggestion]:
    """Delete an own amendment that waits; return its version and all that it said."""
    with write():
        article = find_permitted(article_id, Permission.REVIEW, viewer)
        row = _find_waiting(article, amendment_id, viewer)
        if row.author_id != viewer.user_id:
            raise NotAllowed()
        base = text_of(row.revision)
        title = base.title if row.title is None else row.title
        summary = base.summary if row.summary is None else row.summary
        kept = row.revision.number, Suggestion(row.body, row.words, title, summary)
        db.session.delete(row)
        record(viewer.user_id, "withdraw_amendment", "article", article.id)
    return kept


def settle_text(
    article_id: int, amendment_id: int, chosen: Collection[str], viewer: Viewer
) -> int | None:
    """Accept what is chosen of an amendment, nothing to reject it; return the revision made of it.

    A change is named by the number of its hunk, or is "title" or "summary".
    The draft may have moved on: what was changed there meanwhile stays. Raises EditConflict, with
    nothing stored, when a chosen change meets another one in the same place.
    """
    article = find_permitted(article_id, Permission.EDIT, viewer)
    row = _find_waiting(article, amendment_id, viewer)

    def decide(saved: Revision | None) -> None:
        _settle(article_id, amendment_id, saved, viewer, is_accepted=bool(chosen))

    if not chosen:
        with write():
            decide(None)
        return None
    base = find_text(article.id, row.revision.number)
    text = _apply(base, row, set(chosen), viewer)
    comment = gettext("Changes suggested by %(name)s", name=row.author.name)
    with deciding(article.id, decide) as is_decided:
        try:
            saved = save_article(article.id, text, base.number, viewer, comment=comment)
        except TextConflict as conflict:
            raise EditConflict(_MOVED) from conflict
        if not is_decided():  # the draft says so already
            with write():
                decide(None)
    return saved.revision.number if saved.is_new else None


def _settle(
    article_id: int, amendment_id: int, saved: Revision | None, viewer: Viewer, *, is_accepted: bool
) -> None:
    """Store what was decided, with the revision that came of it."""
    article = find_permitted(article_id, Permission.EDIT, viewer)
    row = _find_waiting(article, amendment_id, viewer)
    row.settled_at, row.settled_by_id = now(), viewer.user_id
    detail: dict[str, int] = {}
    if saved is not None:
        former = select(Revision.number).where(Revision.id == saved.parent_id)
        row.made_number, row.former_number = saved.number, db.session.scalar(former)
        detail["revision"] = saved.number
    draft_discussed.send(row, viewer=viewer)
    if is_accepted:
        record(viewer.user_id, "accept_amendment", "article", article.id, **detail)
    else:
        record(viewer.user_id, "reject_amendment", "article", article.id)


def _apply(base: Revision, row: Amendment, chosen: set[str], viewer: Viewer) -> ArticleText:
    """Return the text before with what is chosen; raise InvalidInput if there is no such change."""
    with comparing_for(viewer.user_id):
        change = find_change(base.body_markdown, row.body)
    hunks = {hunk.number for hunk in change.hunks if str(hunk.number) in chosen}
    wanted = {name: getattr(row, name) for name in LINES if name in chosen}
    lines = {name: line for name, line in wanted.items() if line is not None}
    if not hunks and not lines:
        raise InvalidInput(NONE_TICKED)
    return replace(text_of(base), body=change.apply(hunks), **lines)


def undo_settlement(article_id: int, amendment_id: int, viewer: Viewer) -> None:
    """Let an amendment wait again; what was accepted is taken out of the draft.

    Raises EditConflict when somebody has saved since.
    """
    article = find_permitted(article_id, Permission.EDIT, viewer)
    row = find_amendment(article, amendment_id, viewer)
    if row.settled_at is None:  # the button was pressed twice
        return

    def reopen(_saved: Revision | None) -> None:
        article = find_permitted(article_id, Permission.EDIT, viewer)
        row = find_amendment(article, amendment_id, viewer)
        row.settled_at = row.settled_by_id = row.made_number = row.former_number = None
        draft_discussed.send(row, viewer=viewer)
        record(viewer.user_id, "reopen_amendment", "article", article.id)

    if row.made_number is not None and row.former_number is not None:
        if find_head(article).number != row.made_number:
            raise EditConflict(_SAVED_SINCE)
        with deciding(article.id, reopen) as is_decided:
            restore_revision(article.id, row.former_number, viewer, base=row.made_number)
            if is_decided():
                return
    with write():
        reopen(None)


def _find_waiting(article: Article, amendment_id: int, viewer: Viewer) -> Amendment:
    row = find_amendment(article, amendment_id, viewer)
    if row.settled_at is not None:
        raise EditConflict(_DECIDED)
    if article.is_archived:
        raise InvalidInput(_("Bring the article back first."))
    return row
