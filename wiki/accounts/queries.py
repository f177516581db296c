"""Read users and sessions."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)

from wiki.accounts.models import Lack, Role, User, UserSession
from wiki.accounts.names import person_slug
from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.citations.credits import Credit
from wiki.citations.names import whole_name
from wiki.clock import now
from wiki.db import UtcDateTime, contains, db
from wiki.errors import NotFound
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page, paginate

# Of the account that owns the shipped content, which is nobody's.
EDITORIAL_EMAIL = "editorial@wiki.invalid"
# How long the log-in waits for the second factor.
LONGEST_WAIT = timedelta(minutes=10)


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
    given = {"token_hash": hash_token(token), **_days()}
    session = db.session.scalar(_open_session(), given)
    return session if session is not None and session.user.is_active else None


@cache  # every request of somebody with an account asks it; building it costs more than running it
def _open_session() -> Select[UserSession]:
    token_hash: BindParameter[str] = bindparam("token_hash")
    return select(UserSession).where(UserSession.token_hash == token_hash, _is_open(_DAYS))


def is_open() -> ColumnElement[bool]:
    """Return the condition that a session has been used lately, and has not had its last day."""
    return _is_open(_days())


def _days() -> dict[str, datetime]:
    """Return the moments since which a session must have been used or begun."""
    moment, config = now(), current_app.config
    return {
        "used_after": moment - timedelta(days=config["SESSION_DAYS"]),
        "begun_after": moment - timedelta(days=config["SESSION_MAX_DAYS"]),
        "asked_after": moment - LONGEST_WAIT,
    }


_DAYS: Mapping[str, Any] = {
    name: bindparam(name, type_=UtcDateTime)
    for name in ("used_after", "begun_after", "asked_after")
}


def _is_open(since: Mapping[str, Any]) -> ColumnElement[bool]:
    is_whole = UserSession.lacks != Lack.CODE
    return and_(
        UserSession.seen_at >= since["used_after"],
        UserSession.created_at >= since["begun_after"],
        or_(is_whole, UserSession.created_at >= since["asked_after"]),
    )


def viewer_of(user: User) -> Viewer:
    """Return `user` as a viewer."""
    return Viewer(
        user.id, Role(user.role), user.name, user.has_shortcuts, user.must_change_password
    )


def is_somebody() -> ColumnElement[bool]:
    """Return the condition that an account is open and somebody's."""
    return User.is_active & (User.email != EDITORIAL_EMAIL)


def is_from(role: Role) -> ColumnElement[bool]:
    """Return the condition that an account has this role or a higher one."""
    return User.role.in_([known.value for known in Role if known.rank >= role.rank])


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
    whole = whole_name(user.name)
    as_one = user.name if whole else ""
    name = whole or user.name
    return Credit(name, user.id, slug, user.orcid, family=user.family, as_one=as_one)


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
