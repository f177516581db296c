"""Commands for mail: `flask --app wiki mail test ADDRESS`."""

import click
from flask import current_app

from wiki.console import WikiGroup
from wiki.mail.background import send_now, send_test
from wiki.mail.queries import MailState, find_figures
from wiki.mail.smtp import ServerUnusableError
from wiki.mail.steps import is_mail_on

mail = WikiGroup("mail", help="Try out and send mail.")


@mail.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a test message to ADDRESS at once, and say what the mail server answers."""
    _require_mail()
    try:
        send_test(address)
    except (ServerUnusableError, ValueError) as error:
        raise click.ClickException(f"The message was not sent: {error}") from error
    click.echo(f"The mail server has taken a message to {address}.")


@mail.command("send")
def send() -> None:
    """Send what is due now, as the server does by itself."""
    _require_mail()
    sent = send_now(current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy has it
    counts = find_figures().counts
    waiting, failed = counts[MailState.WAITING], counts[MailState.FAILED]
    click.echo(f"Sent {sent}; {waiting} waiting, {failed} failed.")


def _require_mail() -> None:
    if not is_mail_on():
        raise click.ClickException("Mail is off: set MAIL_SERVER and MAIL_SENDER.")
