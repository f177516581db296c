"""Make of a stored message what is sent over the wire."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP


@dataclass(frozen=True)
class Parcel:
    """A message that was taken out of the outbox to be sent."""

    message_id: int
    to_address: str
    to_name: str
    language: str
    subject: str
    text: str
    html: str
    mark: str
    created_at: datetime
    stop_url: str = ""
    attempts: int = 0


def compose(parcel: Parcel, sender: Address, host: str) -> EmailMessage:
    """Return the message; raise ValueError when an address or a header is malformed.

    The policy refuses line breaks in headers, so nothing that somebody wrote can add one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    try:
        message["To"] = Address(parcel.to_name, addr_spec=parcel.to_address)
    except (MessageError, IndexError) as error:
        raise ValueError(f"{parcel.to_address!r} is no address: {error}") from error
    message["Subject"] = parcel.subject
    message["Date"] = parcel.created_at
    message["Message-ID"] = f"<{parcel.mark}@{host}>"
    # Nobody's holiday message is to answer, and no program either (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if parcel.stop_url:
        message["List-Unsubscribe"] = f"<{parcel.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(parcel.text, cte="quoted-printable")
    message.add_alternative(parcel.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = parcel.language
    return message
