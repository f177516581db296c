"""Write the audit log, inside the transaction of the change."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import EditConflict


class AlreadyMade(EditConflict):
    """The form was sent before, and has made the object with this id."""

    def __init__(self, object_id: int) -> None:
        super().__init__(_("This form has been sent already."))
        self.object_id = object_id


def refuse_repeat(
    actor_id: int | None, object_type: str, form_id: str | None, object_id: int | None = None
) -> None:
    """Raise AlreadyMade if the actor has made such an object with this form before.

    Given `object_id`, only if it was that object.
    """
    found = find_made(actor_id, object_type, form_id, object_id)
    if found is not None:
        raise AlreadyMade(found)


def find_made(
    actor_id: int | None, object_type: str, form_id: str | None, object_id: int | None = None
) -> int | None:
    """Return the id of the object that the actor has made with this form before, or None."""
    if form_id is None:
        return None
    made = select(AuditEntry.object_id).where(
        AuditEntry.form_id == form_id,
        AuditEntry.actor_id == actor_id,
        AuditEntry.object_type == object_type,
    )
    if object_id is not None:
        made = made.where(AuditEntry.object_id == object_id)
    return db.session.scalar(made.order_by(AuditEntry.id).limit(1))


def record(
    actor_id: int | None,
    action: str,
    object_type: str,
    object_id: int | None,
    form_id: str | None = None,
    /,
    **detail: object,
) -> AuditEntry:
    """Add an entry to the current transaction, and return it; the caller commits.

    `form_id` names the form that made the object, for `refuse_repeat`.
    """
    entry = AuditEntry(
        actor_id=actor_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        detail=detail,
        form_id=form_id,
    )
    db.session.add(entry)
    return entry
