"""Check and change second factors inside the caller's transaction."""

import secrets
from enum import StrEnum

from flask import Flask, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, select

from wiki.accounts.models import User
from wiki.accounts.steps import onetime
from wiki.clock import now
from wiki.db import db
from wiki.errors import NotFound
from wiki.second_factor.codes import hash_code, is_app_code, is_backup_code, new_backup_codes
from wiki.second_factor.encryption import decrypt, encrypt, is_encrypted
from wiki.second_factor.models import BackupCode, CodeApp, Passkey
from wiki.second_factor.passkeys import KeyRefused, Site, site_of
from wiki.second_factor.totp import find_step

# How long the page with a QR code may stay open.
_SECRET_SECONDS = 3_600
# How long a browser may take to use or make a passkey.
_CHALLENGE_SECONDS = 300


class Purpose(StrEnum):
    """What a passkey signs a challenge for; one for another purpose is worth nothing."""

    ADD = "add"
    ENTER = "enter"
    PROVE = "prove"


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
    """Return whether a code is right; it is not right again.

    Raises UnreadableSecret where the secret of the app cannot be read with the key of today.
    """
    if is_app_code(code):
        return _use_app_code(user_id, code)
    return is_backup_code(code) and _use_backup_code(user_id, code)


def _use_app_code(user_id: int, code: str) -> bool:
    app = db.session.get(CodeApp, user_id, with_for_update=True)
    if app is None:
        return False
    secret = decrypt(app.secret, user_id, current_app.config["SECRET_KEY"])
    step = find_step(secret, code, now(), app.last_step)
    if step is None:
        return False
    app.last_step = step
    if not is_encrypted(app.secret):
        app.secret = encrypt_secret(user_id, secret)
    return True


def encrypt_secret(user_id: int, secret: str) -> str:
    """Return the secret of an account's app as it is stored."""
    return encrypt(secret, user_id, current_app.config["SECRET_KEY"])


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
    has_key = select(Passkey.id).where(Passkey.user_id == user.id).limit(1)
    has_app = db.session.get(CodeApp, user.id) is not None
    user.has_second_factor = has_app or db.session.scalar(has_key) is not None
    if not user.has_second_factor:
        db.session.execute(delete(BackupCode).where(BackupCode.user_id == user.id))


def delete_factors(user: User) -> None:
    """Delete all second factors of an account."""
    db.session.execute(delete(CodeApp).where(CodeApp.user_id == user.id))
    db.session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    settle_factors(user)


def init_passkeys(app: Flask) -> None:
    """Tell templates whether to offer passkeys."""
    app.context_processor(lambda: {"passkeys_work": has_site})


def has_site() -> bool:
    """Return whether browsers make passkeys for this wiki's address."""
    return _site() is not None


def find_site() -> Site:
    """Return for which site passkeys are; raise NotFound where there can be none."""
    site = _site()
    if site is None:
        raise NotFound
    return site


def _site() -> Site | None:
    return site_of(current_app.config["BASE_URL"], str(current_app.extensions["site"].name()))


def make_challenge(purpose: Purpose, user_id: int) -> bytes:
    """Return what a passkey is to sign: random, of now, and good for this purpose and user."""
    return _challenger(purpose).dumps([user_id, secrets.token_urlsafe(16)]).encode()


def take_challenge(purpose: Purpose, user_id: int, challenge: bytes) -> None:
    """Raise KeyRefused unless we have made this challenge, lately, and it was not used before."""
    try:
        token = challenge.decode("ascii")
        found = _challenger(purpose).loads(token, max_age=_CHALLENGE_SECONDS)
    except (BadSignature, UnicodeDecodeError) as error:
        raise KeyRefused("challenge") from error
    if found[0] != user_id:
        raise KeyRefused("another account")
    if not onetime.spend(token, _CHALLENGE_SECONDS * 2):
        raise KeyRefused("replayed")


def _challenger(purpose: Purpose) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"passkey {purpose}")
