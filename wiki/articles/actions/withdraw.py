"""Take a publication back, so that readers see what they saw before, and undo that."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.mend import mend_links, note_mending
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.publish import is_slug_free
from wiki.articles.steps.revise import find_text, lock_article, standing_of
from wiki.articles.steps.switch import (
    apply_switch,
    find_former,
    prepare_switch,
)
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput
from wiki.revisions.models import Revision
from wiki.signals import content_changed, draft_moved

_TRIES = 5
_MOVED = _("Readers see another version by now. Look at the article, then decide.")
_ARCHIVED = _("Bring the article back first.")


def withdraw_publication(
    article_id: int, number: int, viewer: Viewer, *, entirely: bool = False
) -> tuple[Article, int]:
    """Show readers what they saw before revision `number`; return its number, 0 for nothing.

    They see nothing if they saw nothing before, or if it is withdrawn `entirely`. The revision is
    a draft again, which waits if it is the newest. Raises EditConflict when readers do not see it.
    """
    for _attempt in range(_TRIES):
        article = find_permitted(article_id, Permission.PUBLISH, viewer)
        current, standing = _shown(article, number), standing_of(article)
        former = None if entirely else find_former(article, current)
        switch = prepare_switch(article, former)
        with write():
            is_same = lock_article(article, standing)
            if not (is_same and is_slug_free(article, switch.publication)):
                continue
            record(
                viewer.user_id,
                "withdraw",
                "article",
                article.id,
                revision=current.number,
                former=former.number if former else 0,
                shown_since=_text(article.published_at),
                first_shown=_text(current.published_at),
            )
            apply_switch(article, switch, former.published_at if former else None)
            note_mending(switch.publication, article.id, viewer)
            current.published_at = None
            content_changed.send(article)
        mend_links(switch.publication, article.id, viewer)
        return article, former.number if former else 0
    raise EditConflict(_MOVED)


def publish_again(article_id: int, number: int, viewer: Viewer) -> Article:
    """Undo the withdrawal of revision `number`; readers see it as if it had never been withdrawn.

    Raises EditConflict when something else was published or withdrawn since.
    """
    for _attempt in range(_TRIES):
        article = find_permitted(article_id, Permission.PUBLISH, viewer)
        revision = find_text(article.id, number)
        if article.is_archived or revision.is_hidden:
            raise InvalidInput(_ARCHIVED if article.is_archived else _MOVED)
        entry, standing = _find_withdrawal(article, number), standing_of(article)
        switch = prepare_switch(article, revision)
        with write():
            is_same = lock_article(article, standing)
            if not (is_same and is_slug_free(article, switch.publication)):
                continue
            apply_switch(article, switch, _moment(entry.detail["shown_since"]))
            note_mending(switch.publication, article.id, viewer)
            revision.published_at = _moment(entry.detail["first_shown"])
            if not article.has_draft:
                article.held_at = None  # what was taken back or returned meanwhile is public
            record(viewer.user_id, "publish_again", "article", article.id, revision=number)
            content_changed.send(article)
            draft_moved.send(article, viewer=viewer)
        mend_links(switch.publication, article.id, viewer)
        return article
    raise EditConflict(_MOVED)


def _shown(article: Article, number: int) -> Revision:
    """Return the revision that readers see; raise EditConflict if it is not `number`."""
    if article.is_archived:
        raise InvalidInput(_ARCHIVED)
    if article.published is None or article.published.number != number:
        raise EditConflict(_MOVED)
    return article.published


def _find_withdrawal(article: Article, number: int) -> AuditEntry:
    latest = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.object_type == "article",
            AuditEntry.object_id == article.id,
            AuditEntry.action.in_(["publish", "withdraw", "publish_again"]),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    if latest is None or (latest.action, latest.detail["revision"]) != ("withdraw", number):
        raise EditConflict(_MOVED)
    return latest


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
