"""The commands `flask --app wiki sources ...`."""

import sys

import click
from flask import current_app

from wiki.accounts.viewer import COMMAND_LINE
from wiki.console import WikiGroup
from wiki.references.actions import store_link_check
from wiki.references.lookups.doi import read_origins
from wiki.references.lookups.links import LINK_FAULTS, check_link
from wiki.references.queries import list_addresses

sources = WikiGroup("sources", help="Maintain the library of sources.")


@sources.command("check-links")
def check_links() -> None:
    """Ask for the address of each source, and list those that lead nowhere for the editors."""
    origins = read_origins(current_app.config["SOURCE_LOOKUP"])
    if not origins:
        sys.exit("SOURCE_LOOKUP is empty, so no other server is asked. See docs/references.md.")
    addresses = list_addresses(origins[0])
    dead = 0
    for source_id, key, url in addresses:
        fault = check_link(url, origins)
        store_link_check(source_id, url, fault, COMMAND_LINE)
        if fault:
            dead += 1
            click.echo(f"{key}: {url}: {LINK_FAULTS[fault]}")
    click.echo(f"{len(addresses)} addresses checked, {dead} lead nowhere.")
