"""Read what universities say of themselves; it is public. Who changed it is for editors."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from wiki.accounts.models import User
from wiki.accounts.queries import may_edit_university
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import NotAllowed, NotFound
from wiki.media.models import MediaFile
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import BY_NUMBER, find_tag
from wiki.universities.models import UniversityProfile
from wiki.universities.profile import NO_PROFILE, Profile, read_profile, restore

# The deeds of the audit log that say what was in a profile.
PROFILE_DEEDS = ("profile", "undo_profile")
_MOST_CHANGES = 10


@dataclass(frozen=True)
class Shown:
    """A profile with the pictures that its logos stand for."""

    profile: Profile
    light: MediaFile | None = None
    dark: MediaFile | None = None

    @property
    def logo(self) -> MediaFile | None:
        """Return the logo for those who know only one."""
        return self.light or self.dark


@dataclass(frozen=True)
class ProfileChange:
    """A change of a profile: when and by whom; `is_last` if undoing it takes nothing else along."""

    entry_id: int
    at: datetime
    name: str
    fields: Sequence[str]
    is_last: bool


def find_university(slug: str) -> Tag:
    """Return the university that has or had a slug; raise NotFound when there is none."""
    tag = find_tag(slug)
    if tag.kind != TagKind.UNIVERSITY:
        raise NotFound()
    return tag


def find_shown(tag: Tag) -> Shown:
    """Return what a university says of itself, with one statement."""
    row = db.session.get(UniversityProfile, tag.id)
    profile = Profile(
        description_sv=tag.description_sv,
        description_en=tag.description_en,
        website=tag.website,
        contact=tag.contact,
    )
    return _with_row(profile, row)


def _with_row(profile: Profile, row: UniversityProfile | None) -> Shown:
    if row is None:
        return Shown(profile)
    stored = read_profile({"contacts": row.contacts, "social_media": row.social_media})
    light, dark = row.logo_light, row.logo_dark
    whole = replace(
        profile,
        contacts=stored.contacts,
        social_media=stored.social_media,
        logo_light=light.name if light else "",
        logo_dark=dark.name if dark else "",
    )
    return Shown(whole, light, dark)


def list_profiles() -> dict[int, Profile]:
    """Return what universities say beside their terms, by the ids of these, for an export."""
    rows = db.session.scalars(select(UniversityProfile).order_by(UniversityProfile.tag_id))
    return {row.tag_id: _with_row(NO_PROFILE, row).profile for row in rows}


def list_contacts_of(names: Collection[str]) -> list[dict[str, Any]]:
    """Return the contacts that have one of these names or addresses, each with its university."""
    rows = db.session.scalars(select(UniversityProfile).order_by(UniversityProfile.tag_id))
    return [
        {"tag_id": row.tag_id, **asdict(contact)}
        for row in rows
        for contact in read_profile({"contacts": row.contacts}).contacts
        if contact != contact.without_person(names)
    ]


def select_logo_ids() -> Select[int | None]:
    """Select the ids of the pictures that are logos, for queries that filter the library."""
    light = select(UniversityProfile.logo_light_id).where(
        UniversityProfile.logo_light_id.is_not(None)
    )
    dark = select(UniversityProfile.logo_dark_id).where(UniversityProfile.logo_dark_id.is_not(None))
    return select(light.union(dark).subquery().c[0])


def list_universities_showing(file_id: int) -> Sequence[Tag]:
    """Return the universities of which a picture is a logo."""
    return db.session.scalars(
        select(Tag)
        .join(UniversityProfile, UniversityProfile.tag_id == Tag.id)
        .where(
            or_(
                UniversityProfile.logo_light_id == file_id,
                UniversityProfile.logo_dark_id == file_id,
            )
        )
        .order_by(BY_NUMBER, Tag.id)
    ).all()


def list_changes(tag: Tag, viewer: Viewer) -> list[ProfileChange]:
    """Return the last changes of a profile, newest first, for those who may edit it."""
    if not may_edit_university(tag.id, viewer):
        raise NotAllowed()
    present = find_shown(tag).profile
    rows = db.session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.object_type == "tag",
            AuditEntry.object_id == tag.id,
            AuditEntry.action.in_(PROFILE_DEEDS),
        )
        .order_by(AuditEntry.id.desc())
        .limit(_MOST_CHANGES)
    )
    return [
        ProfileChange(
            entry.id,
            entry.at,
            name or "",
            sorted(entry.detail["after"]),
            restore(present, entry.detail["before"], entry.detail["after"]) is not None,
        )
        for entry, name in rows
    ]
