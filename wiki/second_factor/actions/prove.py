"""Let somebody in who gives the second factor, and let somebody prove who they are."""

from flask_babel import gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import find_waiting
from wiki.accounts.steps import sessions, throttle
from wiki.accounts.steps.hashing import verify_password
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.db import write
from wiki.errors import N_, InvalidInput, NotAllowed
from wiki.second_factor.codes import read_code
from wiki.second_factor.encryption import UnreadableSecret
from wiki.second_factor.steps import use_code
from wiki.web.securitylog import note

UNREADABLE = N_(
    "The codes of your app cannot be checked any more, because the key of this wiki was changed. "
    "Use a backup code or a passkey, or ask an administrator."
)


class NotWaiting(NotAllowed):
    """No log-in waits for the second factor: it was given, or took too long."""


def pass_code(token: str, code: str, known_browser: str) -> sessions.LogIn:
    """Let in whoever gives the second factor after the password; `token` is the waiting session's.

    Raises InvalidInput for a wrong code, TooManyTries while codes are throttled.
    """
    user_id = _count_code(token)
    attempt = throttle.attempt_code(user_id)
    try:
        with write():
            user = lock_user(user_id)
            is_right = find_waiting(token) is not None and use_code(user_id, read_code(code))
            if is_right:
                throttle.forgive(attempt)
                sessions.end_session(token)
                entry = sessions.enter(user, known_browser, has_proved=True)
    except UnreadableSecret as error:
        note("login.unreadable_app", user=user_id)
        raise InvalidInput(fields={"code": _(UNREADABLE)}) from error
    if not is_right:
        note("login.wrong_code", user=user_id)
        message = _("The code is wrong, or was used before. Wait for the next one.")
        raise InvalidInput(fields={"code": message})
    note("login.right_code", user=user_id)
    return entry


def _count_code(token: str) -> int:
    """Count the attempt before it is made, in a transaction of its own; return whose it is."""
    with write():
        waiting = find_waiting(token)
        if waiting is None:
            raise NotWaiting
        user_id = waiting.user_id
        try:
            throttle.count_attempt(throttle.attempt_code(user_id))
        except throttle.TooManyTries as error:
            note("login.code_throttled", user=user_id, wait=error.wait_seconds)
            raise
    return user_id


def confirm_by_password(password: str, token: str, viewer: Viewer) -> None:
    """Note in the session that whoever uses it has just given the password."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        user_id, password_hash = user.id, user.password_hash
        attempt = throttle.attempt_inside(user_id)
        throttle.count_attempt(attempt)
    if not verify_password(password_hash, password):
        note("password.wrong", user=user_id)
        raise InvalidInput(fields={"password": _("This is not your current password.")})
    with write():
        throttle.forgive(attempt)
        sessions.confirm_session(token)
    note("session.confirm", user=user_id)
