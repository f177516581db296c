"""Read mailed links."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import hash_token
from wiki.accounts.viewer import Viewer
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


def list_invited(user_ids: Collection[int], viewer: Viewer) -> dict[int, datetime]:
    """Return who of these was invited and has not come yet, and until when their link is valid."""
    require(Permission.MANAGE_USERS, viewer)
    ends = func.max(MailedLink.expires_at)
    statement = select(MailedLink.user_id, ends).group_by(MailedLink.user_id)
    found = db.session.execute(
        statement.where(
            MailedLink.user_id.in_(user_ids), MailedLink.purpose == Purpose.INVITATION.value
        )
    )
    return {user_id: until for user_id, until in found if user_id is not None}
