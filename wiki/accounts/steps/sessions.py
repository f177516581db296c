"""Start and end sessions inside the caller's transaction."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, not_, update

from wiki.accounts.models import Lack, Role, User, UserSession
from wiki.accounts.queries import hash_token, is_open
from wiki.accounts.steps.knownbrowsers import add_mark
from wiki.clock import now
from wiki.db import db

# How stale `seen_at` may be: a write on each request would cost more than it is worth.
SEEN_STEP = timedelta(hours=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class LogIn:
    """What a browser gets of a log-in: the session's token, and by what it is known later."""

    token: str
    known_browser: str
    lacks: Lack = Lack.NOTHING


def enter(user: User, known_browser: str, *, has_proved: bool = False) -> LogIn:
    """Start a session; `known_browser` is the cookie of earlier log-ins.

    `has_proved` is whether the second factor, if there is one, was given too.
    """
    lacks = _find_lack(user, has_proved)
    token = _start_session(user.id, lacks)
    known = known_browser if lacks is Lack.CODE else add_mark(user, known_browser)
    return LogIn(token, known, lacks)


def needs_factor(role: Role) -> bool:
    """Return whether the setting wants a second factor of people with this role."""
    lowest = current_app.config["SECOND_FACTOR_FOR"]
    return bool(lowest) and role.rank >= Role(lowest).rank


def _find_lack(user: User, has_proved: bool) -> Lack:
    if user.has_second_factor:
        return Lack.NOTHING if has_proved else Lack.CODE
    return Lack.FACTOR if needs_factor(Role(user.role)) else Lack.NOTHING


def _start_session(user_id: int, lacks: Lack) -> str:
    """Add a session and return its token, which only the cookie stores."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.session.add(UserSession(token_hash=hash_token(token), user_id=user_id, lacks=lacks.value))
    return token


def confirm_session(token: str) -> None:
    """Note that whoever uses the session of `token` has just proved who they are."""
    own = update(UserSession).where(UserSession.token_hash == hash_token(token))
    db.session.execute(own.values(confirmed_at=now()))


def end_session(token: str) -> None:
    """Delete the session of `token`, if any."""
    db.session.execute(delete(UserSession).where(UserSession.token_hash == hash_token(token)))


def end_sessions(user_id: int, except_token: str = "") -> None:
    """Delete all sessions of a user but the one of `except_token`."""
    statement = delete(UserSession).where(UserSession.user_id == user_id)
    if except_token:
        statement = statement.where(UserSession.token_hash != hash_token(except_token))
    db.session.execute(statement)


def delete_old_sessions() -> None:
    """Delete every session that has ended by itself."""
    db.session.execute(delete(UserSession).where(not_(is_open())))
