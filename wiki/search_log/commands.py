"""The commands `flask --app wiki searches ...`."""

import click

from wiki.console import WikiGroup
from wiki.search_log.actions import sweep_searches

searches = WikiGroup("searches", help="Maintain the search log.")


@searches.command("sweep")
def sweep() -> None:
    """Delete entries older than 90 days; the server does this daily by itself."""
    click.echo(f"{sweep_searches()} rows deleted.")
