"""Hand messages over to a mail server, and tell a refusal for good from one for now."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage

from wiki.settings.mailserver import MailServer

# Of each answer of the server; the whole conversation is a handful of them.
TIMEOUT_SECONDS = 20.0
_REFUSED_FOR_GOOD = range(500, 600)


class ServerUnusableError(Exception):
    """The server does not answer or does not let us in: no message can be sent now."""


@dataclass(frozen=True)
class Refusal:
    """Why the server did not take a message, and whether it ever will."""

    reason: str
    is_final: bool


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Connect and log in; raise ServerUnusableError when that fails."""
    try:
        connection = _connect(server)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerUnusableError(_describe(error)) from error
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()


def _connect(server: MailServer) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if server.is_tls:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=tls
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        _secure(connection, server, tls)
    except BaseException:
        connection.close()
        raise
    return connection


def _secure(connection: smtplib.SMTP, server: MailServer, tls: ssl.SSLContext) -> None:
    """Encrypt where the server can, and never send a password in the clear over a network."""
    connection.ehlo_or_helo_if_needed()
    is_encrypted = server.is_tls
    if not is_encrypted and not server.is_local and connection.has_extn("starttls"):
        connection.starttls(context=tls)
        connection.ehlo()
        is_encrypted = True
    if server.user:
        if not (is_encrypted or server.is_local):
            raise smtplib.SMTPException("the server offers no TLS, so the password is not sent")
        connection.login(server.user, server.password)


def hand_over(connection: smtplib.SMTP, message: EmailMessage) -> Refusal | None:
    """Send one message; return why it was refused, or None.

    Raises ServerUnusableError when the server is gone, or refuses whatever we send.
    """
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        return Refusal(_join(code, reason), code in _REFUSED_FOR_GOOD)
    except smtplib.SMTPSenderRefused as error:
        # The sender is the same for every message: a wrong setting is not the message's fault.
        raise ServerUnusableError(_describe(error)) from error
    except smtplib.SMTPDataError as error:
        return Refusal(_describe(error), error.smtp_code in _REFUSED_FOR_GOOD)
    except smtplib.SMTPNotSupportedError as error:
        return Refusal(str(error), is_final=True)
    except (OSError, smtplib.SMTPException) as error:
        raise ServerUnusableError(_describe(error)) from error
    return None


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _join(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _join(code: int, reason: bytes | str) -> str:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return f"{code} {text}"
