"""Replace the content of the database by a backup."""

import shutil
import zipfile
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from wiki.accounts.models import User
from wiki.clock import now
from wiki.console import refuse_unusable
from wiki.db import db
from wiki.nodes.lock import without_nodes
from wiki.operations.backup import write_backup
from wiki.operations.manifest import BackupError, Manifest, read_manifest
from wiki.operations.migrating import BASE, HEAD, list_broken_tables, migrate, replacing, upgrade
from wiki.operations.rows import store_rows
from wiki.operations.server_lock import without_servers
from wiki.operations.stored_files import read_files, sum_sizes
from wiki.schema import SchemaState, list_steps


def restore_backup(app: Flask, path: Path, *, replace: bool) -> dict[str, int]:
    """Restore the database from a backup; return the row count per table.

    The whole file is checked before anything changes, and a database that is not empty is backed
    up to the instance folder first. Raises BackupError when the rows cannot be stored, and when the
    database is not empty and `replace` is false; nothing is changed then. Raises InUseError while a
    server runs on the same instance, and SecondNodeError while one uses the same PostgreSQL from
    another folder or machine.
    """
    instance = Path(app.instance_path)
    with without_servers(instance), without_nodes(db.engine, instance):
        return _restore(app, path, replace)


def _restore(app: Flask, path: Path, replace: bool) -> dict[str, int]:
    manifest = read_manifest(path)
    folder = app.extensions["migrate"].directory
    refuse_newer(path, manifest, folder)
    _refuse_without_room(path, Path(app.instance_path))
    if refuse_unusable(app) != SchemaState.MISSING and _has_users():
        if not replace:
            raise BackupError("the database is not empty; use --replace to replace its content")
        _back_up_first(Path(app.instance_path))
    try:
        return _replace_all(path, manifest)
    except OperationalError:
        raise  # the database is at fault, not the file
    except (BackupError, SQLAlchemyError) as error:
        reason = str(error).partition("\n")[0]  # the rest may show values
        named = reason if isinstance(error, BackupError) else f"{path}: {reason}"
        raise BackupError(f"{named}\nThe wiki is as it was before.") from error


def _back_up_first(instance: Path) -> None:
    """Keep what will be replaced: it may be another wiki than the operator means."""
    upgrade()
    # No restore removes a file of the library, so they need not be in it.
    write_backup(instance / f"before-restore-{now():%Y%m%dT%H%M%S}.zip", with_files=False)


def refuse_newer(path: Path, manifest: Manifest, folder: str) -> None:
    """Raise BackupError when a later version of the wiki made the backup."""
    if manifest.schema not in list_steps(folder):
        raise BackupError(
            f"{path}: it was made by a newer version of the wiki; upgrade the wiki first"
        )


def _refuse_without_room(path: Path, instance: Path) -> None:
    needed, free = sum_sizes(path), shutil.disk_usage(instance).free
    if needed > free:
        raise BackupError(
            f"{path}: its pictures and files need {needed:,} bytes, and {instance} has room for "
            f"{free:,}. Nothing was changed."
        )


def _replace_all(path: Path, manifest: Manifest) -> dict[str, int]:
    """Store files, then rows in the place of all that there are.

    The tables are dropped, made as the backup's version had them, filled and upgraded in one
    transaction: a process that is killed leaves the wiki as it was.
    """
    with zipfile.ZipFile(path) as archive:
        read_files(archive)  # before the rows that name them
    with replacing(db.engine) as target:
        migrate(target, BASE)
        migrate(target, manifest.schema)
        tallies = store_rows(path, manifest, target)
        if broken := list_broken_tables(target):
            table = broken[0]
            raise BackupError(
                f"{path}: a row of the table {table} is refused: it points at nothing"
            )
        migrate(target, HEAD)
    return {name: tally.count for name, tally in tallies.items()}


def _has_users() -> bool:
    found = db.session.scalar(select(User.id).limit(1)) is not None
    db.session.remove()
    return found
