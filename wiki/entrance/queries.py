"""Read mailed links."""

from sqlalchemy import select

from wiki.accounts.models import User
from wiki.accounts.queries import hash_token
from wiki.clock import now
from wiki.db import db
from wiki.entrance.models import MailedLink, Purpose
from wiki.errors import NotFound


def find_link(purpose: Purpose, token: str) -> tuple[MailedLink, User]:
    """Return the link of a token and whose it is; raise NotFound unless it is open."""
    statement = select(MailedLink, User).join(User, User.id == MailedLink.user_id)
    found = db.session.execute(
        statement.where(
            MailedLink.token_hash == hash_token(token),
            MailedLink.purpose == purpose.value,
            MailedLink.expires_at > now(),
            User.is_active,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]
