"""Set up and remove second factors."""

from flask_babel import gettext as _

from wiki.accounts.models import Lack, Role, User
from wiki.accounts.permissions import Permission, may_grant, require
from wiki.accounts.queries import find_session
from wiki.accounts.steps import sessions
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput, NotAllowed
from wiki.second_factor.codes import read_code
from wiki.second_factor.models import CodeApp
from wiki.second_factor.steps import (
    delete_factors,
    encrypt_secret,
    read_secret,
    replace_codes,
    settle_factors,
)
from wiki.second_factor.totp import find_step
from wiki.web.securitylog import note


def add_app(signed: str, code: str, token: str, viewer: Viewer) -> list[str]:
    """Take an app whose code shows that it works; return backup codes if it is the first factor.

    `signed` is the secret of the form, `token` that of the session, which alone stays.
    """
    require(Permission.HAVE_ACCOUNT, viewer)
    secret = read_secret(viewer.user_id or 0, signed)
    if not secret:
        raise InvalidInput(_("This page had been open for too long. Scan the new code."))
    step = find_step(secret, read_code(code), now(), 0)
    if step is None:
        message = _("This is not the code that the app shows now. Is its clock right?")
        raise InvalidInput(fields={"code": message})
    with write():
        user = lock_user(viewer.user_id)
        stored = encrypt_secret(user.id, secret)
        db.session.merge(CodeApp(user_id=user.id, secret=stored, last_step=step, created_at=now()))
        codes = finish_setup(user, token)
        record(user.id, "add_code_app", "user", user.id, email=user.email)
    note("factor.add", user=viewer.user_id, kind="app")
    return codes


def finish_setup(user: User, token: str) -> list[str]:
    """Turn the second factor on; return backup codes to be shown if it was off."""
    was_on = user.has_second_factor
    settle_factors(user)
    sessions.end_sessions(user.id, except_token=token)
    session = find_session(token)
    if session is not None:
        session.lacks = Lack.NOTHING
    return [] if was_on else replace_codes(user.id)


def remove_app(viewer: Viewer) -> None:
    """Forget the viewer's own app."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        app = db.session.get(CodeApp, user.id)
        if app is None:
            return
        db.session.delete(app)
        settle_factors(user)
        refuse_last_factor(user)
        record(user.id, "remove_code_app", "user", user.id, email=user.email)
    note("factor.remove", user=viewer.user_id, kind="app")


def refuse_last_factor(user: User) -> None:
    """Refuse to leave somebody without a factor who must have one."""
    if not user.has_second_factor and sessions.needs_factor(Role(user.role)):
        message = _("Your role needs a second factor. Set another one up before you remove this.")
        raise InvalidInput(message)


def make_codes(viewer: Viewer) -> list[str]:
    """Give the viewer new backup codes, to be shown once; the earlier ones are worthless."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        if not user.has_second_factor:
            raise InvalidInput(_("Set up a second factor first."))
        codes = replace_codes(user.id)
        record(user.id, "make_codes", "user", user.id, email=user.email)
    note("factor.codes", user=viewer.user_id)
    return codes


def reset_factors(user_id: int, viewer: Viewer) -> None:
    """Take all second factors off another user's account and end its sessions."""
    require(Permission.MANAGE_USERS, viewer)
    with write():
        user = lock_user(user_id)
        if user.id == viewer.user_id:
            raise NotAllowed(_("Change your own second factor on your account page."))
        if not may_grant(Role(user.role), viewer):
            raise NotAllowed
        delete_factors(user)
        sessions.end_sessions(user.id)
        record(viewer.user_id, "reset_factors", "user", user.id, email=user.email)
    note("factor.reset", user=user_id, by=viewer.user_id)
