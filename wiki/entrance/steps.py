"""Make and end mailed links, inside the caller's transaction."""

from datetime import timedelta

from sqlalchemy import delete

from wiki.accounts.models import User
from wiki.accounts.queries import hash_token
from wiki.clock import now
from wiki.db import db
from wiki.entrance.models import MailedLink, Purpose
from wiki.mail.steps import Receiver, make_secret, token_of
from wiki.signals import access_changed

LIFETIMES = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=1),
    Purpose.ADDRESS: timedelta(days=1),
}
# Asked for by or for one person; nobody should fill a mailbox.
MOST_AN_HOUR = 3
# Long after a link has expired, an administrator still sees that the invitation was not accepted.
_KEPT = timedelta(days=90)


def make_link(purpose: Purpose, user_id: int | None, email: str = "") -> tuple[str, MailedLink]:
    """Add a link; return the secret from which its token is made when it is mailed, and the row."""
    secret = make_secret()
    link = MailedLink(
        purpose=purpose.value,
        user_id=user_id,
        token_hash=hash_token(token_of(secret)),
        email=email,
        expires_at=now() + LIFETIMES[purpose],
    )
    db.session.add(link)
    return secret, link


def end_links(user_id: int) -> None:
    """Make all links of somebody worthless, because one was used or the account changed hands."""
    db.session.execute(delete(MailedLink).where(MailedLink.user_id == user_id))


def init_entrance() -> None:
    """Make links worthless when their account gets another password, or is closed."""
    access_changed.connect(_end_links_of)


def _end_links_of(user: User) -> None:
    end_links(user.id)


def delete_old_links() -> None:
    """Delete what expired long ago, and at once what leads nowhere."""
    nowhere = MailedLink.user_id.is_(None) & (MailedLink.expires_at < now())
    old = MailedLink.expires_at < now() - _KEPT
    db.session.execute(delete(MailedLink).where(nowhere | old))


def receiver_of(user: User, language: str = "") -> Receiver:
    """Return an account as one who gets a letter, in their language or in `language`."""
    return Receiver(user.email, user.name, language or user.language, user.id)
