"""Read the address of a mail server, as in smtps://user:password@mail.example.org."""

import re
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+", re.ASCII)
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `is_tls` means from the first byte, not by STARTTLS."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False

    @property
    def is_local(self) -> bool:
        """Return whether nobody but this machine sees what is sent."""
        return self.host in {"localhost", "127.0.0.1", "::1"}


def read_server(url: str) -> MailServer:
    """Return the server that a URL names; raise ValueError, without its text, for another form."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in _PORTS or parts.path.strip("/") or parts.query:
        raise ValueError("no address of a mail server")
    if bool(parts.username) != bool(parts.password):
        raise ValueError("a user without a password, or the other way round")
    return MailServer(
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtps",
    )


def read_sender(text: str) -> Address:
    """Return the sender that "Name <wiki@example.org>" names; raise ValueError for another form."""
    name, address = parseaddr(text)
    if not _ADDRESS.fullmatch(address) or not text.isprintable():
        raise ValueError("no sender")
    return Address(name, addr_spec=address)
