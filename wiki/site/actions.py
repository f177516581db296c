"""Save what the site says of itself; each save is a version, and the earlier ones stay."""

from dataclasses import replace
from typing import Any, BinaryIO

from flask import current_app
from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN
from wiki.db import write
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.media.actions import Added, add_file
from wiki.media.description import Description
from wiki.media.models import MediaFile
from wiki.signals import file_replaced
from wiki.site.models import SiteVersion
from wiki.site.presentation import EMPTY, Presentation, changed_fields
from wiki.site.queries import (
    find_former,
    find_newest,
    find_version,
    is_site_logo,
    presentation_of,
)
from wiki.site.steps import add_version, find_logo

_NEWER = _("Somebody else has saved this page while you were writing.")
_MOVED = _(
    "This cannot be undone any more, because something was saved since. Choose a version in the "
    "list of versions."
)
_NO_LOGO = _("Choose a picture first.")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")

_IS_LOGO = _("It is the logo of the wiki, so only administrators can replace it.")


def guard_logo() -> None:
    """Let nobody replace the logo who may not edit what the site says, whoever sent the picture."""
    file_replaced.connect(_guard)


def _guard(file: MediaFile, *, viewer: Viewer, **_more: Any) -> None:
    if is_site_logo(file.id) and not can(Permission.EDIT_SITE, viewer):
        raise NotAllowed(_IS_LOGO)


def save_site(written: Presentation, comment: str, base: str, viewer: Viewer) -> SiteVersion | None:
    """Store all but the logo; return the new version, or None when nothing differs.

    Raises EditConflict when `base` is not the edition of what is stored and the two differ.
    """
    require(Permission.EDIT_SITE, viewer)
    if FORBIDDEN.search(comment):
        raise InvalidInput(fields={"comment": _NOT_TEXT})
    checked = written.with_logo_of(EMPTY).check()
    with write():
        stored = presentation_of(find_newest())
        checked = checked.with_logo_of(stored)
        if stored.edition != base and checked != stored:
            raise EditConflict(_NEWER)
        version = _save(stored, checked, comment, viewer)
    return version


def _save(
    stored: Presentation, wanted: Presentation, comment: str, viewer: Viewer
) -> SiteVersion | None:
    """Store a version and its entry of the audit log, if it differs from what is stored."""
    version = add_version(stored, wanted, comment, viewer.user_id)
    if version is not None:
        parts = changed_fields(stored, wanted)
        record(viewer.user_id, "save", "site", version.id, parts=parts)
    return version


def put_logo(
    stream: BinaryIO | None, filename: str, alts: tuple[str, str], viewer: Viewer
) -> Added | None:
    """Take a picture into the library, encoded anew, as the logo; or only change what it says.

    `alts` is what the logo says, in Swedish and in English.
    """
    require(Permission.EDIT_SITE, viewer)
    name = str(current_app.extensions["site"].name("sv"))
    said = replace(EMPTY, logo_alt_sv=alts[0], logo_alt_en=alts[1]).check()
    added = None
    if stream is not None:
        described = Description(
            alt_sv=said.logo_alt_sv or name,
            alt_en=said.logo_alt_en or name,
            credit=name,
            licence="permission",
        )
        added = add_file(stream, filename, viewer, described, only_pictures=True)
    with write():
        stored = presentation_of(find_newest())
        logo = added.file.name if added else stored.logo
        if not logo:
            raise InvalidInput(_NO_LOGO, {"file": _NO_LOGO})
        wanted = replace(said, logo=logo)
        _save(stored, stored.with_logo_of(wanted), "", viewer)
    return added


def remove_logo(viewer: Viewer) -> SiteVersion | None:
    """Show the name in place of the logo again; the picture stays in the library."""
    require(Permission.EDIT_SITE, viewer)
    with write():
        stored = presentation_of(find_newest())
        version = _save(stored, stored.with_logo_of(EMPTY), "", viewer)
    return version


def restore_version(number: int, comment: str, viewer: Viewer) -> SiteVersion | None:
    """Make what a version said a new version, without its logo if the library has it no more."""
    require(Permission.EDIT_SITE, viewer)
    with write():
        wanted = presentation_of(find_version(number, viewer))
        version = _return_to(wanted, comment, viewer)
    return version


def undo_version(number: int, comment: str, viewer: Viewer) -> None:
    """Make what was said before the newest version a new version.

    Raises InvalidInput, and changes nothing, when something has been saved since.
    """
    require(Permission.EDIT_SITE, viewer)
    with write():
        newest = find_newest()
        if newest is None or newest.id != number:
            raise InvalidInput(_MOVED)
        _return_to(find_former(number, viewer), comment, viewer)


def _return_to(wanted: Presentation, comment: str, viewer: Viewer) -> SiteVersion | None:
    stored = presentation_of(find_newest())
    if find_logo(wanted) is None:
        wanted = wanted.with_logo_of(EMPTY)
    version = add_version(stored, wanted, comment, viewer.user_id)
    if version is not None:
        parts = changed_fields(stored, wanted)
        record(viewer.user_id, "restore", "site", version.id, parts=parts)
    return version
