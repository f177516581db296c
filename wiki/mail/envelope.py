"""Make of a stored message what is sent over the wire."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy


class _WholeHeader(UnstructuredHeader):
    """A header that stays on its line: the library would encode a long URL, which no program reads.

    A line may have 998 characters.
    """

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the header as it is sent."""
        return f"List-Unsubscribe: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _WholeHeader)  # type: ignore[arg-type]  # as its docs say
_POLICY = SMTP.clone(header_factory=_headers)


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
    message = EmailMessage(policy=_POLICY)
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
