"""Change one's e-mail address, which the new mailbox confirms."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.steps import throttle
from wiki.accounts.steps.checks import check_email
from wiki.accounts.steps.hashing import verify_password
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.entrance import letters
from wiki.entrance.models import Purpose
from wiki.entrance.queries import find_link
from wiki.entrance.steps import MOST_AN_HOUR, end_links, make_link, receiver_of
from wiki.errors import InvalidInput
from wiki.mail.models import MailMessage
from wiki.mail.steps import Receiver, is_mail_on, post
from wiki.web.securitylog import note


def ask_for_address(email: str, password: str, viewer: Viewer) -> None:
    """Mail a link to the viewer's new address, and a notice to the present one.

    If somebody has that address already, it is told so; the page says nothing of it.
    """
    require(Permission.HAVE_ACCOUNT, viewer)
    if not is_mail_on():
        raise InvalidInput(_("Mail is off."))
    email = check_email(email)
    with write():
        user = lock_user(viewer.user_id)
        old_hash, attempt = user.password_hash, throttle.attempt_inside(user.id)
        if email == user.email:
            raise InvalidInput(fields={"email": _("This is your address already.")})
        throttle.count_attempt(attempt)
    if not verify_password(old_hash, password):
        note("password.wrong", user=viewer.user_id)
        raise InvalidInput(fields={"current_password": _("This is not your current password.")})
    with write():
        user = lock_user(viewer.user_id)
        throttle.forgive(attempt)
        _refuse_many(user.id)
        is_taken = db.session.scalar(select(User.id).where(User.email == email)) is not None
        to_new = Receiver(email, user.name, user.language, user.id)
        if is_taken:
            post(Purpose.ADDRESS, letters.taken_address(user.language), to_new)
        else:
            end_links(user.id)
            secret, link = make_link(Purpose.ADDRESS, user.id, email)
            letter = letters.confirm_address(user.name, user.language)
            post(Purpose.ADDRESS, letter, to_new, secret=secret, useless_at=link.expires_at)
        notice = letters.address_asked(user.name, email, user.language)
        post("changed", notice, receiver_of(user))
    note("address.asked", user=viewer.user_id)


def _refuse_many(user_id: int) -> None:
    """Refuse more letters to addresses that may be anybody's than one person needs."""
    lately = select(func.count(MailMessage.id)).where(
        MailMessage.user_id == user_id,
        MailMessage.kind == Purpose.ADDRESS.value,
        MailMessage.created_at > now() - timedelta(hours=1),
    )
    if (db.session.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise InvalidInput(_("You have asked for several links lately. Try again in an hour."))


def confirm_address(token: str) -> str:
    """Give the account the address to which the link was mailed; return it.

    Raises NotFound for a link that is not open, InvalidInput if somebody has the address by now.
    """
    with write():
        link, user = find_link(Purpose.ADDRESS, token)
        user = lock_user(user.id)
        old, new = user.email, link.email
        if db.session.scalar(select(User.id).where(User.email == new)) is not None:
            raise InvalidInput(_("There is an account with this address already."))
        former = receiver_of(user)
        user.email = new
        end_links(user.id)
        record(user.id, "change_address", "user", user.id, old=old, new=new)
        post("changed", letters.address_changed(user.name, new, user.language), former)
        user_id = user.id
    note("address.change", user=user_id)
    return new
