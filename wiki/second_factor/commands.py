"""The command for whoever has lost the second factor: `flask --app wiki factors reset EMAIL`."""

import click

from wiki.accounts.names import normalise_email
from wiki.accounts.queries import find_user_by_email
from wiki.accounts.viewer import COMMAND_LINE
from wiki.console import WikiGroup
from wiki.errors import NotFound
from wiki.second_factor.actions.factors import reset_factors

factors = WikiGroup("factors", help="Manage second factors.")


@factors.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Take all second factors off the account of EMAIL and end its sessions."""
    try:
        user = find_user_by_email(normalise_email(email), COMMAND_LINE)
    except NotFound as error:
        raise click.ClickException(
            f"There is no account with the e-mail address {email}."
        ) from error
    reset_factors(user.id, COMMAND_LINE)
    click.echo(f"{user.email} logs in with the password alone now.")
