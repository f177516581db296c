"""Create the accounts that the program needs: the editorial account, and one for each role."""

from sqlalchemy import select

from wiki.accounts.models import Role, User
from wiki.accounts.passwords import random_password
from wiki.accounts.queries import EDITORIAL_EMAIL, viewer_of
from wiki.accounts.steps.hashing import hash_password
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.db import db, write

# Not an argon2 hash, so no password matches it.
_NO_HASH = "!"


def ensure_editorial_account(name: str) -> Viewer:
    """Return the account that owns the shipped content, creating it when it is missing.

    Logging in to it is impossible.
    """
    with write():
        user = db.session.scalar(select(User).where(User.email == EDITORIAL_EMAIL))
        if user is None:
            user = User(
                email=EDITORIAL_EMAIL,
                name=name,
                role=Role.EDITOR.value,
                password_hash=_NO_HASH,
                is_active=False,
            )
            db.session.add(user)
            _record_creation(user)
    return viewer_of(user)


def _record_creation(user: User) -> None:
    """Record in the audit log an account that the program created by itself; the caller commits."""
    db.session.flush()  # assigns the id
    record(None, "create", "user", user.id, email=user.email, role=user.role)


def create_first_accounts() -> list[tuple[Role, str, str]]:
    """Create one account for each role; return role, e-mail address and password of each.

    Create none when somebody can log in already: they can add the others.
    """
    if _has_active_user():
        return []
    accounts = [(role, f"{role.value}@example.org", random_password()) for role in Role]
    hashes = [hash_password(password) for _, _, password in accounts]
    with write():
        for (role, email, _), hashed in zip(accounts, hashes, strict=True):
            name = role.value.capitalize()
            user = User(email=email, name=name, role=role.value, password_hash=hashed)
            db.session.add(user)
            _record_creation(user)
    return accounts


def _has_active_user() -> bool:
    return db.session.scalar(select(User.id).where(User.is_active).limit(1)) is not None
