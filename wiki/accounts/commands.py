"""Commands that manage accounts: `flask --app wiki users add EMAIL --name NAME --role ROLE`."""

import sys

import click

from wiki.accounts import queries
from wiki.accounts.actions import users as actions
from wiki.accounts.models import Role, User
from wiki.accounts.names import normalise_email
from wiki.accounts.viewer import COMMAND_LINE
from wiki.console import WikiGroup
from wiki.errors import NotFound

users = WikiGroup("users", help="Manage accounts.")
_ROLE = click.Choice([role.value for role in Role])
# Room for 128 characters of four bytes and the line break; a longer password is refused anyway.
_LONGEST_LINE = 1_024


@users.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name shown with what they write.")
@click.option("--role", type=_ROLE, required=True)
@click.option("--must-change", is_flag=True, help="They choose another password at first log-in.")
def add(email: str, name: str, role: str, must_change: bool) -> None:
    """Add an account; the password is read from standard input.

    A terminal asks for it twice without showing it; otherwise it is the first line.
    """
    password = _read_password()
    user = actions.create_user(
        email, name, Role(role), password, COMMAND_LINE, must_change_password=must_change
    )
    click.echo(f"Added {user.email} as {user.role}.")


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    line = sys.stdin.buffer.readline(_LONGEST_LINE)
    try:
        password = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise click.ClickException("The password on standard input is not UTF-8.") from error
    if not password:
        raise click.ClickException("No password on standard input: write it on the first line.")
    return password


@users.command("list")
def list_all() -> None:
    """List all accounts: e-mail address, role, state, name."""
    number = 1
    while True:
        page = queries.list_users(COMMAND_LINE, number=number)
        for user in page.items:
            state = "open" if user.is_active else "closed"
            click.echo(f"{user.email}\t{user.role}\t{state}\t{user.name}")
        if page.next is None:
            return
        number = page.next


@users.command("set-role")
@click.argument("email")
@click.argument("role", type=_ROLE)
def set_role(email: str, role: str) -> None:
    """Change the role of the account of EMAIL and end its sessions."""
    user = _find(email)
    actions.change_role(user.id, Role(role), COMMAND_LINE)
    click.echo(f"{user.email} is {user.role} now.")


@users.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Give the account of EMAIL a random password, shown once, and end its sessions."""
    click.echo(actions.reset_password(_find(email).id, COMMAND_LINE))


@users.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close the account of EMAIL and end its sessions; its texts still name their author."""
    user = _find(email)
    actions.close_account(user.id, COMMAND_LINE)
    click.echo(f"{user.email} is closed.")


@users.command("reopen")
@click.argument("email")
def reopen(email: str) -> None:
    """Reopen the closed account of EMAIL."""
    user = _find(email)
    actions.reopen_account(user.id, COMMAND_LINE)
    click.echo(f"{user.email} is open.")


def _find(email: str) -> User:
    try:
        return queries.find_user_by_email(normalise_email(email), COMMAND_LINE)
    except NotFound as error:
        raise click.ClickException(
            f"There is no account with the e-mail address {email}."
        ) from error
