"""Read the versions of what the site says of itself: the newest is public, the list is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.site.models import SiteVersion
from wiki.site.presentation import (
    EMPTY,
    Presentation,
    changed_fields,
    read_presentation,
)
from wiki.universities.queries import select_logo_ids
from wiki.web.pagination import Page, paginate


@dataclass(frozen=True)
class VersionLine:
    """A version in the list: who saved it when and why, and which fields it changed."""

    number: int
    at: datetime
    name: str
    comment: str
    fields: Sequence[str]


def find_newest() -> SiteVersion | None:
    """Return what readers see, with its logo, or None as long as nobody has written anything."""
    return db.session.scalar(select_newest())


def select_newest() -> Select[SiteVersion]:
    """Select the same, for a session of the caller's own."""
    newest = select(SiteVersion).order_by(SiteVersion.id.desc()).limit(1)
    return newest.options(joinedload(SiteVersion.logo))


def presentation_of(version: SiteVersion | None) -> Presentation:
    """Return what a version says; nothing without one."""
    return read_presentation(version.content) if version else EMPTY


def select_all_logo_ids() -> Select[int | None]:
    """Select the ids of the pictures that are logos of universities or of the wiki now."""
    return select(select_logo_ids().union(_shown_logo_id()).subquery().c[0])


def _shown_logo_id() -> Select[int | None]:
    newest = select(SiteVersion.id).order_by(SiteVersion.id.desc()).limit(1)
    return select(SiteVersion.logo_id).where(
        SiteVersion.id == newest.scalar_subquery(), SiteVersion.logo_id.is_not(None)
    )


def is_site_logo(file_id: int) -> bool:
    """Return whether a picture is the logo of the site now."""
    return db.session.scalar(_shown_logo_id()) == file_id


def find_version(number: int, viewer: Viewer) -> SiteVersion:
    """Return a version with who saved it; raise NotFound when there is none."""
    require(Permission.EDIT_SITE, viewer)
    found = db.session.scalar(
        select(SiteVersion)
        .where(SiteVersion.id == number)
        .options(joinedload(SiteVersion.author), joinedload(SiteVersion.logo))
    )
    if found is None:
        raise NotFound()
    return found


def find_former(number: int, viewer: Viewer) -> Presentation:
    """Return what was said before a version."""
    require(Permission.EDIT_SITE, viewer)
    earlier = select(SiteVersion).where(SiteVersion.id < number)
    return presentation_of(db.session.scalar(earlier.order_by(SiteVersion.id.desc()).limit(1)))


def list_versions(page: int, viewer: Viewer) -> Page[VersionLine]:
    """List the versions, newest first, each with what differs from the one before."""
    require(Permission.EDIT_SITE, viewer)
    query = (
        select(SiteVersion).options(joinedload(SiteVersion.author)).order_by(SiteVersion.id.desc())
    )
    found = paginate(query, lambda version: version, page)
    said = [presentation_of(version) for version in found.items]
    if found.items:
        said.append(find_former(found.items[-1].id, viewer))
    lines = [
        VersionLine(
            version.id,
            version.created_at,
            version.author.name if version.author else "",
            version.comment,
            changed_fields(former, own),
        )
        for version, own, former in zip(found.items, said, said[1:], strict=False)
    ]
    return Page(lines, found.number, found.size, found.total)
