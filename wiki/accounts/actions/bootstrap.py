"""Make the accounts that nobody asks for: the editorial one, and the first of each role."""

from sqlalchemy import select

from wiki.accounts.models import Role, User
from wiki.accounts.passwords import hash_password, random_password
from wiki.accounts.queries import viewer_of
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.db import db, write

# This is no argon2 hash, so no password matches it.
_NO_HASH = "!"
_EDITORIAL_EMAIL = "editorial@wiki.invalid"


def ensure_editorial_account(name: str) -> Viewer:
    """Return the account in whose name shipped content stands: nobody can log in to it.

    It is made when it is missing.
    """
    with write():
        user = db.session.scalar(select(User).where(User.email == _EDITORIAL_EMAIL))
        if user is None:
            user = User(
                email=_EDITORIAL_EMAIL,
                name=name,
                role=Role.EDITOR.value,
                password_hash=_NO_HASH,
                is_active=False,
            )
            db.session.add(user)
            _record_opening(user)
    return viewer_of(user)


def _record_opening(user: User) -> None:
    """Tell the journal of an account that the program opens by itself, within the transaction."""
    db.session.flush()  # it gets its id
    record(None, "create", "user", user.id, email=user.email, role=user.role)


def create_first_accounts() -> list[tuple[Role, str, str]]:
    """Make one account for each role; return role, e-mail address and password of each.

    Nothing is made when anybody can log in already: whoever can makes the others.
    """
    if _can_anybody_log_in():
        return []
    made = [(role, f"{role.value}@example.org", random_password()) for role in Role]
    hashes = [hash_password(password) for _, _, password in made]
    with write():
        for (role, email, _), hashed in zip(made, hashes, strict=True):
            name = role.value.capitalize()
            user = User(email=email, name=name, role=role.value, password_hash=hashed)
            db.session.add(user)
            _record_opening(user)
    return made


def _can_anybody_log_in() -> bool:
    return db.session.scalar(select(User.id).where(User.is_active).limit(1)) is not None
