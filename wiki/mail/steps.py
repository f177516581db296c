"""Put messages into the outbox, inside the transaction of what they tell of."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from wiki.characters import FORBIDDEN, normalise_line
from wiki.clock import now
from wiki.db import db
from wiki.mail.letter import Letter
from wiki.mail.models import LONGEST_SUBJECT, MailMessage
from wiki.web.clients import keyed_hash

# How long a server may be down without any loss: over a long weekend.
PATIENCE = timedelta(days=4)
_NOTED = "wiki_mail_noted"
_SECRET_BYTES = 24


@dataclass(frozen=True)
class Receiver:
    """To whom a letter goes; without an address it goes to nobody and is dropped unsent."""

    address: str
    name: str
    language: str
    user_id: int | None = None


def is_mail_on() -> bool:
    """Return whether the settings name a mail server."""
    return bool(current_app.config["MAIL_SERVER"])


def post(
    kind: str,
    letter: Letter,
    receiver: Receiver,
    *,
    secret: str = "",
    stop_url: str = "",
    useless_at: datetime | None = None,
) -> MailMessage:
    """Add a letter to the outbox; the caller commits, which wakes the thread that sends."""
    give_up_at = now() + PATIENCE
    message = MailMessage(
        kind=kind,
        user_id=receiver.user_id,
        to_address=receiver.address,
        to_name=_line(receiver.name),
        language=receiver.language,
        subject=_line(letter.subject)[:LONGEST_SUBJECT],
        text=FORBIDDEN.sub("", letter.as_text()),
        html=FORBIDDEN.sub("", letter.as_html(receiver.language)),
        secret=secret,
        stop_url=stop_url,
        mark=secrets.token_hex(16),
        give_up_at=min(give_up_at, useless_at) if useless_at else give_up_at,
        useless_at=useless_at,
    )
    db.session.add(message)
    note_mail()
    return message


def _line(text: str) -> str:
    """Return a text for a header, without what no database and no mail program takes."""
    return normalise_line(FORBIDDEN.sub("", text))


def note_mail() -> None:
    """Wake the thread that sends after the commit of the caller: before, it would see nothing."""
    db.session.info[_NOTED] = True


def make_secret() -> str:
    """Return what the token of a link is made from, together with the key of the installation."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def token_of(secret: str) -> str:
    """Return the token of a link, 256 bits that only this installation can compute."""
    return keyed_hash("mailed link", secret)


def init_waking() -> None:
    """Listen to commits; a second call, for another application, has no effect."""
    if not event.contains(db.session, "after_commit", _wake_after_commit):
        event.listen(db.session, "after_commit", _wake_after_commit)


def _wake_after_commit(session: Session) -> None:
    if session.info.pop(_NOTED, False):
        sender: Any = current_app.extensions["mail_sender"]
        sender.wake()
