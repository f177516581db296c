"""Say that an article was checked, take that back, and choose who looks after it until when."""

from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.signals import upkeep_changed
from wiki.upkeep.models import Check
from wiki.upkeep.queries import list_owners

_NEWER = _("A newer version was published meanwhile. Read it, then say that it is right.")
_NOT_PUBLIC = _("Readers do not see this article, so it need not be checked.")
_NOTHING = _("There is nothing to undo.")
_CHANGED = _("Somebody else has changed this meanwhile. Look at it, then choose.")
_NOBODY = _("Choose a person from the list.")


def check_article(article_id: int, number: int, check_by: date | None, viewer: Viewer) -> int:
    """Say that version `number`, which readers see, is right; return the id of the check.

    `check_by` is the day of the next check, None for what the kind says. Raises EditConflict when
    readers see another version by now.
    """
    if viewer.user_id is None:  # the command line is nobody who could have read it
        raise NotAllowed()
    with write():
        article = find_permitted(article_id, Permission.CHECK, viewer)
        if not article.is_public or article.published is None:
            raise InvalidInput(_NOT_PUBLIC)
        if article.published.number != number:
            raise EditConflict(_NEWER)
        row = Check(
            article_id=article.id,
            revision_id=article.published.id,
            user_id=viewer.user_id,
            checked_at=now(),
            check_by=check_by,
            former_check_by=article.check_by,
        )
        article.checked_at, article.check_by = row.checked_at, check_by
        db.session.add(row)
        upkeep_changed.send(article)
        record(viewer.user_id, "check", "article", article.id, revision=number)
        db.session.flush()
        row_id = row.id
    return row_id


def undo_check(article_id: int, check_id: int, viewer: Viewer) -> Article:
    """Take the newest check back, which must be the viewer's own.

    A day that was set for the next check after it stays.
    """
    with write():
        article = find_permitted(article_id, Permission.CHECK, viewer)
        newest = select(Check).where(Check.article_id == article.id).order_by(Check.id.desc())
        row, before = [*db.session.scalars(newest.limit(2)), None, None][:2]
        if row is None or row.id != check_id or row.user_id != viewer.user_id:
            raise InvalidInput(_NOTHING)
        if article.check_by == row.check_by:
            article.check_by = row.former_check_by
        article.checked_at = before.checked_at if before else None
        db.session.delete(row)
        upkeep_changed.send(article)
        record(viewer.user_id, "undo_check", "article", article.id)
    return article


def plan_upkeep(
    article_id: int, owner_id: int | None, check_by: date | None, seen: str, viewer: Viewer
) -> Article:
    """Choose who looks after an article, and by which day it is to be checked; None for neither.

    Raises EditConflict when `seen` is not what `edition_of` says by now.
    """
    with write():
        article = find_permitted(article_id, Permission.CHOOSE_OWNER, viewer)
        if edition_of(article) != seen:
            raise EditConflict(_CHANGED)
        names = list_owners(viewer)
        if owner_id is not None and owner_id != article.owner_id and owner_id not in names:
            raise InvalidInput(_NOBODY, {"owner": _NOBODY})
        if check_by != article.check_by:
            upkeep_changed.send(article)
        article.owner_id, article.check_by = owner_id, check_by
        record(viewer.user_id, "plan_upkeep", "article", article.id, **_told(article, names))
    return article


def edition_of(article: Article) -> str:
    """Return what tells one choice of person and day from another."""
    return f"{article.owner_id or ''}:{article.check_by or ''}"


def _told(article: Article, names: dict[int, str]) -> dict[str, object]:
    """Return what the audit log says of a choice."""
    owner = names.get(article.owner_id or 0)
    day = article.check_by.isoformat() if article.check_by else ""
    return {key: value for key, value in (("name", owner), ("words", day)) if value}
