"""Start and end sessions inside the caller's transaction."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, not_

from wiki.accounts.models import User, UserSession
from wiki.accounts.queries import hash_token, is_open
from wiki.accounts.steps.knownbrowsers import add_mark
from wiki.db import db

# How stale `seen_at` may be: a write on each request would cost more than it is worth.
SEEN_STEP = timedelta(hours=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True)
class Entry:
    """What a browser gets of a log-in: the session's token, and by what it is known later."""

    token: str
    known_browser: str


def enter(user: User, known_browser: str) -> Entry:
    """Start a session; `known_browser` is the cookie of earlier log-ins."""
    return Entry(_start_session(user.id), add_mark(user, known_browser))


def _start_session(user_id: int) -> str:
    """Add a session and return its token, which only the cookie stores."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.session.add(UserSession(token_hash=hash_token(token), user_id=user_id))
    return token


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
