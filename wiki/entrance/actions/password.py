"""Let somebody who has forgotten their password choose another by a mailed link."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from wiki.accounts.models import User
from wiki.accounts.names import normalise_email
from wiki.accounts.queries import EDITORIAL_EMAIL
from wiki.accounts.steps import sessions, throttle
from wiki.accounts.steps.checks import refuse_weak
from wiki.accounts.steps.hashing import hash_password
from wiki.accounts.steps.users import lock_user
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.entrance import letters
from wiki.entrance.models import MailedLink, Purpose
from wiki.entrance.queries import find_link
from wiki.entrance.steps import (
    MOST_AN_HOUR,
    delete_old_links,
    end_links,
    make_link,
    receiver_of,
)
from wiki.errors import InvalidInput
from wiki.mail.steps import Receiver, is_mail_on, post
from wiki.web.securitylog import note

_NOBODY = Receiver("", "", "sv")


def ask_for_link(email: str, language: str) -> None:
    """Mail a link to whoever has this address.

    For an address that nobody has, the same is written and dropped later: neither the answer nor
    the time that it takes tells which addresses have an account.
    """
    if not is_mail_on():
        raise InvalidInput(_("Mail is off."))
    email = normalise_email(email)
    with write():
        delete_old_links()
        user = db.session.scalar(select(User).where(User.email == email, User.is_active))
        user_id = user.id if user else None
        lately = select(func.count(MailedLink.id)).where(
            MailedLink.user_id == (user_id or -1),
            MailedLink.purpose == Purpose.PASSWORD.value,
            MailedLink.created_at > now() - timedelta(hours=1),
        )
        is_crowded = (db.session.scalar(lately) or 0) >= MOST_AN_HOUR
        is_known = user is not None and email != EDITORIAL_EMAIL and not is_crowded
        secret, link = make_link(Purpose.PASSWORD, user_id if is_known else None)
        receiver = receiver_of(user, language) if user and is_known else _NOBODY
        letter = letters.forgotten_password(receiver.name, language)
        post(Purpose.PASSWORD, letter, receiver, secret=secret, useless_at=link.expires_at)
    note("password.asked", user=user_id)


def set_password(purpose: Purpose, token: str, password: str) -> None:
    """Set the password of whoever the link was mailed to, and end their sessions and links.

    Raises NotFound for a link that is not open, InvalidInput for a weak password.
    """
    _link, user = find_link(purpose, token)
    refuse_weak(password, user.email, user.name, "new_password")
    new_hash = hash_password(password)
    with write():
        _link, user = find_link(purpose, token)  # somebody may have used it meanwhile
        user = lock_user(user.id)
        user.password_hash, user.must_change_password = new_hash, False
        throttle.forgive_account(user.email)
        sessions.end_sessions(user.id)
        end_links(user.id)
        if purpose is Purpose.INVITATION:
            record(user.id, "accept", "user", user.id, email=user.email)
        else:
            record(user.id, "set_password", "user", user.id, email=user.email)
            post("changed", letters.changed_password(user.name, user.language), receiver_of(user))
        user_id = user.id
    note("password.set", user=user_id, purpose=purpose.value)
