"""Give operators `flask --app wiki searches ...`."""

import click

from wiki.console import WikiGroup
from wiki.search_log.actions import sweep_searches

searches = WikiGroup("searches", help="Look after the query log.")


@searches.command("sweep")
def sweep() -> None:
    """Delete what is older than 90 days; the server does it by itself each day."""
    click.echo(f"{sweep_searches()} rows were deleted.")
