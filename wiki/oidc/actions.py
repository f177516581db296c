"""Let people in by their home university, and link it with their account."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from wiki.accounts.models import Role, User
from wiki.accounts.names import normalise_email
from wiki.accounts.passwords import random_password
from wiki.accounts.permissions import Permission, require
from wiki.accounts.steps import onetime, sessions
from wiki.accounts.steps.checks import add_user, prepare_user
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import COMMAND_LINE, Viewer
from wiki.audit.steps import record
from wiki.characters import normalise_line
from wiki.citations.names import given_beside
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput
from wiki.oidc.claims import Person, Refused, role_of, university_of
from wiki.oidc.flow import ASKED_SECONDS
from wiki.oidc.models import HomeIdentity
from wiki.oidc.providers import Provider
from wiki.web.securitylog import note


def spend_state(state: str) -> None:
    """Take the one answer to a question; raise Refused for a second one."""
    with write():
        is_first = onetime.spend(f"oidc {state}", ASKED_SECONDS * 2)
    if not is_first:
        raise Refused("replayed")


def enter_by_university(
    person: Person, provider: Provider, known_browser: str
) -> tuple[sessions.LogIn, bool]:
    """Begin a session for somebody of a university; return it, and whether the account is new.

    An account is found by what the provider calls the person, or by an address that the provider
    may speak for. Raises Refused if there is none and none may be made.
    """
    login = _enter(person, provider, known_browser)
    if login is not None:
        return login, False
    _create(person, provider)
    login = _enter(person, provider, known_browser)
    if login is None:
        raise Refused("account")
    return login, True


def _enter(person: Person, provider: Provider, known_browser: str) -> sessions.LogIn | None:
    with write():
        identity = _find_identity(person)
        user_id = identity.user_id if identity else _find_by_address(person, provider)
        if user_id is None:
            return None
        user = lock_user(user_id)
        if not user.is_active:
            raise Refused("closed")
        identity = identity or _link(person, provider, user)
        identity.used_at = now()
        sessions.delete_old_sessions()
        login = sessions.enter(user, known_browser)
    note("login.university", user=user_id, provider=provider.key, lacks=login.lacks.value)
    return login


def _find_identity(person: Person) -> HomeIdentity | None:
    is_theirs = HomeIdentity.issuer == person.issuer, HomeIdentity.subject == person.subject
    return db.session.scalar(select(HomeIdentity).where(*is_theirs))


def _find_by_address(person: Person, provider: Provider) -> int | None:
    """Return the account of the address; raise Refused if the provider may not speak for it."""
    if not person.email:
        raise Refused("email")
    email = normalise_email(person.email)
    found = db.session.scalar(select(User.id).where(User.email == email))
    if not provider.owns(email):
        raise Refused("domain")
    known = select(HomeIdentity.id).where(
        HomeIdentity.issuer == person.issuer, HomeIdentity.user_id == found
    )
    # Universities give the address of who has left to somebody new of the same name.
    if db.session.scalar(known.limit(1)) is not None:
        raise Refused("somebody else")
    return found


def _create(person: Person, provider: Provider) -> None:
    """Open an account for somebody new, if the setting allows it and a rule gives a role."""
    role = role_of(person, provider)
    if not provider.creates_accounts or not role:
        raise Refused("no account")
    slug, family = university_of(person, provider), normalise_line(person.family)
    universities = current_app.extensions["universities"].value()
    found = (university.id for university in universities if university.slug == slug)
    try:
        # Nobody knows the password: whoever wants one asks for it.
        user = prepare_user(person.email, person.name, Role(role), random_password())
        user.university_id = next(found, None)
        # One that is no part of the name says nothing of it: the profile would not take it either.
        user.family = family if given_beside(family, user.name) else ""
        with write():
            add_user(user, COMMAND_LINE.user_id)
    except InvalidInput as error:
        raise Refused("name") from error
    note("account.create", user=user.id, by=COMMAND_LINE.user_id, role=role)


def link_identity(person: Person, provider: Provider, viewer: Viewer) -> None:
    """Link the viewer's own account with what a provider calls the person."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        identity = _find_identity(person)
        if identity is not None and identity.user_id != viewer.user_id:
            raise InvalidInput(_("This log-in belongs to another account here."))
        if identity is None:
            _link(person, provider, lock_user(viewer.user_id))


def _link(person: Person, provider: Provider, user: User) -> HomeIdentity:
    identity = HomeIdentity(user_id=user.id, issuer=person.issuer, subject=person.subject)
    db.session.add(identity)
    db.session.flush()
    record(user.id, "link_university", "user", user.id, email=user.email, names=provider.name)
    note("university.link", user=user.id, provider=provider.key)
    return identity


def unlink_identity(issuer: str, viewer: Viewer) -> None:
    """Take the link with a provider off the viewer's own account."""
    require(Permission.HAVE_ACCOUNT, viewer)
    own = HomeIdentity.user_id == viewer.user_id, HomeIdentity.issuer == issuer
    with write():
        user = lock_user(viewer.user_id)
        for identity in db.session.scalars(select(HomeIdentity).where(*own)):
            db.session.delete(identity)
            record(user.id, "unlink_university", "user", user.id, email=user.email)
    note("university.unlink", user=viewer.user_id)
