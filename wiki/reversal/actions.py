"""Undo what was chosen of somebody's work, each deed as its own undo does it."""

from collections.abc import Callable, Collection, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import restore_revision
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.actions.withdraw import publish_again, withdraw_publication
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.revise import find_text
from wiki.audit.steps import record
from wiki.db import end_reading, write
from wiki.errors import InvalidInput, WikiError
from wiki.reversal.deeds import Deed, Outcome, Period, Sort
from wiki.reversal.queries.work import find_work
from wiki.tags.actions.undo import undo_deed

_DRAFT = lazy_gettext(
    "The text before is saved, but as a draft: it lacks something that a publication needs."
)


def undo_work(period: Period, keys: Collection[str], viewer: Viewer) -> list[Outcome]:
    """Undo the deeds with these keys; return what became of each.

    Each is a transaction of its own, with the checks of its own undo: what somebody changes
    meanwhile makes that deed fail and no other. A deed that is not as it was when it was chosen is
    not found, and so not undone.
    """
    require(Permission.MANAGE_USERS, viewer)
    chosen = [deed for deed in find_work(period, viewer).possible if deed.key in keys]
    end_reading()
    outcomes = [_try(deed, viewer) for deed in chosen]
    undone = sum(not outcome.reason for outcome in outcomes)
    if undone:
        with write():
            days = f"{period.since:%Y-%m-%d %H:%M} – {period.until:%Y-%m-%d %H:%M} UTC"
            record(viewer.user_id, "undo_work", "user", period.user_id, undone=undone, words=days)
    return outcomes


def _try(deed: Deed, viewer: Viewer) -> Outcome:
    try:
        _UNDO[deed.sort](deed, viewer)
    except WikiError as error:
        end_reading()
        return Outcome(deed, str(error.message) or _("It has changed meanwhile."))
    return Outcome(deed)


def _change_tags(deed: Deed, viewer: Viewer) -> None:
    set_article_tags(deed.number, deed.added, deed.removed, viewer)


def _undo_term(deed: Deed, viewer: Viewer) -> None:
    undo_deed(deed.number, viewer)


def _show_again(deed: Deed, viewer: Viewer) -> None:
    publish_again(deed.number, deed.target, viewer)


def _withdraw(deed: Deed, viewer: Viewer) -> None:
    """Go back to what readers saw before the person published, which may be several versions."""
    article = find_permitted(deed.number, Permission.PUBLISH, viewer)
    while article.published is not None and article.published.number in deed.numbers:
        article, _former = withdraw_publication(deed.number, article.published.number, viewer)


def _restore(deed: Deed, viewer: Viewer) -> None:
    """Save the text before; show it to readers if they have seen it, and see no later one."""
    article = find_permitted(deed.number, Permission.EDIT, viewer)
    publish = _is_for_readers(article, deed)
    saved = restore_revision(deed.number, deed.target, viewer, publish=publish, base=deed.state)
    if saved.missing:
        raise InvalidInput(_DRAFT)


def _is_for_readers(article: Article, deed: Deed) -> bool:
    before, shown = find_text(article.id, deed.target), article.published
    if not article.is_public or shown is None or before.published_at is None:
        return False
    return shown.number > before.number or shown.source_hash == before.source_hash


def _archive(deed: Deed, viewer: Viewer) -> None:
    archive_article(deed.number, _("What somebody did was undone"), viewer)


def _bring_back(deed: Deed, viewer: Viewer) -> None:
    unarchive_article(deed.number, viewer)


_UNDO: Mapping[Sort, Callable[[Deed, Viewer], None]] = {
    Sort.ARCHIVAL: _bring_back,
    Sort.TAGS: _change_tags,
    Sort.TERM: _undo_term,
    Sort.WITHDRAWAL: _show_again,
    Sort.PUBLICATION: _withdraw,
    Sort.TEXT: _restore,
    Sort.ARTICLE: _archive,
}


def count_undone(outcomes: Sequence[Outcome]) -> int:
    """Return how many deeds were undone."""
    return sum(not outcome.reason for outcome in outcomes)
