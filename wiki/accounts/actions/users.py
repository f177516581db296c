"""Change accounts."""

from flask_babel import gettext as _
from sqlalchemy import select

from wiki.accounts import passwords
from wiki.accounts.models import Role, User
from wiki.accounts.names import normalise_name
from wiki.accounts.permissions import Permission, may_grant, require
from wiki.accounts.steps import sessions, throttle
from wiki.accounts.steps.checks import (
    add_user,
    prepare_user,
    refuse_impersonation,
    refuse_weak,
)
from wiki.accounts.steps.hashing import hash_password, verify_password
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record, refuse_repeat
from wiki.db import db, write
from wiki.errors import InvalidInput, NotAllowed
from wiki.signals import access_changed
from wiki.web.securitylog import note


def change_password(
    current: str, new: str, viewer: Viewer, known_browser: str = ""
) -> sessions.LogIn:
    """Change the viewer's own password, end all sessions, and begin a new one."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        user_id, old_hash, attempt = user.id, user.password_hash, throttle.attempt_inside(user.id)
        refuse_weak(new, user.email, user.name, "new_password")
        throttle.count_attempt(attempt)
    if not verify_password(old_hash, current):
        note("password.wrong", user=user_id)
        raise InvalidInput(fields={"current_password": _("This is not your current password.")})
    if passwords.normalise_password(current) == passwords.normalise_password(new):
        raise InvalidInput(
            fields={"new_password": _("This is your current password. Choose another one.")}
        )
    new_hash = hash_password(new)
    with write():
        user = lock_user(user_id)
        if user.password_hash != old_hash:
            raise InvalidInput(fields={"current_password": _("This is not your current password.")})
        user.password_hash, user.must_change_password = new_hash, False
        throttle.forgive(attempt)
        sessions.end_sessions(user_id)
        access_changed.send(user)
        entry = sessions.enter(user, known_browser, has_proved=True)
        record(user_id, "change_password", "user", user_id, email=user.email)
    note("password.change", user=user_id)
    return entry


def rename_user(user_id: int, name: str, viewer: Viewer) -> None:
    """Change the viewer's own name, or that of any user for viewers who manage accounts."""
    own = viewer.user_id == user_id
    require(Permission.HAVE_ACCOUNT if own else Permission.MANAGE_USERS, viewer)
    name = normalise_name(name)
    with write():
        user = lock_user(user_id)
        refuse_impersonation(name, Role(user.role))
        if user.name != name:
            record(viewer.user_id, "rename", "user", user.id, old=user.name, new=name)
            user.name = name


def set_shortcuts(is_on: bool, viewer: Viewer) -> None:
    """Switch single-key shortcuts on or off for the viewer; a preference, so it is not audited."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        lock_user(viewer.user_id).has_shortcuts = is_on


def create_user(
    email: str,
    name: str,
    role: Role,
    password: str,
    viewer: Viewer,
    form_id: str | None = None,
    *,
    must_change_password: bool = False,
) -> User:
    """Create an account; raise InvalidInput naming the fields that cannot be accepted.

    `must_change_password` is for a password that is not the person's own. Raises AlreadyMade when
    the form with `form_id` has created one already.
    """
    _require_grant(role, viewer)
    user = prepare_user(email, name, role, password)
    user.must_change_password = must_change_password
    with write():
        taken = select(User.id).where(User.email == user.email)
        if (user_id := db.session.scalar(taken)) is not None:
            refuse_repeat(viewer.user_id, "user", form_id, user_id)
        add_user(user, viewer.user_id, form_id)
    note("account.create", user=user.id, by=viewer.user_id, role=role.value)
    return user


def _require_grant(role: Role, viewer: Viewer) -> None:
    require(Permission.MANAGE_USERS, viewer)
    if not may_grant(role, viewer):
        raise NotAllowed


def change_role(user_id: int, role: Role, viewer: Viewer) -> None:
    """Change the role of another user and end their sessions; changing one's own is refused."""
    _require_grant(role, viewer)
    with write():
        admin_ids = _list_admins()
        user = _lock_other_user(user_id, viewer)
        if user.role == role.value:
            return
        _refuse_last_admin(user, admin_ids)
        record(viewer.user_id, "change_role", "user", user.id, old=user.role, new=role.value)
        user.role = role.value
        sessions.end_sessions(user.id)
    note("account.role", user=user_id, by=viewer.user_id, role=role.value)


def close_account(user_id: int, viewer: Viewer) -> None:
    """Close an account and end its sessions; its texts still show the author's name."""
    require(Permission.MANAGE_USERS, viewer)
    with write():
        admin_ids = _list_admins()
        user = _lock_other_user(user_id, viewer)
        if user.is_active:
            _refuse_last_admin(user, admin_ids)
            user.is_active = False
            sessions.end_sessions(user.id)
            access_changed.send(user)
            record(viewer.user_id, "close", "user", user.id, email=user.email)
    note("account.close", user=user_id, by=viewer.user_id)


def reopen_account(user_id: int, viewer: Viewer) -> None:
    """Reopen a closed account with its former role and password."""
    require(Permission.MANAGE_USERS, viewer)
    with write():
        user = _lock_other_user(user_id, viewer)
        if not user.is_active:
            user.is_active = True
            record(viewer.user_id, "reopen", "user", user.id, email=user.email)
    note("account.reopen", user=user_id, by=viewer.user_id)


def reset_password(user_id: int, viewer: Viewer) -> str:
    """Give another user a random password and end their sessions; return it, to be shown once."""
    require(Permission.MANAGE_USERS, viewer)
    password = passwords.random_password()
    password_hash = hash_password(password)
    with write():
        user = _lock_other_user(user_id, viewer)
        user.password_hash, user.must_change_password = password_hash, True
        throttle.forgive_account(user.email)
        sessions.end_sessions(user.id)
        access_changed.send(user)
        record(viewer.user_id, "reset_password", "user", user.id, email=user.email)
    note("password.reset", user=user_id, by=viewer.user_id)
    return password


def _lock_other_user(user_id: int, viewer: Viewer) -> User:
    """Lock and return another user's account; the viewer's own is changed on the account page."""
    user = lock_user(user_id)
    if user.id == viewer.user_id:
        raise NotAllowed(_("Nobody changes their own role or closes their own account."))
    if not may_grant(Role(user.role), viewer):
        raise NotAllowed
    return user


def _list_admins() -> set[int]:
    """Return the ids of all active administrators."""
    admins = select(User.id).where(User.role == Role.ADMIN.value, User.is_active)
    return set(db.session.scalars(admins))


def _refuse_last_admin(user: User, admin_ids: set[int]) -> None:
    if admin_ids == {user.id}:
        raise InvalidInput(_("The last administrator must stay: appoint another one first."))
