"""Copy all rows into an empty database of either kind, and compare what has arrived."""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, Table, create_engine, insert, inspect, select, update

from wiki.db import db, prepare_engine
from wiki.nodes.lock import without_nodes
from wiki.operations.manifest import BackupError
from wiki.operations.migrating import HEAD, list_broken_tables, migrate, replacing
from wiki.operations.rows import Tally, advance_sequences, in_order, pointers_of, snapshot
from wiki.operations.server_lock import without_servers
from wiki.settings.load import read_database_url

# What one database says of itself: its version, what its nodes have read, and its tables' states.
_OWN = {"alembic_version", "index_nodes", "table_states"}
_BATCH = 500


@dataclass(frozen=True)
class CopiedDatabase:
    """Where all rows are now, without a password, and how many of each table."""

    place: str
    rows: Mapping[str, int]


def copy_database(app: Flask, url: str) -> CopiedDatabase:
    """Copy everything, sessions and mail that waits too, in one transaction of the other database.

    Raises BackupError when that is not empty, or when what arrives is not the same, InUseError and
    SecondNodeError while a server uses either. Then nothing has changed. Pictures and files stay
    where they are.
    """
    instance = Path(app.instance_path)
    with _open(read_database_url(url, instance)) as target, contextlib.ExitStack() as locks:
        place = target.url.render_as_string(hide_password=True)
        locks.enter_context(without_servers(instance))
        for engine in (db.engine, target):
            locks.enter_context(without_nodes(engine, instance))
        if inspect(target).get_table_names():
            raise BackupError(f"{place} is not empty: create another database.")
        with snapshot() as source, replacing(target) as connection:
            migrate(connection, HEAD)
            return CopiedDatabase(place, _copy_all(source, connection))


@contextlib.contextmanager
def _open(url: str) -> Iterator[Engine]:
    engine = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def _copy_all(source: Connection, target: Connection) -> dict[str, int]:
    tables = in_order(table for name, table in db.metadata.tables.items() if name not in _OWN)
    sent = {table.name: _copy(source, target, table) for table in tables}
    for table in tables:
        _fill_pointers(source, target, table, pointers_of(table.name))
    advance_sequences(target, tables)
    if broken := list_broken_tables(target):
        raise BackupError(f"rows of the table {broken[0]} point at nothing")
    for table in tables:
        found = Tally()
        for row in _read(target, table):
            found.add(row)
        if found != sent[table.name]:
            raise BackupError(
                f"the table {table.name} has not arrived as it is: {sent[table.name].count} rows "
                f"were sent, and {found.count} are there"
            )
    return {name: tally.count for name, tally in sent.items()}


def _read(source: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    if table.name == "index_outbox":  # what waits for a node is known to its own database alone
        query = query.where(table.c.node_id == 0)
    for row in source.execute(query.execution_options(yield_per=_BATCH)).mappings():
        yield {str(name): value for name, value in row.items()}


def _copy(source: Connection, target: Connection, table: Table) -> Tally:
    later, tally = pointers_of(table.name), Tally()
    batch: list[Mapping[str, Any]] = []
    for row in _read(source, table):
        tally.add(row)
        batch.append({**row, **dict.fromkeys(later)})
        if len(batch) == _BATCH:
            target.execute(insert(table), batch)
            batch = []
    if batch:
        target.execute(insert(table), batch)
    return tally


def _fill_pointers(
    source: Connection, target: Connection, table: Table, columns: Collection[str]
) -> None:
    for row in _read(source, table) if columns else ():
        values = {name: row[name] for name in columns if row[name] is not None}
        if values:
            target.execute(update(table).where(table.c.id == row["id"]).values(values))
