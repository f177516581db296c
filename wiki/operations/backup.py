"""Write all content of the database into a backup file, and read it back on either database.

The file is a ZIP archive: `manifest.json`, and for each table a `tables/<name>.jsonl` with a JSON
object per row; and the pictures and files of the library below `media/`. Sessions and the index
are left out; the index is rebuilt after a restore.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Date, DateTime, MetaData, Table, func, insert, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from wiki.clock import now
from wiki.db import db
from wiki.markup.clean import clean
from wiki.operations.stored_files import check_files, read_files, write_files
from wiki.operations.whole_file import find_obstacle, write_whole
from wiki.references.csl import check_item

FORMAT = 1
_MANIFEST = "manifest.json"
# Sessions, throttles, open forms and mailed links end with a restore, and mail that waited has been
# sent since; the index and what is derived from articles are rebuilt, and links checked again; the
# search log must not be stored for longer than its ninety days.
_LEFT_OUT = {
    "alembic_version",
    "article_advice",
    "index_outbox",
    "link_checks",
    "login_throttles",
    "mail_messages",
    "mailed_links",
    "open_forms",
    "opened_hits",
    "related_articles",
    "search_answers",
    "searches",
    "spent_tokens",
    "table_states",
    "title_words",
    "user_sessions",
}
_BATCH = 500
# The operator is trusted to choose the file, but a damaged file must not fill memory.
_LONGEST_LINE = 16 * 1_048_576
_LONGEST_MANIFEST = 1_048_576


class BackupError(Exception):
    """A backup cannot be written, or a file cannot be restored; the message says why."""


def write_backup(path: Path, *, with_files: bool = True) -> dict[str, int]:
    """Write a backup next to `path`, then rename it to `path`; return the row count per table.

    All rows are read in one transaction, so writes made meanwhile do not matter; the files of the
    library, which never change, are read after the rows that name them. Raises BackupError when
    the file cannot be written, or would replace anything but an older backup or an empty file.
    """
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}: create it, or choose another.")
    try:
        if obstacle := find_obstacle(path, _MANIFEST):
            raise BackupError(obstacle)
        with write_whole(path) as file:  # it contains e-mail addresses and password hashes
            return _write_archive(file, with_files)
    except OSError as error:  # its file name is the partial file's, which means nothing to users
        raise BackupError(f"{path} cannot be written: {error.strerror or error}") from error


def _write_archive(file: BinaryIO, with_files: bool) -> dict[str, int]:
    counts: dict[str, int] = {}
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot() as source:
        for table in _stored_tables(source):
            counts[table.name], hashes[table.name] = _write_table(archive, source, table)
        manifest = {
            "format": FORMAT,
            "made_at": now().isoformat(),
            "schema": source.scalar(text("SELECT version_num FROM alembic_version")),
            "rows": counts,
            "sha256": hashes,
            "files": write_files(archive) if with_files else 0,
        }
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=2))
    return counts


def _snapshot() -> Connection:
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _stored_tables(source: Connection) -> list[Table]:
    """Return the tables as they are in the database, which an older version may have made."""
    metadata = MetaData()
    metadata.reflect(source, only=lambda name, _metadata: name in db.metadata.tables)
    return _tables(metadata)


def _tables(metadata: MetaData) -> list[Table]:
    return [table for table in _in_order(metadata) if table.name not in _LEFT_OUT]


def _in_order(metadata: MetaData) -> list[Table]:
    """Return the tables with those that others refer to first; for cycles see _POINTERS."""
    return sorted(metadata.tables.values(), key=lambda table: _ORDER.get(table.name, 99))


# Articles and revisions refer to each other: see _POINTERS.
_FIRST = "tags users articles revisions sources media_files threads posts reminders".split()
_ORDER = {name: place for place, name in enumerate(_FIRST)}
# The tables that every backup has, however old.
_REQUIRED = {"users", "tags", "articles", "revisions"}
# Columns that are filled in after all rows are stored, because they refer to later rows.
_POINTERS = {"articles": ("head_id", "published_id"), "tags": ("parent_id",)}


def _write_table(archive: zipfile.ZipFile, source: Connection, table: Table) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key.columns)
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in source.execution_options(yield_per=_BATCH).execute(query).mappings():
            values = {key: _plain(value) for key, value in row.items()}
            line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
    return count, digest.hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else value
    # SQLite keeps no time zone; every time is stored in UTC.
    return (
        value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    ).isoformat()


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: its schema, the checksum of each table, how many files."""

    schema: str
    sha256: Mapping[str, str]
    files: int = 0


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a backup, after checking the checksum of every table.

    Raises BackupError when the file is no backup, is damaged, or has a format unknown here.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _parse_manifest(path, archive)
            for name, wanted in manifest.sha256.items():
                digest = hashlib.sha256()
                with archive.open(f"tables/{name}.jsonl") as file:
                    while block := file.read(1_048_576):
                        digest.update(block)
                if digest.hexdigest() != wanted:
                    raise BackupError(f"{path}: the table {name} is damaged")
            check_files(archive, manifest.files)
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except _UNREADABLE as error:
        raise BackupError(f"{path} is not a complete backup ({error})") from error
    return manifest


# What a file raises that is no ZIP archive, is cut off, encrypted, or made to do harm.
_UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    RuntimeError,
)


def _parse_manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    with archive.open(_MANIFEST) as file:
        raw = file.read(_LONGEST_MANIFEST + 1)
    if len(raw) > _LONGEST_MANIFEST:
        raise ValueError("its manifest is too long")
    manifest = json.loads(raw)
    if not isinstance(manifest, dict):
        raise ValueError("its manifest is not an object")
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{path}: unknown format {str(manifest.get('format'))[:20]}")
    schema, sha256, files = manifest["schema"], manifest["sha256"], manifest.get("files", 0)
    if (
        not isinstance(schema, str)
        or not isinstance(sha256, dict)
        or not isinstance(files, int)
        or not {*sha256} >= _REQUIRED
    ):
        raise ValueError("its manifest does not say what it holds")
    return Manifest(schema, sha256, files)


def read_backup(path: Path, manifest: Manifest) -> dict[str, int]:
    """Store the rows of a backup in an empty database that has the backup's schema version.

    Uses one transaction; returns the row count per table. Raises BackupError for a row that cannot
    be stored, without its values: among them are addresses and password hashes.
    """
    metadata = MetaData()
    counts = {}
    with zipfile.ZipFile(path) as archive, db.engine.begin() as target:
        read_files(archive)  # before the rows that name them
        metadata.reflect(target)
        tables = {table.name: table for table in _tables(metadata)}
        for name in [name for name in tables if name in manifest.sha256]:
            with _naming(path, name):
                counts[name] = _read_table(archive, target, tables[name])
        for name in [name for name in _POINTERS if name in counts]:
            with _naming(path, name):
                _fill_pointers(archive, target, tables[name], _POINTERS[name])
        _advance_sequences(target, tables.values())
    return counts


@contextmanager
def _naming(path: Path, table: str) -> Iterator[None]:
    """Name the table of a row that cannot be stored."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, OperationalError):
            raise  # the database is at fault, not the row
        reason = (str(error.orig).splitlines() or [""])[0]
        raise BackupError(f"{path}: a row of the table {table} is refused: {reason}") from error
    except (*_UNREADABLE, TypeError, AttributeError, SQLAlchemyError) as error:
        reason = type(error).__name__
        raise BackupError(f"{path}: a row of the table {table} is broken ({reason})") from error


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    columns = [column for column in table.columns if isinstance(column.type, Date | DateTime)]
    times = {each.name: datetime if isinstance(each.type, DateTime) else date for each in columns}
    with archive.open(f"tables/{table.name}.jsonl") as file:
        while line := file.readline(_LONGEST_LINE):
            row = json.loads(line)
            for name in times.keys() & row.keys():
                row[name] = times[name].fromisoformat(row[name]) if row[name] else None
            if "body_html" in row:  # who made the file might have put a script there
                row["body_html"] = clean(row["body_html"])
            if "csl" in row:
                row["csl"] = check_item(row["csl"])
            yield row


def _read_table(archive: zipfile.ZipFile, target: Connection, table: Table) -> int:
    later, count, batch = _POINTERS.get(table.name, ()), 0, []
    for row in _rows(archive, table):
        batch.append({**row, **dict.fromkeys(later)})
        count += 1
        if len(batch) == _BATCH:
            target.execute(insert(table), batch)
            batch = []
    if batch:
        target.execute(insert(table), batch)
    return count


def _fill_pointers(
    archive: zipfile.ZipFile, target: Connection, table: Table, columns: tuple[str, ...]
) -> None:
    for row in _rows(archive, table):
        values = {name: row[name] for name in columns if row[name] is not None}
        if values:
            target.execute(update(table).where(table.c.id == row["id"]).values(values))


def _advance_sequences(target: Connection, tables: Any) -> None:
    """Make PostgreSQL continue from the highest id that was stored."""
    if target.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns:
            highest = target.scalar(select(func.max(table.c.id))) or 0
            sequence = func.pg_get_serial_sequence(table.name, "id")
            target.execute(select(func.setval(sequence, highest + 1, False)))
