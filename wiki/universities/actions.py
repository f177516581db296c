"""Change what a university says of itself, and undo it."""

from dataclasses import replace
from typing import Any, BinaryIO

from flask_babel import lazy_gettext as _

from wiki.accounts.queries import may_edit_university
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput, NotAllowed, NotFound
from wiki.media.actions import Added, add_file
from wiki.media.description import Description
from wiki.media.models import MediaFile
from wiki.signals import file_replaced
from wiki.tags.models import Tag
from wiki.tags.steps.terms import lock_tag
from wiki.universities.profile import Profile, restore
from wiki.universities.queries import PROFILE_DEEDS, find_shown, list_universities_showing
from wiki.universities.steps import change_profile

_NEWER = _("Somebody else has saved this profile while you were writing.")
_MOVED = _(
    "This cannot be undone any more, because the same was changed since. Change by hand what you "
    "want back."
)
_NO_SCHEME = _("Choose whether the logo is for the light or the dark colours.")

_IS_LOGO = _(
    "It is the logo of a university, so only those who may edit that university can replace it."
)


def guard_logos() -> None:
    """Let nobody replace a logo who may not edit the university, whoever sent the picture."""
    file_replaced.connect(_guard)


def _guard(file: MediaFile, *, viewer: Viewer, **_more: Any) -> None:
    if not all(may_edit_university(tag.id, viewer) for tag in list_universities_showing(file.id)):
        raise NotAllowed(_IS_LOGO)


def require_edit(tag: Tag, viewer: Viewer) -> None:
    """Raise NotAllowed unless the viewer may edit what this university says of itself."""
    if not may_edit_university(tag.id, viewer):
        raise NotAllowed()


def save_profile(tag_id: int, written: Profile, base: str, viewer: Viewer) -> AuditEntry | None:
    """Store all of a profile but the logos; return the journal's entry, None without a change.

    Raises EditConflict when `base` is not the edition of what is stored and the two differ.
    """
    if not may_edit_university(tag_id, viewer):
        raise NotAllowed()
    checked = written.check()
    with write():
        tag = lock_tag(tag_id)
        stored = find_shown(tag).profile
        checked = replace(checked, logo_light=stored.logo_light, logo_dark=stored.logo_dark)
        if written_edition(stored) != base and checked != stored:
            raise EditConflict(_NEWER)
        return _record(tag, change_profile(tag, checked), viewer)


def _record(tag: Tag, change: dict[str, Any] | None, viewer: Viewer) -> AuditEntry | None:
    if change is None:
        return None
    entry = record(viewer.user_id, "profile", "tag", tag.id, **change)
    db.session.flush()
    return entry


def written_edition(profile: Profile) -> str:
    """Identify what the form shows of a profile: logos have forms of their own."""
    return replace(profile, logo_light="", logo_dark="").edition


def put_logo(tag: Tag, scheme: str, stream: BinaryIO, filename: str, viewer: Viewer) -> Added:
    """Take a picture into the library, encoded anew, as the logo for light or dark colours."""
    require_edit(tag, viewer)
    said = Description(
        alt_sv=tag.label_sv, alt_en=tag.label_en, credit=tag.label_sv, licence="permission"
    )
    added = add_file(stream, filename, viewer, said, only_pictures=True)
    set_logo(tag.id, scheme, added.file.name, viewer)
    return added


def set_logo(tag_id: int, scheme: str, name: str, viewer: Viewer) -> AuditEntry | None:
    """Choose a picture of the library as a logo, or none with an empty name."""
    if not may_edit_university(tag_id, viewer):
        raise NotAllowed()
    with write():
        tag = lock_tag(tag_id)
        stored = find_shown(tag).profile
        if scheme == "light":
            wanted = replace(stored, logo_light=name)
        elif scheme == "dark":
            wanted = replace(stored, logo_dark=name)
        else:
            raise InvalidInput(_NO_SCHEME)
        return _record(tag, change_profile(tag, wanted), viewer)


def undo_change(tag_id: int, entry_id: int, viewer: Viewer) -> None:
    """Give a profile back what it said before the change of an entry of the journal.

    Raises InvalidInput, and changes nothing, when the same has been changed since.
    """
    if not may_edit_university(tag_id, viewer):
        raise NotAllowed()
    with write():
        tag = lock_tag(tag_id)
        entry = _find_entry(tag_id, entry_id)
        stored = find_shown(tag).profile
        wanted = restore(stored, entry.detail["before"], entry.detail["after"])
        if wanted is None:
            raise InvalidInput(_MOVED)
        if change := change_profile(tag, wanted):
            record(viewer.user_id, "undo_profile", "tag", tag.id, entry_id=entry.id, **change)


def _find_entry(tag_id: int, entry_id: int) -> AuditEntry:
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or (entry.object_type, entry.object_id) != ("tag", tag_id):
        raise NotFound()
    if entry.action not in PROFILE_DEEDS:
        raise NotFound()
    return entry
