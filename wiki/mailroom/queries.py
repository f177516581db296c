"""Read the outbox of mail for administrators."""

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.clock import now
from wiki.db import db
from wiki.errors import NotFound
from wiki.mail.models import MailMessage
from wiki.mail.queries import MailFigures, MailState, find_figures, list_messages
from wiki.web.numbers import LARGEST
from wiki.web.pagination import Page


def read_figures(viewer: Viewer) -> MailFigures:
    """Return how the outbox is."""
    require(Permission.MANAGE_MAIL, viewer)
    return find_figures()


def list_mail(state: MailState, number: int, viewer: Viewer) -> Page[MailMessage]:
    """Return one page of the messages in a state, the newest first."""
    require(Permission.MANAGE_MAIL, viewer)
    return list_messages(state, number)


def find_message(message_id: int, viewer: Viewer) -> MailMessage:
    """Return a message to somebody; raise NotFound if there is none."""
    require(Permission.MANAGE_MAIL, viewer)
    found = db.session.get(MailMessage, message_id) if message_id <= LARGEST else None
    if found is None or not found.to_address:
        raise NotFound
    return found


def can_be_retried(message: MailMessage) -> bool:
    """Return whether a message is still to be sent and of use."""
    return message.sent_at is None and (message.useless_at is None or message.useless_at > now())
