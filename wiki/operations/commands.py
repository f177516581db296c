"""The commands `flask --app wiki backup` and `restore`."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from wiki.clock import now
from wiki.console import BareCommand, OlderWikiCommand
from wiki.health.backupmark import BackupMark, leave_mark
from wiki.operations.backup import BackupError, write_backup
from wiki.operations.first_start import say_unreadable_apps
from wiki.operations.restore import restore_backup
from wiki.operations.server_lock import InUseError
from wiki.search.index.drainer import rebuild_now


@click.command("backup", cls=OlderWikiCommand)
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write a backup of the whole wiki to FILE; the server may be running.

    A wiki that an older version made can be backed up before it is upgraded.
    """
    try:
        counts = write_backup(file)
    except BackupError as error:
        sys.exit(str(error))
    mark = BackupMark(now(), str(file.absolute()), file.stat().st_size)
    leave_mark(Path(current_app.instance_path), mark)
    click.echo(f"{file}: {sum(counts.values())} rows of {len(counts)} tables")


@click.command("restore", cls=BareCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace the wiki that is there.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Restore the wiki from the backup FILE; stop the server first."""
    try:
        counts = restore_backup(current_app, file, replace=replace)
    except (BackupError, InUseError) as error:
        sys.exit(str(error))
    # The index is still that of the former wiki: a backup has no index and no outbox.
    rebuild_now(current_app)
    click.echo(f"{file}: {sum(counts.values())} rows restored")
    say_unreadable_apps(click.echo)
