"""Try whether a backup can be restored, without touching the wiki, and leave nothing behind.

The rows are stored in a scratch database of the same kind, compared, and taken through all later
migrations. On SQLite that is a temporary file which has no name; on PostgreSQL a schema that is
made in a transaction which never commits. So nothing is left even by a process that is killed.
"""

import secrets
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, StaticPool, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from wiki.db import db
from wiki.media.models import MediaFile
from wiki.operations.manifest import BackupError, Manifest, read_manifest
from wiki.operations.migrating import HEAD, list_broken_tables, migrate
from wiki.operations.restore import refuse_newer
from wiki.operations.rows import is_left_out, list_tables, store_rows, tally_table
from wiki.operations.stored_files import list_held_names

# Rows take more room in a database, with its indexes, than in the archive unpacked.
_ROOM = 3


@dataclass(frozen=True)
class TriedBackup:
    """What was restored, where, and everything that was found to be wrong."""

    manifest: Manifest
    place: str
    faults: list[str]


def verify_backup(path: Path) -> TriedBackup:
    """Restore a backup into a scratch database and compare.

    Raises BackupError when the file is no whole backup, or cannot be stored at all.
    """
    manifest = read_manifest(path)
    refuse_newer(path, manifest, current_app.extensions["migrate"].directory)
    _refuse_without_room(path)
    with _open_scratch() as (target, place):
        try:
            faults = _compare(path, manifest, target)
            migrate(target, HEAD)
            faults += _list_broken(path, manifest, target)
        except OperationalError as error:
            reason = _first_line(error)
            if target.dialect.name == "sqlite":
                reason += "; TMPDIR names the folder for temporary files"
            raise BackupError(f"{path} could not be tried in {place}: {reason}") from error
        except DBAPIError as error:
            reason = _first_line(error)
            raise BackupError(f"{path} cannot be upgraded to this version: {reason}") from error
    return TriedBackup(manifest, place, faults)


def _first_line(error: DBAPIError) -> str:
    """Return what a database says, without the values, which its further lines may show."""
    return (str(error.orig).splitlines() or [""])[0]


def _refuse_without_room(path: Path) -> None:
    """Rows go to the folder for temporary files, unless PostgreSQL takes them."""
    if db.engine.dialect.name == "postgresql":
        return
    with zipfile.ZipFile(path) as archive:
        tables = [entry for entry in archive.infolist() if entry.filename.startswith("tables/")]
    needed, folder = _ROOM * sum(entry.file_size for entry in tables), tempfile.gettempdir()
    if needed > shutil.disk_usage(folder).free:
        raise BackupError(
            f"{folder} has no room for the scratch database, which needs {needed:,} bytes: "
            "name another folder by the environment variable TMPDIR."
        )


@contextmanager
def _open_scratch() -> Iterator[tuple[Connection, str]]:
    """Give a transaction in an empty database, of which nothing stays, and what it is called.

    A PostgreSQL that does not answer, or in which the wiki may make no schema, is no reason not to
    try a backup: it may be needed just then.
    """
    with ExitStack() as opened:
        scratch = None
        if db.engine.dialect.name == "postgresql":
            with suppress(DBAPIError):
                scratch = opened.enter_context(_make_schema()), "a scratch schema of PostgreSQL"
        yield scratch or (opened.enter_context(_make_file()), "a scratch database of SQLite")


@contextmanager
def _make_schema() -> Iterator[Connection]:
    name = f"wiki_verify_{secrets.token_hex(8)}"
    with db.engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
        connection.execute(text(f"SET LOCAL search_path TO {name}"))
        yield connection


@contextmanager
def _make_file() -> Iterator[Connection]:
    """SQLite keeps a database without a name in a temporary file, deleted once it is open."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect("", isolation_level=None),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _compare(path: Path, manifest: Manifest, target: Connection) -> list[str]:
    """Return what differs between the backup and what is stored of it."""
    migrate(target, manifest.schema)
    stored = store_rows(path, manifest, target)
    faults = [
        f"the table {name} is unknown to this version"
        for name in manifest.sha256.keys() - stored.keys()
        if not is_left_out(name)
    ]
    for table in list_tables(target):
        if table.name not in stored:
            continue
        wanted, found = manifest.rows.get(table.name), tally_table(target, table)
        if wanted is not None and found.count != wanted:
            faults.append(f"the table {table.name} has {found.count} rows instead of {wanted}")
        elif found != stored[table.name]:
            faults.append(f"the table {table.name} does not come back as it is in the file")
    return faults


def _list_broken(path: Path, manifest: Manifest, target: Connection) -> list[str]:
    """Return what points at nothing: rows at rows, and rows at pictures and files."""
    broken = list_broken_tables(target)
    faults = [f"the table {table} has rows that point at nothing" for table in broken]
    if not manifest.files and not manifest.files_sha256:  # it was made without files
        return faults
    with zipfile.ZipFile(path) as archive:
        held = list_held_names(archive)
    for file in target.execute(select(MediaFile.name, MediaFile.mark, MediaFile.widths)):
        names = held.get(file.mark, set())
        if not names or not names >= {f"{width}.webp" for width in file.widths}:
            faults.append(f"the picture or file {file.name} is not in it")
    return faults
