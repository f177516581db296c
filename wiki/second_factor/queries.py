"""Read which second factors somebody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.second_factor.encryption import UnreadableSecret, decrypt
from wiki.second_factor.models import BackupCode, CodeApp, Passkey


@dataclass(frozen=True)
class Factors:
    """What somebody logs in with after the password."""

    app_since: datetime | None
    codes_left: int
    passkeys: Sequence[Passkey] = ()
    is_app_readable: bool = True

    @property
    def is_on(self) -> bool:
        """Return whether the log-in asks for something."""
        return self.app_since is not None or bool(self.passkeys)


def find_own_factors(viewer: Viewer) -> Factors:
    """Return the viewer's own second factors."""
    require(Permission.HAVE_ACCOUNT, viewer)
    mine = BackupCode.user_id == viewer.user_id
    app = db.session.get(CodeApp, viewer.user_id) if viewer.user_id else None
    left = db.session.scalar(select(func.count()).select_from(BackupCode).where(mine)) or 0
    own = select(Passkey).where(Passkey.user_id == viewer.user_id).order_by(Passkey.id)
    is_readable = app is None or _is_readable(app)
    passkeys = db.session.scalars(own).all()
    return Factors(app.created_at if app else None, left, passkeys, is_readable)


def count_unreadable_apps() -> int:
    """Count the apps whose secrets cannot be read with the key of today, for the operator."""
    return sum(not _is_readable(app) for app in db.session.scalars(select(CodeApp)))


def _is_readable(app: CodeApp) -> bool:
    try:
        decrypt(app.secret, app.user_id, current_app.config["SECRET_KEY"])
    except UnreadableSecret:
        return False
    return True


def find_own_passkey(passkey_id: int, viewer: Viewer) -> Passkey:
    """Return one of the viewer's own passkeys."""
    found = db.session.get(Passkey, passkey_id)
    if found is None or found.user_id != viewer.user_id:
        raise NotFound
    return found


def list_keys(user_id: int) -> list[str]:
    """Return by what browsers know the passkeys of an account."""
    own = select(Passkey.credential_id).where(Passkey.user_id == user_id).order_by(Passkey.id)
    return list(db.session.scalars(own))
