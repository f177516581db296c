"""Store profiles and record what changed, inside the transaction of an action."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki import signals
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.media.models import MediaFile
from wiki.media.queries import find_named
from wiki.tags.models import Tag
from wiki.tags.steps.terms import count_change, describe_tag
from wiki.universities.models import UniversityProfile
from wiki.universities.profile import Profile, compare, read_profile
from wiki.universities.queries import PROFILE_DEEDS, find_shown

_NO_PICTURE = _("The library has no picture with the name %(name)s.")


def put_profile(tag: Tag, profile: Profile) -> None:
    """Store a checked profile; the description and the web site go to the term."""
    tag.description_sv, tag.description_en = profile.description_sv, profile.description_en
    tag.website, tag.contact = profile.website, profile.contact
    put_belongings(tag, profile)


def put_belongings(tag: Tag, profile: Profile) -> None:
    """Store the contacts, addresses and logos alone: what the term has no place for."""
    row = db.session.get(UniversityProfile, tag.id)
    if row is None:
        row = UniversityProfile(tag_id=tag.id)
        db.session.add(row)
    row.contacts = [asdict(contact) for contact in profile.contacts]
    row.social_media = list(profile.social_media)
    row.logo_light = _find_picture(profile.logo_light)
    row.logo_dark = _find_picture(profile.logo_dark)
    db.session.flush()


def _find_picture(name: str) -> MediaFile | None:
    """Return a picture of the library; raise InvalidInput when it is not there any more."""
    if not name:
        return None
    file = find_named(name)
    if file is None or not file.is_picture:
        raise InvalidInput(_NO_PICTURE % {"name": name})
    return file


def change_profile(tag: Tag, profile: Profile) -> dict[str, Any] | None:
    """Store a profile and tell of it; return what the journal says of it, None if it is the same.

    That is what was before and what is now, of the fields that differ.
    """
    term = describe_tag(tag)
    before, after = compare(find_shown(tag).profile, profile)
    if not after:
        return None
    put_profile(tag, profile)
    count_change(tag, term)
    # No article says any of it, so none has to be indexed again.
    signals.tag_changed.send(tag, article_ids=[])
    return {"before": before, "after": after}


def forget_contacts(names: Collection[str]) -> None:
    """Leave the roles of contacts who have one of these names or addresses, and nothing else.

    Also in the journal, which would name them as long as the wiki is there.
    """
    for row in db.session.scalars(select(UniversityProfile)):
        row.contacts = _forget(row.contacts, names)
    entries = select(AuditEntry).where(
        AuditEntry.object_type == "tag", AuditEntry.action.in_(PROFILE_DEEDS)
    )
    for entry in db.session.scalars(entries):
        detail = dict(entry.detail)
        for side in ("before", "after"):
            if "contacts" in detail[side]:
                contacts = _forget(detail[side]["contacts"], names)
                detail[side] = {**detail[side], "contacts": contacts}
        if detail != entry.detail:
            entry.detail = detail


def _forget(contacts: list[dict[str, Any]], names: Collection[str]) -> list[dict[str, Any]]:
    return [
        asdict(contact.without_person(names))
        for contact in read_profile({"contacts": contacts}).contacts
    ]
