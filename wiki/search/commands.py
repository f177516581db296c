"""Give operators `flask --app wiki search ...`."""

from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from wiki.search.agreement import find_disagreements
from wiki.search.drain import drain_now, rebuild_now

search: click.Group = AppGroup("search", help="Look after the search index.")


@search.command("rebuild")
def rebuild() -> None:
    """Build the index anew beside the live one, then swap them."""
    rebuild_now(_app())
    drain_now(_app())
    click.echo("The search index is rebuilt.")


@search.command("drain")
def drain() -> None:
    """Index now what waits to be indexed."""
    click.echo(f"{drain_now(_app())} changes were indexed.")


@search.command("check")
def check() -> None:
    """Compare the index with the database; end with status 1 when they differ."""
    found = find_disagreements()
    for line in found:
        click.echo(line)
    if found:
        raise click.ClickException("The index differs. Mend it: flask --app wiki search rebuild")
    click.echo("The index agrees with the database.")


def _app() -> Flask:
    """Return the application itself, which a new context can be made of."""
    return cast(Any, current_app)._get_current_object()  # type: ignore[no-any-return]
