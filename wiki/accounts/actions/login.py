"""Begin and end sessions."""

from contextlib import suppress

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from wiki.accounts.models import User, UserSession
from wiki.accounts.names import normalise_email
from wiki.accounts.permissions import Permission, require
from wiki.accounts.steps import knownbrowsers, sessions, throttle
from wiki.accounts.steps.hashing import hash_password, needs_rehash, verify_password
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import Busy, InvalidInput
from wiki.web.securitylog import note


def log_in(email: str, password: str, ip: str, known_browser: str = "") -> sessions.LogIn:
    """Begin a session; `known_browser` is the cookie of earlier log-ins.

    Raises InvalidInput with one message whatever was wrong, TooManyTries while log-in is throttled.
    """
    email = normalise_email(email)
    known, attempt, wait = _count_attempt(email, ip, known_browser)
    # Outside the transaction: hashing takes long, and other writers should not wait for it.
    is_right = verify_password(known and known[1], password)
    if known is None or not is_right:
        raise _refuse_login(known and known[0], wait)
    with write():
        user = lock_user(known[0])
        if not user.is_active or user.password_hash != known[1]:
            raise _refuse_login(user.id, wait)
        if needs_rehash(user.password_hash):
            user.password_hash = hash_password(password)
        throttle.forgive(attempt)
        sessions.delete_old_sessions()
        throttle.delete_old_failures()
        login = sessions.enter(user, known_browser)
    note("login.right", user=known[0], lacks=login.lacks.value)
    return login


def _count_attempt(
    email: str, ip: str, known_browser: str
) -> tuple[tuple[int, str] | None, throttle.Attempt, int]:
    """Count the attempt; return id and password hash of the open account or None, and the rest."""
    with write():
        user = db.session.scalar(select(User).where(User.email == email, User.is_active))
        attempt = throttle.attempt_from(email, ip, knownbrowsers.find_mark(user, known_browser))
        known = (user.id, user.password_hash) if user else None
        try:
            wait = throttle.count_attempt(attempt)
        except throttle.TooManyTries as error:
            note("login.throttled", user=known and known[0], wait=error.wait_seconds)
            raise
    return known, attempt, wait


def _refuse_login(user_id: int | None, wait: int) -> InvalidInput | throttle.TooManyTries:
    note("login.wrong", user=user_id)
    return throttle.TooManyTries(wait) if wait else _wrong_credentials()


def _wrong_credentials() -> InvalidInput:
    return InvalidInput(_("The e-mail address or the password is wrong."))


def log_out(token: str) -> None:
    """End the session of `token`."""
    with write():
        sessions.end_session(token)
    note("session.end")


def touch_session(session_id: int) -> None:
    """Record that a session is in use; skip it when the database is busy."""
    step_ago = now() - sessions.SEEN_STEP
    seen = update(UserSession).where(UserSession.id == session_id, UserSession.seen_at < step_ago)
    # A reader must not wait for writers.
    with suppress(Busy, OperationalError), write(wait_seconds=0.1):
        db.session.execute(seen.values(seen_at=now()))


def end_other_sessions(token: str, viewer: Viewer) -> None:
    """End all sessions of the viewer but the one of `token`."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        sessions.end_sessions(user.id, except_token=token)
    note("session.end_others", user=viewer.user_id)
