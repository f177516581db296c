"""Keep and delete working copies, and note which forms are open."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, select, update

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.copies.models import OpenForm, WorkingCopy
from wiki.copies.queries import KEPT_FOR, OPEN_FOR, CopyPlace
from wiki.db import db, write
from wiki.errors import InvalidInput

# Nobody writes so many texts at once; the words of one more stay in the browser.
MOST_COPIES = 50
# The browser tries again soon, so nobody waits long for this.
_WAIT_SECONDS = 2.0
_TOO_MANY = _(
    "You have %(count)s unsaved texts. Throw some of them away on your account page.",
    count=MOST_COPIES,
)


def keep_copy(
    place: CopyPlace, form_id: str, base: int, fields: Mapping[str, Sequence[str]], viewer: Viewer
) -> datetime:
    """Store the words of a form in place of its earlier ones; return the time.

    Raises InvalidInput when the viewer has too many copies: none is deleted for a new one.
    """
    require(Permission.WRITE, viewer)
    of_form = (WorkingCopy.user_id == viewer.user_id, WorkingCopy.form_id == form_id)
    moment = now()
    with write(_WAIT_SECONDS):
        db.session.execute(delete(WorkingCopy).where(WorkingCopy.saved_at < moment - KEPT_FOR))
        db.session.execute(delete(WorkingCopy).where(*of_form))
        own = select(func.count(WorkingCopy.id)).where(WorkingCopy.user_id == viewer.user_id)
        if (db.session.scalar(own) or 0) >= MOST_COPIES:
            raise InvalidInput(_TOO_MANY)
        copy = WorkingCopy(
            user_id=viewer.user_id,
            form_id=form_id,
            article_id=place.article_id,
            language=place.language,
            kind=place.kind,
            base=base,
            fields={name: list(values) for name, values in fields.items()},
            saved_at=moment,
        )
        db.session.add(copy)
    return moment


def drop_copy(form_id: str | None, viewer: Viewer) -> None:
    """Delete the viewer's working copy of a form, if there is one."""
    of_form = (WorkingCopy.user_id == viewer.user_id, WorkingCopy.form_id == form_id)
    if db.session.scalar(select(WorkingCopy.id).where(*of_form)) is None:
        return
    with write():
        db.session.execute(delete(WorkingCopy).where(*of_form))


def note_open(article_id: int, form_id: str, viewer: Viewer) -> None:
    """Note that the viewer has a form of an article open, and forget those that are closed."""
    require(Permission.WRITE, viewer)
    of_form = (OpenForm.user_id == viewer.user_id, OpenForm.form_id == form_id)
    with write(_WAIT_SECONDS):
        db.session.execute(delete(OpenForm).where(OpenForm.seen_at < now() - OPEN_FOR))
        is_known = db.session.scalar(select(OpenForm.id).where(*of_form)) is not None
        if is_known:
            db.session.execute(update(OpenForm).where(*of_form).values(seen_at=now()))
        else:
            user_id = viewer.user_id
            db.session.add(OpenForm(user_id=user_id, form_id=form_id, article_id=article_id))
