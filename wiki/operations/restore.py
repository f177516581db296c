"""Replace the content of the database by a backup."""

import shutil
import zipfile
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from wiki.accounts.models import User
from wiki.clock import now
from wiki.db import db
from wiki.operations.backup import write_backup
from wiki.operations.manifest import BackupError, Manifest, read_manifest
from wiki.operations.nodes import join_node
from wiki.operations.rows import store_rows
from wiki.operations.server_lock import without_servers
from wiki.operations.stored_files import read_files, sum_sizes


def restore_backup(app: Flask, path: Path, *, replace: bool) -> dict[str, int]:
    """Restore the database from a backup; return the row count per table.

    The whole file is checked before anything changes, and a database that is not empty is backed
    up to the instance folder first: if the rows cannot be stored, that backup is restored. Raises
    BackupError then, and when the database is not empty and `replace` is false. Raises InUseError
    while a server runs on the same instance, and SecondNodeError while one uses the same PostgreSQL
    from another folder or machine.
    """
    instance = Path(app.instance_path)
    with without_servers(instance), join_node(db.engine, instance):
        return _restore(app, path, replace)


def _restore(app: Flask, path: Path, replace: bool) -> dict[str, int]:
    manifest = read_manifest(path)
    folder = app.extensions["migrate"].directory
    refuse_newer(path, manifest, folder)
    _refuse_without_room(path, Path(app.instance_path))
    if not _has_users():
        return _store(folder, path, manifest)
    if not replace:
        raise BackupError("the database is not empty; use --replace to replace its content")
    before = Path(app.instance_path) / f"before-restore-{now():%Y%m%dT%H%M%S}.zip"
    upgrade(directory=folder)
    # No restore removes a file of the library, so they need not be in it.
    write_backup(before, with_files=False)
    try:
        return _store(folder, path, manifest)
    except (Exception, SystemExit) as error:  # a step of the schema that fails exits
        _store(folder, before, read_manifest(before))
        reason = str(error).partition("\n")[0]  # the rest may show values
        raise BackupError(f"{path}: {reason}\nThe wiki is as it was before.") from error


def refuse_newer(path: Path, manifest: Manifest, folder: str) -> None:
    """Raise BackupError when a later version of the wiki made the backup."""
    known = {step.revision for step in ScriptDirectory(folder).walk_revisions()}
    if manifest.schema not in known:
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


def _store(folder: str, path: Path, manifest: Manifest) -> dict[str, int]:
    """Empty the database, load the rows at the backup's schema version, then upgrade it."""
    if _has_users():
        downgrade(directory=folder, revision="base")
    upgrade(directory=folder, revision=manifest.schema)
    counts = read_backup(path, manifest)
    upgrade(directory=folder)
    return counts


def read_backup(path: Path, manifest: Manifest) -> dict[str, int]:
    """Store files and rows in a wiki whose database is empty and has the backup's schema version.

    Uses one transaction; returns the row count per table.
    """
    with zipfile.ZipFile(path) as archive:
        read_files(archive)  # before the rows that name them
    with db.engine.begin() as target:
        return {name: tally.count for name, tally in store_rows(path, manifest, target).items()}


def _has_users() -> bool:
    found = False
    if inspect(db.engine).has_table("users"):
        found = db.session.scalar(select(User.id).limit(1)) is not None
    db.session.remove()
    return found
