"""Put a backup in the place of what the database holds."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from wiki.accounts.models import User
from wiki.content.backup import BackupError, read_backup, read_manifest
from wiki.db import db


def restore_backup(app: Flask, path: Path, *, replace: bool) -> dict[str, int]:
    """Make the database what it was when the backup was written; return the rows of each table.

    The file is read through before anything is touched. Raises BackupError when it cannot be
    restored, and when the database holds something and `replace` is false.
    """
    manifest = read_manifest(path)
    folder = app.extensions["migrate"].directory
    known = {step.revision for step in ScriptDirectory(folder).walk_revisions()}
    if manifest["schema"] not in known:
        raise BackupError(f"{path}: it comes from a newer version of the wiki; upgrade first")
    if _holds_something():
        if not replace:
            raise BackupError("the database is not empty; give --replace to put the backup there")
        downgrade(directory=folder, revision="base")
    upgrade(directory=folder, revision=manifest["schema"])
    counts = read_backup(path, manifest)
    upgrade(directory=folder)
    return counts


def _holds_something() -> bool:
    found = False
    if inspect(db.engine).has_table("users"):
        found = db.session.scalar(select(User.id).limit(1)) is not None
    db.session.remove()
    return found
