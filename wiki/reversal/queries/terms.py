"""Find what somebody did to the vocabulary."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.admin.deeds import action_name
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.reversal.deeds import Deed, PageAddress, Sort
from wiki.reversal.queries.tags import page_language
from wiki.tags.changes import State, find_faults, plan_undo
from wiki.tags.models import Tag, TagDeed
from wiki.tags.steps.state import read_state


def find_term_deeds(
    entries: Sequence[AuditEntry], taggings: Sequence[Deed], viewer: Viewer
) -> Iterator[Deed]:
    """Yield what was done to the vocabulary, the newest first, as `taggings` will have left it."""
    require(Permission.MANAGE_USERS, viewer)
    about = {entry.id: entry for entry in entries if entry.object_type == "tag"}
    kept = db.session.scalars(
        select(TagDeed)
        .where(TagDeed.entry_id.in_(about), TagDeed.undone_at.is_(None))
        .order_by(TagDeed.entry_id.desc())
    ).all()
    if not kept:
        return
    state = read_state({tag_id for deed in kept for tag_id in deed.tag_ids})
    _take_off(state, taggings)
    for deed in kept:
        entry = about[deed.entry_id]
        undoing = plan_undo(deed.changes, state)
        reason = ""
        if undoing.moved or find_faults(undoing.wanted):
            reason = _("Something else was changed since.")
        else:
            state = undoing.wanted
        yield _describe(entry, reason)


def _take_off(state: State, taggings: Sequence[Deed]) -> None:
    for deed in taggings:
        tags = state["articles"].get(str(deed.number), {})
        for tag_id in deed.removed:
            tags.pop(str(tag_id), None)


def _describe(entry: AuditEntry, reason: str) -> Deed:
    tag = db.session.get(Tag, entry.object_id) if entry.object_id else None
    named = entry.detail.get(f"label_{page_language()}") or entry.detail.get("slug")
    title = tag.label(page_language()) if tag else named or _("a term that is gone")
    name = action_name(f"tag.{entry.action}")
    what = name if reason else _("Undo: %(deed)s", deed=name)
    address = PageAddress(tag.slug) if tag else None
    return Deed(Sort.TERM, entry.id, title, what, reason=reason, address=address)
