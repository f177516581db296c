"""What administrators do with mail that waits or has failed."""

from flask import current_app, g
from flask_babel import gettext as _
from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput, NotFound
from wiki.mail.letter import Letter
from wiki.mail.models import MailMessage
from wiki.mail.queries import MailState, is_in
from wiki.mail.steps import PATIENCE, Receiver, is_mail_on, note_mail, post
from wiki.mailroom.queries import can_be_retried
from wiki.web.numbers import LARGEST


def send_trial(viewer: Viewer) -> str:
    """Write a message to the viewer into the outbox; return their address."""
    require(Permission.MANAGE_MAIL, viewer)
    if not is_mail_on():
        raise InvalidInput(_("Mail is off."))
    site = str(current_app.extensions["site"].name())
    letter = Letter(
        _("Test message of %(site)s", site=site),
        (_("This message has come by the way that all mail of the wiki takes."),),
    )
    with write():
        user = lock_user(viewer.user_id)
        post("test", letter, Receiver(user.email, user.name, g.language, user.id))
        address = user.email
    return address


def retry_message(message_id: int, viewer: Viewer) -> None:
    """Let a message that waits or has failed be tried at once, and for some days again."""
    require(Permission.MANAGE_MAIL, viewer)
    with write():
        message = _lock(message_id)
        if not can_be_retried(message):
            raise InvalidInput(_("The link in this message has expired, so nobody can use it."))
        _retry(message)
        record(viewer.user_id, "retry", "mail", message.id, **_named(message))


def retry_failed(viewer: Viewer) -> int:
    """Let all messages that have failed and are still of use be tried; return how many."""
    require(Permission.MANAGE_MAIL, viewer)
    with write():
        failed = db.session.scalars(select(MailMessage).where(is_in(MailState.FAILED)))
        messages = [message for message in failed if can_be_retried(message)]
        for message in messages:
            _retry(message)
        if messages:
            record(viewer.user_id, "retry_all", "mail", None, changed=len(messages))
    return len(messages)


def delete_message(message_id: int, viewer: Viewer) -> None:
    """Delete a message; one that was not sent will not be."""
    require(Permission.MANAGE_MAIL, viewer)
    with write():
        message = _lock(message_id)
        record(viewer.user_id, "delete", "mail", message.id, **_named(message))
        db.session.delete(message)


def _lock(message_id: int) -> MailMessage:
    found = None
    if message_id <= LARGEST:
        found = db.session.get(MailMessage, message_id, with_for_update=True)
    if found is None or not found.to_address:
        raise NotFound
    return found


def _retry(message: MailMessage) -> None:
    patience = now() + PATIENCE
    message.failed_at, message.next_at = None, now()
    message.give_up_at = min(patience, message.useless_at) if message.useless_at else patience
    note_mail()


def _named(message: MailMessage) -> dict[str, str]:
    return {"title": message.subject, "email": message.to_address}
