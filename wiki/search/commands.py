"""Define the commands `flask --app wiki search ...`."""

from collections.abc import Sequence
from typing import Any, cast

import click
from flask import Flask, current_app

from wiki.console import WikiGroup
from wiki.search.index.check import Inconsistency, find_inconsistencies
from wiki.search.index.drainer import current_drainer, drain_now, rebuild_now, reindex_now
from wiki.search.index.meaning import is_by_meaning

search = WikiGroup("search", help="Maintain the search index.")


@search.command("rebuild")
def rebuild() -> None:
    """Build a new index beside the live one, then swap them."""
    rebuild_now(_app())
    drain_now(_app())
    click.echo("The search index is rebuilt.")


@search.command("drain")
def drain() -> None:
    """Index the changes that wait in the outbox."""
    click.echo(f"{drain_now(_app())} changes were indexed.")


@search.command("check")
@click.option("--repair", is_flag=True, help="Index again what differs.")
def check(repair: bool) -> None:
    """Compare the index with the database; end with status 1 when they differ."""
    found = find_inconsistencies()
    for inconsistency in found:
        click.echo(inconsistency.text)
    if found and repair:
        _repair(found)
        found = find_inconsistencies()
        for inconsistency in found:
            click.echo(f"still: {inconsistency.text}")
    if found:
        raise click.ClickException(
            "The index differs. Mend it: flask --app wiki search check --repair"
        )
    click.echo("The index agrees with the database.")
    if is_by_meaning():
        drainer = current_drainer()
        missing = drainer.vectors.count_missing(drainer.index)
        click.echo(f"Texts without vectors, which the server makes by itself: {missing}.")


def _repair(found: Sequence[Inconsistency]) -> None:
    """Index the articles that differ again, or everything when the index itself is at fault."""
    article_ids = {inconsistency.article_id for inconsistency in found}
    if None in article_ids:
        rebuild_now(_app())
    else:
        reindex_now(_app(), sorted(number for number in article_ids if number is not None))
    drain_now(_app())


def _app() -> Flask:
    """Return the application itself instead of the proxy, to open a new context of it."""
    return cast(Any, current_app)._get_current_object()  # type: ignore[no-any-return]  # no types
