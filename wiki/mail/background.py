"""Send what is in the outbox, by one thread among all processes.

A message is claimed before it is sent and marked afterwards, each in a transaction of its own, so
no two processes send it. Only a process that is killed between the server's answer and the mark
makes a message go out twice, with the same Message-ID.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, current_app
from sqlalchemy import delete, or_, select, update

from wiki.background import Daily, Worker
from wiki.clock import now
from wiki.db import db, end_reading, write
from wiki.mail.envelope import Parcel, compose
from wiki.mail.letter import TOKEN
from wiki.mail.models import LONGEST_ERROR, MailMessage
from wiki.mail.queries import is_anything_due, is_due
from wiki.mail.smtp import Refusal, ServerUnusableError, connected, hand_over
from wiki.mail.steps import init_waking, token_of
from wiki.nodes.turns import Work, alone_of_all
from wiki.settings.mailserver import read_sender, read_server

# How long a message may wait that another process has written, or whose next try has come.
_POLL_SECONDS = 10.0
_BATCH = 50
# Longer than a batch can take, so that nobody else takes what is being sent.
_CLAIM = timedelta(minutes=30)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
_KEEP_SENT, _KEEP_FAILED = timedelta(days=30), timedelta(days=90)


def init_sender(app: Flask) -> None:
    """Send mail while the application serves."""
    sweep = Daily(sweep_mail)

    def work() -> None:
        send_now(app)
        with app.app_context():
            sweep.run()

    failure = "mail could not be sent; it is tried again"
    sender = Worker("mail-sender", work, _POLL_SECONDS, failure, app.config)
    app.extensions["mail_sender"] = sender
    init_waking()
    app.before_request(sender.start)


def send_now(app: Flask) -> int:
    """Send all that is due, unless another process does; return how many messages went out."""
    with app.app_context():
        if not app.config["MAIL_SERVER"] or not is_anything_due():
            return 0
        with alone_of_all(Work.MAIL, Path(app.instance_path) / "mail.lock") as is_alone:
            sent = 0
            while is_alone and (parcels := _claim()):
                sent += _send(parcels)
            return sent


def _claim() -> list[Parcel]:
    """Give up what has waited too long, and take the next messages, the least tried first."""
    with write():
        db.session.execute(delete(MailMessage).where(MailMessage.to_address == ""))
        db.session.execute(
            update(MailMessage)
            .where(is_due(), MailMessage.give_up_at < now())
            .values(failed_at=now(), claimed_until=None)
        )
        due = select(MailMessage).where(is_due()).order_by(MailMessage.attempts, MailMessage.id)
        messages = list(db.session.scalars(due.limit(_BATCH).with_for_update(skip_locked=True)))
        parcels = [_pack(message) for message in messages]
        for message in messages:
            message.claimed_until = now() + _CLAIM
    return parcels


def _pack(message: MailMessage) -> Parcel:
    token = token_of(message.secret) if message.secret else ""
    return Parcel(
        message_id=message.id,
        to_address=message.to_address,
        to_name=message.to_name,
        language=message.language,
        subject=message.subject,
        text=message.text.replace(TOKEN, token),
        html=message.html.replace(TOKEN, token),
        mark=message.mark,
        created_at=message.created_at,
        stop_url=message.stop_url,
        attempts=message.attempts,
    )


def _send(parcels: Sequence[Parcel]) -> int:
    """Send a batch and note what became of each; return how many went out."""
    end_reading()
    config, sent = current_app.config, 0
    sender, host = read_sender(config["MAIL_SENDER"]), urlsplit(config["BASE_URL"]).hostname or ""
    rest = list(parcels)
    try:
        with connected(read_server(config["MAIL_SERVER"])) as connection:
            while rest:
                try:
                    message = compose(rest[0], sender, host)
                except ValueError as error:  # also of characters that cannot be encoded
                    refusal: Refusal | None = Refusal(str(error), is_final=True)
                else:
                    refusal = hand_over(connection, message)
                _note(rest.pop(0), refusal)
                sent += refusal is None
    except ServerUnusableError as error:
        _log().warning("the mail server is unusable, mail waits: %s", error)
        _postpone(rest, str(error))
    return sent


def send_test(address: str) -> None:
    """Send a message at once, past the outbox; raise ServerUnusableError or ValueError."""
    config = current_app.config
    host = urlsplit(config["BASE_URL"]).hostname or ""
    site = current_app.extensions["site"].name("en")
    text = f"This is a test message of {site}, {config['BASE_URL']}.\n"
    subject = f"Test message of {site}"
    parcel = Parcel(0, address, "", "en", subject, text, f"<p>{text}</p>", "test", now())
    message = compose(parcel, read_sender(config["MAIL_SENDER"]), host)
    with connected(read_server(config["MAIL_SERVER"])) as connection:
        if refusal := hand_over(connection, message):
            raise ServerUnusableError(refusal.reason)


def _note(parcel: Parcel, refusal: Refusal | None) -> None:
    """Store what became of a message."""
    with write():
        message = db.session.get(MailMessage, parcel.message_id, with_for_update=True)
        if message is None:  # an administrator has deleted it meanwhile
            return
        message.claimed_until, message.attempts = None, parcel.attempts + 1
        message.error = _shorten(refusal.reason) if refusal else ""
        if refusal is None:
            # What is in it is nobody's business any more.
            message.sent_at, message.text, message.html = now(), "", ""
        elif refusal.is_final:
            message.failed_at = now()
        else:
            message.next_at = now() + pause_after(parcel.attempts)
    if refusal is not None:
        _log().warning("mail %s was refused: %s", parcel.message_id, refusal.reason)


def _postpone(parcels: Sequence[Parcel], reason: str) -> None:
    """Put back what was not sent; all else that is due waits as long, so that nobody hammers."""
    pause = now() + pause_after(parcels[0].attempts if parcels else 0)
    later = {"next_at": pause, "claimed_until": None, "error": _shorten(reason)}
    ids = [parcel.message_id for parcel in parcels]
    with write():
        tried = {**later, "attempts": MailMessage.attempts + 1}
        db.session.execute(update(MailMessage).where(MailMessage.id.in_(ids)).values(tried))
        db.session.execute(update(MailMessage).where(is_due()).values(later))


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts and one more; it doubles up to four hours."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** min(attempts, 20)
    return min(_LONGEST_PAUSE, doubled)


def sweep_mail() -> None:
    """Delete what nobody asks for any more."""
    sent = MailMessage.sent_at < now() - _KEEP_SENT
    failed = MailMessage.failed_at < now() - _KEEP_FAILED
    with write():
        db.session.execute(delete(MailMessage).where(or_(sent, failed)))


def _shorten(reason: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in reason)
    return " ".join(printable.split())[:LONGEST_ERROR]


def _log() -> logging.Logger:
    return current_app.logger
