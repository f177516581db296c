"""The commands `flask --app wiki content ...`: load and export a folder."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask_babel import force_locale

from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.accounts.queries import find_user_by_email, viewer_of
from wiki.accounts.viewer import COMMAND_LINE, Viewer
from wiki.console import WikiGroup
from wiki.content.actions import export_folder, load_folder
from wiki.content.folder import read_folder
from wiki.content.plain_yaml import ContentError
from wiki.errors import NotFound, WikiError

content = WikiGroup("content", help="Load and export articles, tags and sources as a folder.")


@content.command("load")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--author", metavar="EMAIL", help="The author of the revisions; else the editorial account."
)
def load(folder: Path, author: str | None) -> None:
    """Load all of FOLDER (tags.yaml, sources.json, articles/<language>/<slug>.md), or nothing."""
    read, faults = read_folder(folder)
    _stop_at(faults)
    bar = _Bar()
    try:
        with force_locale("en"):
            loaded = load_folder(read, bar.show, _author(author))
    except* ContentError as group:
        bar.end()
        _stop_at(group.exceptions)
    except* WikiError as group:
        bar.end()
        sys.exit(str(group.exceptions[0]))
    else:
        bar.end()
        click.echo(
            f"{loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged articles"
        )


def _author(email: str | None) -> Viewer:
    if email is None:
        return ensure_editorial_account(current_app.config["SITE_NAME"])
    try:
        return viewer_of(find_user_by_email(email, COMMAND_LINE))
    except NotFound:
        sys.exit(f"There is no account with the e-mail address {email}.")


def _stop_at(faults: Sequence[Exception]) -> None:
    """Exit with every fault on its own line, if there are any."""
    if faults:
        sys.exit("\n".join([*map(str, faults), "Nothing was loaded."]))


class _Bar:
    """A progress bar for each step of a load."""

    def __init__(self) -> None:
        self._label = ""

    def show(self, label: str, done: int, total: int) -> None:
        """Draw the bar of `label` at `done` of `total`."""
        if label != self._label:
            self.end()
            self._label = label
        width = 30 * done // max(1, total)
        if sys.stderr.isatty() or done == total:
            click.echo(f"\r{label:<18} [{'#' * width:<30}] {done}/{total}", nl=False, err=True)

    def end(self) -> None:
        """End the line of the bar."""
        if self._label:
            click.echo(err=True)
        self._label = ""


@content.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write every tag, source and article into FOLDER, which must be empty or new."""
    exported = export_folder(folder, COMMAND_LINE)
    counts = f"{len(exported.documents)} articles, {len(exported.tags)} tags"
    click.echo(f"{counts} and {len(exported.sources)} sources in {folder}")
