"""Change what somebody's page says of them."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from wiki.accounts.names import LONGEST_ABOUT
from wiki.accounts.permissions import Permission, require
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_line
from wiki.citations.orcid import read_orcid
from wiki.db import write
from wiki.errors import InvalidInput


@dataclass(frozen=True)
class Profile:
    """What a form says; `university` is the slug of a term, or empty."""

    university: str
    orcid: str
    about: str
    has_page: bool


def update_profile(profile: Profile, viewer: Viewer) -> None:
    """Store what the viewer's own page says; raise InvalidInput naming the fields at fault."""
    require(Permission.HAVE_ACCOUNT, viewer)
    orcid, about = check_orcid(profile.orcid), _check_about(profile.about)
    university_id = _find_university(profile.university)
    with write():
        user = lock_user(viewer.user_id)
        before = (user.orcid, user.about, user.university_id, user.has_page)
        user.orcid, user.about = orcid, about
        user.university_id, user.has_page = university_id, profile.has_page
        if before != (orcid, about, university_id, profile.has_page):
            record(viewer.user_id, "change_profile", "user", user.id, orcid=orcid, about=about)


def check_orcid(text: str) -> str:
    """Return the ORCID iD in its one form; raise InvalidInput when it is mistyped."""
    if not text.strip():
        return ""
    orcid = read_orcid(text)
    if not orcid:
        message = _("This is no ORCID iD: a digit is missing or mistyped. Copy it from orcid.org.")
        raise InvalidInput(fields={"orcid": message})
    return orcid


def _check_about(text: str) -> str:
    if FORBIDDEN.search(text):
        message = _("This holds characters that are not text. Remove them.")
        raise InvalidInput(fields={"about": message})
    about = normalise_line(text)
    if len(about) > LONGEST_ABOUT:
        message = _("Use at most %(count)s characters.", count=LONGEST_ABOUT)
        raise InvalidInput(fields={"about": message})
    return about


def _find_university(slug: str) -> int | None:
    """Return the id of a university of the vocabulary."""
    if not slug:
        return None
    for university in current_app.extensions["universities"].list():
        if university.slug == slug:
            return int(university.id)
    raise InvalidInput(fields={"university": _("Choose a university from the list.")})
