"""Describe a university in the vocabulary of schema.org, for search engines."""

from collections.abc import Mapping
from typing import Any

from wiki.universities.profile import Contact, Profile


def describe_university(
    profile: Profile, name: str, url: str, *, description: str = "", logo: str = ""
) -> Mapping[str, Any]:
    """Return a university's page as a JSON-LD object; of what is unknown nothing is said."""
    university: dict[str, Any] = {
        "@type": "CollegeOrUniversity",
        "@id": url,
        "url": profile.website or url,
        "name": name,
    }
    if description:
        university["description"] = description
    if logo:
        university["logo"] = logo
    if profile.social_media:
        university["sameAs"] = list(profile.social_media)
    points = [point for contact in profile.contacts if (point := _describe_contact(contact))]
    if points:
        university["contactPoint"] = points
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": university}


def _describe_contact(contact: Contact) -> dict[str, Any]:
    """Return a contact that can be reached; a role that nobody can be asked in is none."""
    values = {"name": contact.name, "email": contact.email, "telephone": contact.phone}
    known = {key: value for key, value in values.items() if value}
    if not known:
        return {}
    return {"@type": "ContactPoint", "contactType": str(contact.label), **known}
