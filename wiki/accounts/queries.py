"""Read users and sessions."""

import hashlib
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true

from wiki.accounts.models import Lack, Role, User, UserSession
from wiki.accounts.names import person_slug
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.citations.credits import Credit
from wiki.clock import now
from wiki.db import contains, db
from wiki.errors import NotFound
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page, paginate

# Of the account that owns the shipped content, which is nobody's.
EDITORIAL_EMAIL = "editorial@wiki.invalid"
# How long the log-in waits for the second factor.
LONGEST_WAIT = timedelta(minutes=10)
# What the condition that a session is open compares with.
_MOMENTS = ("used_after", "begun_after", "waits_after")


def hash_token(token: str) -> str:
    """Return the hash under which a session's token is stored.

    SHA-256 without salt is enough: the token is 256 random bits, not a password.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(token: str) -> UserSession | None:
    """Return the session of `token`; None if it is unknown or expired, or its account closed.

    One that still waits for the second factor is nobody's yet.
    """
    session = _find_open(token)
    return None if session is None or session.lacks == Lack.CODE else session


def find_waiting(token: str) -> UserSession | None:
    """Return the session of `token` if it waits for the second factor, else None."""
    session = _find_open(token)
    return session if session is not None and session.lacks == Lack.CODE else None


def _find_open(token: str) -> UserSession | None:
    parameters = {"token_hash": hash_token(token), **_moments()}
    session = db.session.scalar(_open_session(), parameters)
    return session if session is not None and session.user.is_active else None


@cache  # each request of somebody logged in runs it, and building it costs more than running it
def _open_session() -> Select[UserSession]:
    is_of_token = UserSession.token_hash == bindparam("token_hash")
    moments = {name: bindparam(name, type_=UserSession.seen_at.type) for name in _MOMENTS}
    return select(UserSession).where(is_of_token, _is_open(**moments))


def is_open() -> ColumnElement[bool]:
    """Return the condition that a session has been used lately, and has not had its last day."""
    return _is_open(**_moments())


def _moments() -> dict[str, datetime]:
    """Return after when a session must have been used and begun, or begun if it waits."""
    moment = now()
    used_after = moment - timedelta(days=current_app.config["SESSION_DAYS"])
    begun_after = moment - timedelta(days=current_app.config["SESSION_MAX_DAYS"])
    return dict(zip(_MOMENTS, (used_after, begun_after, moment - LONGEST_WAIT), strict=True))


def _is_open(used_after: Any, begun_after: Any, waits_after: Any) -> ColumnElement[bool]:
    is_whole = UserSession.lacks != Lack.CODE
    return and_(
        UserSession.seen_at >= used_after,
        UserSession.created_at >= begun_after,
        or_(is_whole, UserSession.created_at >= waits_after),
    )


def viewer_of(user: User) -> Viewer:
    """Return `user` as a viewer."""
    return Viewer(
        user.id, Role(user.role), user.name, user.has_shortcuts, user.must_change_password
    )


def find_person(user_id: int) -> User:
    """Return the account of a person, closed or not; the caller decides who may see it."""
    user = db.session.get(User, user_id) if user_id <= LARGEST else None
    if user is None or user.email == EDITORIAL_EMAIL:
        raise NotFound
    return user


def may_edit_university(university_id: int, viewer: Viewer) -> bool:
    """Return whether the viewer may edit what a university says of itself.

    With the setting EDITORS_BY_UNIVERSITY, editors edit their own university alone, and those
    without one edit none; administrators edit all.
    """
    if not can(Permission.EDIT_UNIVERSITY, viewer):
        return False
    if viewer.is_at_least(Role.ADMIN) or not current_app.config["EDITORS_BY_UNIVERSITY"]:
        return True
    user = db.session.get(User, viewer.user_id)
    return user is not None and user.university_id == university_id


def credit_of(user: User) -> Credit:
    """Return how an account is named for a text."""
    has_page = user.email != EDITORIAL_EMAIL
    slug = person_slug(user.id, user.name) if has_page else ""
    return Credit(user.name, user.id, slug, user.orcid)


def list_sessions(this_session: str, viewer: Viewer) -> list[UserSession]:
    """Return the viewer's own open sessions, the last used first.

    The session whose hashed token is `this_session` comes before all others.
    """
    statement = (
        select(UserSession)
        .where(UserSession.user_id == viewer.user_id, UserSession.lacks != Lack.CODE, is_open())
        .order_by(
            UserSession.token_hash != this_session,
            UserSession.seen_at.desc(),
            UserSession.id.desc(),
        )
    )
    return list(db.session.scalars(statement))


def find_own_user(viewer: Viewer) -> User:
    """Return the viewer's own account."""
    user = db.session.get(User, viewer.user_id) if viewer.user_id else None
    if user is None:
        raise NotFound
    return user


def find_user(user_id: int, viewer: Viewer) -> User:
    """Return an account, for those who manage accounts."""
    require(Permission.MANAGE_USERS, viewer)
    user = db.session.get(User, user_id) if user_id <= LARGEST else None
    if user is None:
        raise NotFound
    return user


def find_user_by_email(email: str, viewer: Viewer) -> User:
    """Return the account of an e-mail address, for those who manage accounts."""
    require(Permission.MANAGE_USERS, viewer)
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        raise NotFound
    return user


def list_users(viewer: Viewer, words: str = "", number: int = 1) -> Page[User]:
    """Return one page of the accounts whose name or e-mail address contains `words`, by name."""
    require(Permission.MANAGE_USERS, viewer)
    words = words.strip()
    condition = contains(words, User.name, User.email) if words else true()
    query = select(User).where(condition)
    return paginate(query.order_by(func.lower(User.name), User.id), lambda user: user, number)


def count_active_users(viewer: Viewer) -> dict[Role, int]:
    """Return the number of open accounts of each role."""
    require(Permission.MANAGE_USERS, viewer)
    statement = select(User.role, func.count()).where(User.is_active).group_by(User.role)
    found = {Role(role): count for role, count in db.session.execute(statement)}
    return {role: found.get(role, 0) for role in Role}


def list_names(user_ids: set[int], viewer: Viewer) -> dict[int, str]:
    """Return the names of users, for those who see what people did."""
    require(Permission.SEE_TRAIL, viewer)
    users = db.session.scalars(select(User).where(User.id.in_(user_ids)))
    return {user.id: user.name for user in users}
