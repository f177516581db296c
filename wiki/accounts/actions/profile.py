"""Change what somebody's page says of them."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from wiki.accounts.names import LONGEST_ABOUT
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_line
from wiki.citations.names import given_beside
from wiki.citations.orcid import read_orcid
from wiki.db import write
from wiki.errors import InvalidInput

PLACED = lazy_gettext(
    "An administrator chooses the university of an editor here, since editors edit what it says."
)


@dataclass(frozen=True)
class Profile:
    """What a form says; `university` is the slug of a term, or empty."""

    university: str
    family: str
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
        if university_id != user.university_id and is_placed(viewer):
            raise InvalidInput(fields={"university": _(PLACED)})
        family = _check_family(profile.family, user.name)
        before = (user.family, user.orcid, user.about, user.university_id, user.has_page)
        user.family, user.orcid, user.about = family, orcid, about
        user.university_id, user.has_page = university_id, profile.has_page
        if before != (family, orcid, about, university_id, profile.has_page):
            record(viewer.user_id, "change_profile", "user", user.id, orcid=orcid, about=about)


def is_placed(viewer: Viewer) -> bool:
    """Return whether an administrator alone chooses the viewer's university.

    With the setting EDITORS_BY_UNIVERSITY it says what an editor may edit, so nobody may say it of
    themselves.
    """
    by_university = bool(current_app.config["EDITORS_BY_UNIVERSITY"])
    return by_university and can(Permission.EDIT_UNIVERSITY, viewer) and not _places(viewer)


def _places(viewer: Viewer) -> bool:
    return can(Permission.MANAGE_USERS, viewer)


def place_user(user_id: int, university: str, viewer: Viewer) -> None:
    """Choose the university of an account by its slug, or none with an empty one."""
    require(Permission.MANAGE_USERS, viewer)
    university_id = _find_university(university)
    with write():
        user = lock_user(user_id)
        former = user.university_id
        if former != university_id:
            user.university_id = university_id
            old, new = (_name_university(number) for number in (former, university_id))
            record(viewer.user_id, "change_university", "user", user.id, old=old, new=new)


def _name_university(university_id: int | None) -> str:
    listed = current_app.extensions["universities"].value()
    return next((found.slug for found in listed if found.id == university_id), "–")


def check_orcid(text: str) -> str:
    """Return the ORCID iD in its one form; raise InvalidInput when it is mistyped."""
    if not text.strip():
        return ""
    orcid = read_orcid(text)
    if not orcid:
        message = _("This is no ORCID iD: a digit is missing or mistyped. Copy it from orcid.org.")
        raise InvalidInput(fields={"orcid": message})
    return orcid


def _check_family(text: str, name: str) -> str:
    family = normalise_line(text)
    if family and not given_beside(family, name):
        message = _(
            "Write the beginning or the end of your name, as it stands here: “%(name)s”.", name=name
        )
        raise InvalidInput(fields={"family": message})
    return family


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
    for university in current_app.extensions["universities"].value():
        if university.slug == slug:
            return int(university.id)
    raise InvalidInput(fields={"university": _("Choose a university from the list.")})
