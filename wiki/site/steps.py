"""Store versions of what the site says of itself, inside the transaction of an action."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import select

from wiki.characters import normalise_line
from wiki.db import db
from wiki.media.models import MediaFile
from wiki.media.queries import find_named
from wiki.site.models import SiteVersion
from wiki.site.presentation import COMMENT_LENGTH, Presentation


def add_version(
    stored: Presentation, wanted: Presentation, comment: str, author_id: int | None
) -> SiteVersion | None:
    """Store a version, and return it; None if it says the same as what is stored."""
    if wanted == stored:
        return None
    logo = find_logo(wanted)
    version = SiteVersion(
        content=asdict(wanted),
        logo_id=logo.id if logo else None,
        comment=normalise_line(comment[: COMMENT_LENGTH * 10])[:COMMENT_LENGTH],
        author_id=author_id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def find_logo(presentation: Presentation) -> MediaFile | None:
    """Return the picture of the logo, or None when there is none or the library has it no more."""
    file = find_named(presentation.logo) if presentation.logo else None
    return file if file and file.is_picture else None


def forget_address(names: Collection[str]) -> None:
    """Take the address of a person who is forgotten out of all versions."""
    for version in db.session.scalars(select(SiteVersion)):
        if version.content.get("contact") in names:
            version.content = {**version.content, "contact": ""}
