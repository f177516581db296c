"""Give operators `flask --app wiki search ...`."""

from collections.abc import Sequence
from typing import Any, cast

import click
from flask import Flask, current_app

from wiki.console import WikiGroup
from wiki.search.index.check import Inconsistency, find_inconsistencies
from wiki.search.index.drainer import drain_now, rebuild_now, reindex_now

search = WikiGroup("search", help="TermClause after the search index.")


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
@click.option("--repair", is_flag=True, help="Index anew what differs.")
def check(repair: bool) -> None:
    """Compare the index with the database; end with status 1 when they differ."""
    found = find_inconsistencies()
    for one in found:
        click.echo(one.text)
    if found and repair:
        _mend(found)
        found = find_inconsistencies()
        for one in found:
            click.echo(f"still: {one.text}")
    if found:
        raise click.ClickException(
            "The index differs. Mend it: flask --app wiki search check --repair"
        )
    click.echo("The index agrees with the database.")


def _mend(found: Sequence[Inconsistency]) -> None:
    """Index anew the articles that differ; everything, when it is not articles that differ."""
    article_ids = {one.article_id for one in found}
    if None in article_ids:
        rebuild_now(_app())
    else:
        reindex_now(_app(), sorted(one for one in article_ids if one is not None))
    drain_now(_app())


def _app() -> Flask:
    """Return the application itself, which a new context can be made of."""
    return cast(Any, current_app)._get_current_object()  # type: ignore[no-any-return]
