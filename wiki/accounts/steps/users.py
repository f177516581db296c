"""Lock accounts for a change, inside the caller's transaction."""

from wiki.accounts.models import User
from wiki.db import db
from wiki.errors import NotFound
from wiki.web.numbers import LARGEST


def lock_user(user_id: int | None) -> User:
    """Return an account, locked until the end of the transaction; raise NotFound without one."""
    user = None
    if user_id is not None and user_id <= LARGEST:
        user = db.session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound
    return user
