"""Take terms in from a file: first what would change, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.db import db, write
from wiki.errors import EditConflict
from wiki.tags.changes import Changes, compare
from wiki.tags.formats.entries import TermEntry
from wiki.tags.steps.deeds import Deed, keep_deed
from wiki.tags.steps.importing import store_entries
from wiki.tags.steps.state import read_state

_CHANGED = _("The vocabulary was changed since you looked. See what the file would change now.")


@dataclass(frozen=True)
class TermChange:
    """What a file changes of one term: the fields before and after, None where it is not there."""

    label_sv: str
    label_en: str
    before: dict[str, Any] | None
    after: dict[str, Any]
    related: bool = False

    @property
    def sort(self) -> str:
        """Return whether it is added, retired, used again, moved, or changed in its words."""
        if self.before is None:
            return "added"
        if "retired_at" in self.after:
            return "retired" if self.after["retired_at"] else "reused"
        return "moved" if set(self.after) == {"parent_id"} else "changed"


class _Shown(Exception):
    """Leaves the transaction of a preview, in which nothing may stay."""


def preview_import(entries: Sequence[TermEntry], viewer: Viewer) -> list[TermChange]:
    """Return what a file would change; raise FileFault with all that is wrong with it.

    The file is stored, compared and taken back: so what is shown is what is going to happen.
    """
    require(Permission.MANAGE_TAGS, viewer)
    changes: list[TermChange] = []
    try:
        with write():
            before = read_state(())
            store_entries(entries, viewer)
            after = read_state(())
            changes = _list_changes(compare(before, after), after)
            raise _Shown
    except _Shown:
        return changes


def _list_changes(changes: Changes, after: dict[str, dict[str, Any]]) -> list[TermChange]:
    terms = dict(changes.get("terms", {}))
    related = {tag_id for key in changes.get("related", {}) for tag_id in key.split("-")}
    for tag_id in related - terms.keys():
        terms[tag_id] = [{}, {}]
    return [
        TermChange(
            after["terms"][key]["label_sv"],
            after["terms"][key]["label_en"],
            before,
            values,
            key in related,
        )
        for key, (before, values) in sorted(terms.items(), key=lambda item: int(item[0]))
    ]


def stamp_import(text: str) -> str:
    """Return what names a file and the state of the vocabulary that it was compared with."""
    newest = select(func.max(AuditEntry.id)).where(AuditEntry.object_type == "tag")
    return f"{db.session.scalar(newest) or 0}|{sha256(text.encode()).hexdigest()[:24]}"


def import_terms(
    entries: Sequence[TermEntry], text: str, seen: str, viewer: Viewer
) -> tuple[Deed, int]:
    """Store the terms of a file, all or none; return the deed, and how many terms changed.

    Raises EditConflict when it is not the file that was shown, or the vocabulary has changed, and
    FileFault with all that is wrong.
    """
    require(Permission.MANAGE_TAGS, viewer)
    with write():
        if seen != stamp_import(text):
            raise EditConflict(_CHANGED)
        before = read_state(())
        with keep_deed("import", (), viewer) as deed:
            store_entries(entries, viewer)
            changes = compare(before, read_state(()))
            count = len(_list_changes(changes, read_state(())))
            deed.detail = {"changed": count}
    return deed, count
