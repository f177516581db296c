"""Write all that the wiki knows into one file, and read it back: on either database.

The file is a ZIP archive: `manifest.json` and one `tables/<name>.jsonl` for each table, a JSON
object a row. It holds no log-ins under way and no index; the index is made anew.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, MetaData, Table, func, insert, select, text, update
from sqlalchemy.engine import Connection

from wiki.clock import now
from wiki.db import db

FORMAT = 1
# What is of the moment: sessions end with a restore, the index is made anew from the articles, and
# with it what is derived from them; what readers searched must not outlive its ninety days.
_LEFT_OUT = {
    "alembic_version",
    "index_outbox",
    "login_throttles",
    "opened_hits",
    "related_articles",
    "search_answers",
    "searches",
    "title_words",
    "user_sessions",
}
_BATCH = 500
# A backup is read from a place that the operator chose, but a damaged one must not fill memory.
_LONGEST_LINE = 16 * 1_048_576


class BackupError(Exception):
    """Say why a backup cannot be written, or why a file cannot be restored."""


def write_backup(path: Path) -> dict[str, int]:
    """Write a backup beside `path`, then move it there whole; return the rows of each table.

    One read transaction sees one state of the database, whoever writes meanwhile. Raises
    BackupError when nothing can be written there.
    """
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}: make it first, or name another.")
    try:
        return _write_whole(path)
    except OSError as error:  # its own file name is that of the part, which nobody has asked for
        raise BackupError(f"{path} cannot be written: {error.strerror or error}") from error


def _write_whole(path: Path) -> dict[str, int]:
    partial = path.with_name(path.name + ".partial")
    counts: dict[str, int] = {}
    hashes: dict[str, str] = {}
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)  # it holds addresses and password hashes
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot() as source:
            for table in _tables(db.metadata):
                counts[table.name], hashes[table.name] = _write_table(archive, source, table)
            manifest = {
                "format": FORMAT,
                "made_at": now().isoformat(),
                "schema": source.scalar(text("SELECT version_num FROM alembic_version")),
                "rows": counts,
                "sha256": hashes,
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=2))
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def _snapshot() -> Connection:
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _tables(metadata: MetaData) -> list[Table]:
    return [table for table in _in_order(metadata) if table.name not in _LEFT_OUT]


def _in_order(metadata: MetaData) -> list[Table]:
    """Return the tables so that what is pointed at comes first, but for the cycles below."""
    return sorted(metadata.tables.values(), key=lambda table: _ORDER.get(table.name, 99))


# Articles and revisions point at each other: see _POINTERS.
_ORDER = {"users": 0, "tags": 1, "articles": 2, "revisions": 3}
# These are filled in when all rows are there.
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
    return value.isoformat() if isinstance(value, datetime) else value


def read_manifest(path: Path) -> dict[str, Any]:
    """Return what a backup says of itself, after reading it through from end to end.

    Raises BackupError when the file is none of ours, is damaged, or is newer than this program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                raise BackupError(f"{path}: the format {manifest.get('format')} is not known here")
            for name, wanted in manifest["sha256"].items():
                digest = hashlib.sha256()
                with archive.open(f"tables/{name}.jsonl") as file:
                    while block := file.read(1_048_576):
                        digest.update(block)
                if digest.hexdigest() != wanted:
                    raise BackupError(f"{path}: the table {name} is damaged")
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise BackupError(f"{path}: this is not a whole backup ({error})") from error
    return dict(manifest)


def read_backup(path: Path, manifest: Mapping[str, Any]) -> dict[str, int]:
    """Store the rows of a backup in an empty database of the backup's own schema step.

    All in one transaction; returns the rows of each table.
    """
    metadata = MetaData()
    counts = {}
    with zipfile.ZipFile(path) as archive, db.engine.begin() as target:
        metadata.reflect(target)
        tables = {table.name: table for table in _in_order(metadata)}
        for name in [name for name in tables if name in manifest["rows"]]:
            counts[name] = _read_table(archive, target, tables[name])
        for name, columns in _POINTERS.items():
            _fill_pointers(archive, target, tables[name], columns)
        _advance_sequences(target, tables.values())
    return counts


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    moments = {one.name for one in table.columns if isinstance(one.type, DateTime)}
    with archive.open(f"tables/{table.name}.jsonl") as file:
        while line := file.readline(_LONGEST_LINE):
            row = json.loads(line)
            for name in moments & row.keys():
                row[name] = datetime.fromisoformat(row[name]) if row[name] else None
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
    """Make PostgreSQL count on from the highest id that was stored."""
    if target.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns:
            highest = target.scalar(select(func.max(table.c.id))) or 0
            sequence = func.pg_get_serial_sequence(table.name, "id")
            target.execute(select(func.setval(sequence, highest + 1, False)))
