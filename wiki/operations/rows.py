"""Turn the rows of tables into lines of JSON, and lines into rows again, on either database."""

import hashlib
import json
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Date, DateTime, MetaData, Table, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from wiki.db import db
from wiki.markup.clean import clean
from wiki.operations.manifest import BackupError, Manifest
from wiki.references.csl import check_item
from wiki.runtime.archives import UNREADABLE

# Sessions, throttles, open forms and mailed links end with a restore, and mail that waited has been
# sent since; the index and what is derived from articles are rebuilt, and links checked again; the
# search log must not be stored for longer than its ninety days.
_LEFT_OUT = {
    "alembic_version",
    "article_advice",
    "client_counts",
    "index_nodes",
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


# The tables that others refer to come first; for those that refer to each other see _POINTERS.
_FIRST = (
    "tags users articles revisions sources media_files threads posts reminders "
    "reviews remarks amendments"
).split()
_ORDER = {name: place for place, name in enumerate(_FIRST)}
# Columns that are filled in after all rows are stored, because they refer to later rows.
_POINTERS = {"articles": ("head_id", "published_id"), "tags": ("parent_id",)}


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Give a connection of the wiki's database that sees one state until the end."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@dataclass
class Tally:
    """How many rows a table has, and one number for what they hold, whatever their order.

    Databases differ in the order of columns, and in how they sort texts.
    """

    count: int = 0
    total: int = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row."""
        values = {name: _plain(value) for name, value in row.items()}
        line = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
        self.count += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % 2**256


def is_left_out(name: str) -> bool:
    """Return whether backups leave a table out."""
    return name in _LEFT_OUT


def list_tables(source: Connection) -> list[Table]:
    """Return the tables as they are in the database, which an older version may have made."""
    metadata = MetaData()
    metadata.reflect(source, only=lambda name, _metadata: name in db.metadata.tables)
    return in_order(table for table in metadata.tables.values() if not is_left_out(table.name))


def in_order(tables: Iterable[Table]) -> list[Table]:
    """Return tables in an order in which their rows can be stored."""
    return sorted(tables, key=lambda table: _ORDER.get(table.name, 99))


def pointers_of(name: str) -> Collection[str]:
    """Return the columns of a table that are filled in after all rows are stored."""
    return _POINTERS.get(name, ())


def write_table(archive: zipfile.ZipFile, source: Connection, table: Table) -> tuple[int, str]:
    """Write a line for each row; return how many there are, and the checksum of all lines."""
    digest, count = hashlib.sha256(), 0
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
        for row in _select(source, table):
            values = {key: _plain(value) for key, value in row.items()}
            line = json.dumps(values, ensure_ascii=False).encode() + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
    return count, digest.hexdigest()


def tally_table(source: Connection, table: Table) -> Tally:
    """Count what a table of the database holds."""
    tally = Tally()
    for row in _select(source, table):
        tally.add(row)
    return tally


def _select(source: Connection, table: Table) -> Iterable[Mapping[str, Any]]:
    # An option of the statement: one of the connection would stay, and migrations follow.
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    return cast(Iterable[Mapping[str, Any]], source.execute(query).mappings())


def _plain(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else value
    # SQLite keeps no time zone; every time is stored in UTC.
    return (
        value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    ).isoformat()


def store_rows(path: Path, manifest: Manifest, target: Connection) -> dict[str, Tally]:
    """Store the rows of a backup in an empty database that has the backup's schema version.

    Returns what was stored in each table, and commits nothing. Raises BackupError for a row that
    cannot be stored, without its values: among them are addresses and password hashes.
    """
    metadata = MetaData()
    metadata.reflect(target)
    held = in_order(table for table in metadata.tables.values() if not is_left_out(table.name))
    tables = {table.name: table for table in held}
    tallies = {}
    with zipfile.ZipFile(path) as archive:
        for name in [name for name in tables if name in manifest.sha256]:
            with _naming(path, name):
                tallies[name] = _read_table(archive, target, tables[name])
        for name in [name for name in _POINTERS if name in tallies]:
            with _naming(path, name):
                _fill_pointers(archive, target, tables[name], _POINTERS[name])
    advance_sequences(target, tables.values())
    return tallies


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
    except (*UNREADABLE, TypeError, AttributeError, SQLAlchemyError) as error:
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


def _read_table(archive: zipfile.ZipFile, target: Connection, table: Table) -> Tally:
    later, tally, batch = _POINTERS.get(table.name, ()), Tally(), []
    for row in _rows(archive, table):
        batch.append({**row, **dict.fromkeys(later)})
        tally.add(row)
        if len(batch) == _BATCH:
            target.execute(insert(table), batch)
            batch = []
    if batch:
        target.execute(insert(table), batch)
    return tally


def _fill_pointers(
    archive: zipfile.ZipFile, target: Connection, table: Table, columns: tuple[str, ...]
) -> None:
    for row in _rows(archive, table):
        values = {name: row[name] for name in columns if row[name] is not None}
        if values:
            target.execute(update(table).where(table.c.id == row["id"]).values(values))


def advance_sequences(target: Connection, tables: Any) -> None:
    """Make PostgreSQL continue from the highest id that was stored."""
    if target.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns:
            highest = target.scalar(select(func.max(table.c.id))) or 0
            sequence = func.pg_get_serial_sequence(table.name, "id")
            target.execute(select(func.setval(sequence, highest + 1, False)))
