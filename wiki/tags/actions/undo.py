"""Undo what was done to the vocabulary."""

from dataclasses import dataclass

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.db import db, write
from wiki.tags.models import Tag
from wiki.tags.steps.deeds import get_entry, undo_deed_of


@dataclass(frozen=True)
class Undone:
    """The term that was concerned, if it is there; and how many articles stay as they are."""

    action: str
    tag: Tag | None
    left: int


def undo_deed(entry_id: int, viewer: Viewer) -> Undone:
    """Make the vocabulary what it was before the deed of an entry in the audit log.

    Articles that were tagged otherwise since stay as they are. Raises InvalidInput, and changes
    nothing, when a term has moved on so that its former state would overwrite what came since.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        entry = get_entry(entry_id)
        deed, left = undo_deed_of(entry, viewer)
        undone = Undone(entry.action, db.session.get(Tag, deed.tag_id), left)
    return undone


def find_entry(tag_id: int, action: str) -> AuditEntry:
    """Return the latest entry of the audit log about an action on a tag, to undo it from."""
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.object_type == "tag",
            AuditEntry.object_id == tag_id,
            AuditEntry.action == action,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one()
