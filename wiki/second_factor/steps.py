"""Check and change second factors inside the caller's transaction."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, select

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import db
from wiki.second_factor.codes import hash_code, is_app_code, is_backup_code, new_backup_codes
from wiki.second_factor.models import BackupCode, CodeApp
from wiki.second_factor.totp import find_step

# How long the page with a QR code may stay open.
_SECRET_SECONDS = 3_600


def sign_secret(user_id: int, secret: str) -> str:
    """Return a secret as the form for a new app carries it, made by this wiki for this user."""
    return _signer(user_id).dumps(secret)


def read_secret(user_id: int, signed: str) -> str:
    """Return the secret that a form carries, or "" if it is not ours or too old."""
    try:
        return str(_signer(user_id).loads(signed, max_age=_SECRET_SECONDS))
    except BadSignature:
        return ""


def _signer(user_id: int) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"code app {user_id}")


def use_code(user_id: int, code: str) -> bool:
    """Return whether a code is right; it is not right again."""
    if is_app_code(code):
        return _use_app_code(user_id, code)
    return is_backup_code(code) and _use_backup_code(user_id, code)


def _use_app_code(user_id: int, code: str) -> bool:
    app = db.session.get(CodeApp, user_id, with_for_update=True)
    if app is None:
        return False
    step = find_step(app.secret, code, now(), app.last_step)
    if step is None:
        return False
    app.last_step = step
    return True


def _use_backup_code(user_id: int, code: str) -> bool:
    own = BackupCode.user_id == user_id, BackupCode.code_hash == hash_code(code)
    found = db.session.scalar(select(BackupCode).where(*own).with_for_update().limit(1))
    if found is None:
        return False
    db.session.delete(found)
    return True


def replace_codes(user_id: int) -> list[str]:
    """Make new backup codes, which make the earlier ones worthless; return them to be shown."""
    db.session.execute(delete(BackupCode).where(BackupCode.user_id == user_id))
    codes = new_backup_codes()
    db.session.add_all(BackupCode(user_id=user_id, code_hash=hash_code(code)) for code in codes)
    return codes


def settle_factors(user: User) -> None:
    """Make the account say whether it has a factor; backup codes alone are none."""
    db.session.flush()
    user.has_second_factor = db.session.get(CodeApp, user.id) is not None
    if not user.has_second_factor:
        db.session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))


def delete_factors(user: User) -> None:
    """Delete all second factors of an account."""
    db.session.execute(delete(CodeApp).where(CodeApp.user_id == user.id))
    settle_factors(user)
