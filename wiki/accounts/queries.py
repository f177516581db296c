"""Read users and sessions."""

import hashlib
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from wiki.accounts.models import Role, User, UserSession
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.clock import now
from wiki.db import db


def hash_token(token: str) -> str:
    """Return the form in which a session's token is stored.

    SHA-256 without salt is enough: the token is 256 random bits, not a password.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def find_session_viewer(token: str) -> Viewer:
    """Return whose session `token` opens; ANONYMOUS when it is unknown, old or closed."""
    session = db.session.scalar(
        select(UserSession).where(UserSession.token_hash == hash_token(token))
    )
    if session is None or not session.user.is_active:
        return ANONYMOUS
    if session.seen_at < now() - timedelta(days=current_app.config["SESSION_DAYS"]):
        return ANONYMOUS
    return viewer_of(session.user)


def viewer_of(user: User) -> Viewer:
    """Return `user` as a viewer."""
    return Viewer(user.id, Role(user.role), user.name)
