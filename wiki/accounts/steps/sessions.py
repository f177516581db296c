"""Start and end sessions inside the caller's transaction."""

import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from wiki.accounts.models import UserSession
from wiki.accounts.queries import hash_token
from wiki.clock import now
from wiki.db import db

# How stale `seen_at` may be: a write on each request would cost more than it is worth.
SEEN_STEP = timedelta(hours=1)
_TOKEN_BYTES = 32


def start_session(user_id: int) -> str:
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
    """Delete every session that was not used for SESSION_DAYS."""
    oldest = now() - timedelta(days=current_app.config["SESSION_DAYS"])
    db.session.execute(delete(UserSession).where(UserSession.seen_at < oldest))
