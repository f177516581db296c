"""The commands `flask --app wiki backup`, `restore` and `db copy`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app, g
from flask.cli import with_appcontext

from wiki.clock import now
from wiki.console import BareCommand, OlderWikiCommand, WikiCommand
from wiki.health.backupmark import note_backup, note_failure, note_spoiled, note_verified
from wiki.operations.backup import WrittenBackup, write_backup
from wiki.operations.copying import copy_database
from wiki.operations.first_start import say_unreadable_apps
from wiki.operations.manifest import BackupError, read_label, read_manifest
from wiki.operations.restore import restore_backup
from wiki.operations.retention import drop_older, read_or_make_series
from wiki.operations.server_lock import InUseError
from wiki.operations.verify import TriedBackup, verify_backup
from wiki.runtime.deferred import Deferred
from wiki.search.index.drainer import rebuild_now
from wiki.settings.shown import write_config

if TYPE_CHECKING:
    from flask_migrate import cli as migrate_cli
else:
    migrate_cli = Deferred("flask_migrate.cli")

_MOST_NAMED = 5


class BackupGroup(click.Group):
    """Commands on backups, of which `backup FILE` is short for `backup write FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in front that is meant when none is named."""
        is_named = not args or args[0] in {*self.commands, *self.get_help_option_names(ctx)}
        return super().parse_args(ctx, args if is_named else ["write", *args])


@click.group("backup", cls=BackupGroup, subcommand_metavar="[FILE | COMMAND ...]")
def backup() -> None:
    """Write a backup of the whole wiki to FILE, or do something with one.

    `backup FILE` is short for `backup write FILE`; see `backup write --help` for its options.
    """


@backup.command("write", cls=OlderWikiCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="Then delete all but the NUMBER newest backups that this wiki made with --keep beside it.",
)
@with_appcontext
def write(file: Path, keep: int | None) -> None:
    """Write a backup of the whole wiki to FILE; the server may be running.

    A wiki that an older version made can be backed up before it is upgraded. With --keep, the
    newest backup that was verified stays too, and so does every file that is none of these.
    """
    instance = Path(current_app.instance_path)
    series = _read_series(instance) if keep else ""
    with _telling(lambda reason: note_failure(instance, now(), reason)):
        written = write_backup(file, series=series)
    _say_written(file, written)
    try:
        mark = note_backup(instance, now(), file, written.id)
    except OSError as error:
        sys.exit(f"The backup is whole, but {instance} cannot be written: {error.strerror}")
    try:
        for old in drop_older(file, series, keep, mark.verified) if keep and series else ():
            click.echo(f"{old}: deleted, since {keep} newer backups are kept")
    except OSError as error:
        place = error.filename or file.parent
        sys.exit(f"The backup is whole, but {place} cannot be deleted: {error.strerror}")


def _read_series(instance: Path) -> str:
    """Return what marks the backups of this installation, or nothing when it cannot be written.

    A disk that takes no more is a reason to make a backup, on another one.
    """
    try:
        return read_or_make_series(instance)
    except OSError as error:
        click.echo(
            f"{instance} cannot be written: {error.strerror}. No older backup is deleted.", err=True
        )
        return ""


@contextmanager
def _telling(note: Callable[[str], None]) -> Iterator[None]:
    """End with the message of an error, and leave it for the page on health."""
    try:
        yield
    except BackupError as error:
        _note(note, str(error))
        sys.exit(str(error))
    except Exception as error:
        # What a database says may show values, so the page on health leaves it out.
        _note(note, f"{type(error).__name__}; the command has said more")
        raise


def _note(note: Callable[[str], None], reason: str) -> None:
    try:
        note(reason)
    except OSError as error:  # as when the disk is full
        click.echo(f"{error.filename}: {error.strerror}", err=True)


def _say_written(file: Path, written: WrittenBackup) -> None:
    rows, tables = sum(written.rows.values()), len(written.rows)
    click.echo(f"{file}: {rows} rows of {tables} tables, and {written.files} pictures and files")
    if written.missing:
        named = ", ".join([*written.missing][:_MOST_NAMED])
        click.echo(
            f"{len(written.missing)} pictures or files of the library are not where the wiki "
            f"keeps them, so the backup lacks them: {named}",
            err=True,
        )


@backup.command("verify", cls=BareCommand)
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def verify(file: Path) -> None:
    """Restore the backup FILE into a scratch database, and compare it with what it says.

    Touches nothing of the wiki, whose server may be running, and leaves nothing behind.
    """
    instance = Path(current_app.instance_path)
    label = read_label(file) if file.is_file() else None
    made_id = label.id if label else ""
    with _telling(lambda reason: note_spoiled(instance, now(), reason, file, made_id)):
        tried = verify_backup(file)
        if tried.faults:
            raise BackupError("\n".join([f"{file} is not sound:", *tried.faults]))
    note_verified(instance, now(), tried.manifest.id)
    _say_tried(file, tried)


def _say_tried(file: Path, tried: TriedBackup) -> None:
    manifest = tried.manifest
    made = f"{manifest.made_at:%Y-%m-%d %H:%M %Z}" if manifest.made_at else "at an unknown time"
    click.echo(
        f"{file}: sound. Made {made}, migration {manifest.schema}; "
        f"{sum(manifest.rows.values())} rows of {len(manifest.sha256)} tables came back the same "
        f"in {tried.place}, and {manifest.files} pictures and files are whole."
    )


@backup.command("settings", cls=BareCommand)
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def settings(file: Path) -> None:
    """Print the settings that the backup FILE holds, as lines for instance/config.py.

    Secrets are not in it: the secret key, the address of the database, and all passwords.
    """
    try:
        held = read_manifest(file).settings
    except BackupError as error:
        sys.exit(str(error))
    if not held:
        click.echo("All settings were the defaults, or an older version made the backup.", err=True)
    click.echo(write_config(held), nl=False)


class _DatabaseGroup(click.Group):
    """Our own commands, and those of Flask-Migrate, which is loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all."""
        return sorted({*self.commands, *migrate_cli.db.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name."""
        return self.commands.get(cmd_name) or migrate_cli.db.commands.get(cmd_name)


@click.group("db", cls=_DatabaseGroup)
@with_appcontext
def database() -> None:
    """Upgrade the tables of the database, or copy it into another."""
    g.directory, g.x_arg = None, ()  # the options of Flask-Migrate's own group


@database.command("copy", cls=WikiCommand)
@click.argument("url", envvar="COPY_TO")
@with_appcontext
def copy(url: str) -> None:
    """Copy everything into the empty database at URL (or COPY_TO); stop the server first.

    Then set DATABASE_URL to it. URL is as that: postgresql://… or sqlite:////path/of/a/file.
    """
    try:
        copied = copy_database(current_app, url)
    except (BackupError, InUseError) as error:
        sys.exit(f"{error}\nNothing was copied.")
    click.echo(
        f"{copied.place}: {sum(copied.rows.values())} rows of {len(copied.rows)} tables, counted "
        "and compared. Set DATABASE_URL to it."
    )


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
