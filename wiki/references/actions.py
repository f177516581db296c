"""Change the library: add, edit, delete, restore and merge sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record, refuse_repeat
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotFound
from wiki.references.models import LinkCheck, Source, SourceRedirect
from wiki.references.queries import find_duplicates, list_citing_ids, list_redirect_keys
from wiki.references.steps.citations import (
    describe_citations,
    divide_citations,
    move_citations,
)
from wiki.references.steps.sources import announce, check_source, is_key_free, put_source

_NEWER = _("Somebody else has changed this source while you were writing.")
_LOOK_AGAIN = _("Somebody has changed one of the sources meanwhile. Look once more, then decide.")
_CITED = _("Articles cite this source. Merge it into another one instead.")
_KNOWN = _("The library has this source already.")
_NOTHING = _("There is nothing to undo.")
_SAME = _("Choose another source than the one that is to be merged.")


def import_sources(
    items: Sequence[Mapping[str, Any]], viewer: Viewer, form_id: str | None = None
) -> list[Source]:
    """Add sources, each with a key made for it.

    Raises AlreadyMade when the form with `form_id` has added some already.
    """
    require(Permission.WRITE, viewer)
    checked = [check_source(item) for item in items]
    with write():
        refuse_repeat(viewer.user_id, "source", form_id)
        return [_add(item, form_id, viewer) for item in checked]


class KnownSource(InvalidInput):
    """The library probably has the source already, as one of `sources`."""

    def __init__(self, sources: Sequence[Source]) -> None:
        super().__init__(_KNOWN, {"is_new": _KNOWN})
        self.sources = sources


def add_source(
    raw: Mapping[str, Any], viewer: Viewer, form_id: str | None = None, *, is_new: bool = False
) -> Source:
    """Add one source; raise KnownSource when there is one like it, unless `is_new` says otherwise.

    Raises AlreadyMade when the form with `form_id` has added one already.
    """
    require(Permission.WRITE, viewer)
    item = check_source(raw)
    with write():
        refuse_repeat(viewer.user_id, "source", form_id)
        if not is_new and (known := find_duplicates(item)):
            raise KnownSource(known)
        return _add(item, form_id, viewer)


def _add(item: Mapping[str, Any], form_id: str | None, viewer: Viewer) -> Source:
    source = put_source(item)
    record(viewer.user_id, "create", "source", source.id, form_id, title=source.title)
    announce(source, [source.key])
    return source


def update_source(source_id: int, raw: Mapping[str, Any], base: str, viewer: Viewer) -> Source:
    """Store an edited item in its source; the key stays, since texts cite by it.

    Raises EditConflict when `base` is no longer the source's edition and the item differs from
    what is stored.
    """
    require(Permission.WRITE, viewer)
    item = check_source(raw)
    with write():
        source = _lock(source_id)
        if item == source.csl:
            return source
        if source.edition != base:
            raise EditConflict(_NEWER)
        before = {"title": source.title, "csl": source.csl}
        put_source(item, source)
        record(viewer.user_id, "update", "source", source.id, title=source.title, was=before)
        announce(source)
    return source


def _lock(source_id: int) -> Source:
    source = db.session.scalar(select(Source).where(Source.id == source_id).with_for_update())
    if source is None:
        raise NotFound()
    return source


def delete_source(source_id: int, seen: str, viewer: Viewer) -> int:
    """Delete a source that nothing cites; return the id of the entry to restore it from."""
    require(Permission.MANAGE_SOURCES, viewer)
    with write():
        source = _lock(source_id)
        if source.edition != seen:
            raise EditConflict(_LOOK_AGAIN)
        if list_citing_ids(source.id):
            raise InvalidInput(_CITED)
        former = list_redirect_keys(source.id)
        db.session.execute(delete(SourceRedirect).where(SourceRedirect.source_id == source.id))
        detail = {"title": source.title, "key": source.key, "csl": source.csl, "former": former}
        record(viewer.user_id, "delete", "source", source.id, **detail)
        db.session.delete(source)
        db.session.flush()
        return find_entry(source_id, "delete").id


def find_entry(source_id: int, action: str) -> AuditEntry:
    """Return the latest entry of the audit log about an action on a source, to undo it from."""
    query = select(AuditEntry).where(
        AuditEntry.object_type == "source",
        AuditEntry.object_id == source_id,
        AuditEntry.action == action,
    )
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(1)).one()


def _get_entry(entry_id: int, action: str) -> AuditEntry:
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or (entry.object_type, entry.action) != ("source", action):
        raise NotFound()
    return entry


def restore_source(entry_id: int, viewer: Viewer) -> Source:
    """Bring a deleted source back, with its keys as far as they are free."""
    require(Permission.MANAGE_SOURCES, viewer)
    with write():
        entry = _get_entry(entry_id, "delete")
        key = entry.detail["key"] if is_key_free(entry.detail["key"]) else ""
        source = put_source(entry.detail["csl"], key=key)
        former = [name for name in entry.detail["former"] if is_key_free(name)]
        db.session.add_all(SourceRedirect(key=name, source_id=source.id) for name in former)
        record(viewer.user_id, "restore", "source", source.id, title=source.title)
        announce(source, [source.key, *former])
    return source


def merge_sources(source_id: int, target_id: int, seen: str, viewer: Viewer) -> Source:
    """Let `target` stand for `source` too: texts that cite either cite the target.

    `seen` names the editions of both, source first; raises EditConflict when one is another now.
    """
    require(Permission.MANAGE_SOURCES, viewer)
    if source_id == target_id:
        raise InvalidInput(_SAME, {"target": _SAME})
    with write():
        found = {number: _lock(number) for number in sorted({source_id, target_id})}
        source, target = found[source_id], found[target_id]
        if f"{source.edition} {target.edition}" != seen:
            raise EditConflict(_LOOK_AGAIN)
        former = [source.key, *list_redirect_keys(source.id)]
        record(
            viewer.user_id,
            "merge",
            "source",
            target.id,
            title=target.title,
            was={"title": source.title, "csl": source.csl},
            former=former,
            citing=describe_citations(source.id),
            before=describe_citations(target.id),
        )
        move_citations(source.id, target.id)
        db.session.execute(delete(SourceRedirect).where(SourceRedirect.source_id == source.id))
        db.session.delete(source)
        db.session.flush()
        db.session.add_all(SourceRedirect(key=key, source_id=target.id) for key in former)
        db.session.flush()
        announce(target)
    return target


def undo_merge(entry_id: int, viewer: Viewer) -> Source:
    """Take a merged source out of the other one again, with its keys and citations.

    Texts that have been changed since cite what they say.
    """
    require(Permission.MANAGE_SOURCES, viewer)
    with write():
        detail = _get_entry(entry_id, "merge").detail
        target = _lock(_get_entry(entry_id, "merge").object_id or 0)
        own = set(list_redirect_keys(target.id)).intersection(detail["former"])
        if detail["former"][0] not in own:
            raise InvalidInput(_NOTHING)
        db.session.execute(delete(SourceRedirect).where(SourceRedirect.key.in_(own)))
        source = put_source(detail["was"]["csl"], key=detail["former"][0])
        others = own - {source.key}
        db.session.add_all(SourceRedirect(key=key, source_id=source.id) for key in others)
        divide_citations(source.id, target.id, detail["citing"], detail["before"])
        record(viewer.user_id, "undo_merge", "source", source.id, title=source.title)
        announce(source)
    return source


def store_link_check(source_id: int, url: str, fault: str, viewer: Viewer) -> None:
    """Store whether the address of a source led somewhere; nothing if the source is gone by now."""
    require(Permission.MANAGE_SOURCES, viewer)
    with write() as session:
        if session.get(Source, source_id) is None:
            return
        check = session.get(LinkCheck, source_id)
        if check is None:
            check = LinkCheck(source_id=source_id)
            session.add(check)
        since = check.failing_since if check.url == url else None
        check.url, check.fault, check.checked_at = url, fault, now()
        check.failing_since = (since or check.checked_at) if fault else None
