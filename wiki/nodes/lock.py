"""Say in the database which servers use it, and refuse one that does not fit the others.

A server and its processes are one node: they share an instance folder on one machine. Each process
holds advisory locks, which PostgreSQL releases when the process ends, however it ends: one with the
number of its node's folder, and with SEVERAL_NODES one with that of the secret key, since a form of
one node must be accepted by another. Without it a second node is refused: both would take rows off
the one outbox, so that neither's index had every article.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from pathlib import Path
from typing import Any

from click import ClickException
from flask import Flask, Response
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from wiki.background import Worker
from wiki.db import db
from wiki.nodes.place import number_of, place_of
from wiki.nodes.turns import PLACES

_log = logging.getLogger(__name__)
# The first of the two numbers of each lock, chosen arbitrarily; the second is that of the folder
# or of the key. Nodes that let others be have PLACES in the place of _ONLY.
_ONLY, _KEYS = 7_731_302, 7_731_305
_CHECK_SECONDS = 30.0
# Otherwise PostgreSQL would believe for two hours in a machine that lost its power.
_KEEPALIVE = (
    "tcp_keepalives_idle = 30",
    "tcp_keepalives_interval = 10",
    "tcp_keepalives_count = 3",
)
_OTHERS = text(
    """
    SELECT coalesce(host(activity.client_addr), 'this machine'), activity.backend_start
    FROM pg_locks AS held JOIN pg_stat_activity AS activity ON activity.pid = held.pid
    WHERE held.locktype = 'advisory' AND held.objsubid = 2 AND held.granted
    AND held.classid = ANY(:kinds) AND NOT (held.classid = :own_kind AND held.objid = :own)
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY activity.backend_start
    """
)
_SECOND = (
    "Without the setting SEVERAL_NODES, two servers on one database are not supported: stop the "
    "other, set SEVERAL_NODES for both, or set DATABASE_URL to another database."
)
_OTHER_KEY = (
    "It has another secret key, so that a form of one would be refused by the other. Give all the "
    "same: copy instance/secret_key, or set SECRET_KEY."
)


class SecondNodeError(ClickException):
    """Another server uses the database."""


class NodeLock:
    """Say in the database that this process is one of a node, until it is closed."""

    def __init__(self, engine: Engine, instance: Path, key: str = "") -> None:
        """Take the locks; raise SecondNodeError when another node does not let this one be.

        `key` is the secret key of all nodes; without it no other node may be.
        """
        self._engine = engine
        place = place_of(instance)
        self._held = {PLACES: place, _KEYS: number_of(key)} if key else {_ONLY: place}
        self._connection = self._take()
        self._worker = Worker(
            "node lock", self._keep, _CHECK_SECONDS, "The lock of this node was not renewed."
        )
        self._worker.start()

    def close(self) -> None:
        """Release the locks."""
        self._worker.stop()
        # PostgreSQL may take a while to notice that a connection has closed, and a server that
        # starts meanwhile in another folder would be refused.
        with suppress(SQLAlchemyError), self._connection.begin():
            self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
        self._connection.close()

    def _keep(self) -> None:
        """Take the locks again when their connection was lost, as when PostgreSQL starts again.

        Raises SecondNodeError when another node was faster; the worker logs it and tries again.
        """
        try:
            with self._connection.begin():
                self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self._connection.close()
            self._connection = self._take()

    def _take(self) -> Connection:
        connection = self._engine.connect()
        connection.detach()  # or the pool would lend one connection less
        try:
            with connection.begin():
                # One at a time: two nodes that start together would not see each other.
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONLY})"))
                self._refuse_others(connection)
                for kind, number in self._held.items():
                    values = {"kind": kind, "number": number}
                    connection.execute(
                        text("SELECT pg_advisory_lock_shared(:kind, :number)"), values
                    )
            with connection.begin():
                for setting in _KEEPALIVE:
                    connection.execute(text(f"SET {setting}"))
        except BaseException:
            connection.close()
            raise
        return connection

    def _refuse_others(self, connection: Connection) -> None:
        """Raise SecondNodeError when a node is there that does not fit."""
        if _ONLY in self._held:
            self._refuse(connection, (_ONLY, PLACES), _ONLY, _SECOND)
        else:
            self._refuse(connection, (_ONLY,), PLACES, _SECOND)
            self._refuse(connection, (_KEYS,), _KEYS, _OTHER_KEY)

    def _refuse(
        self, connection: Connection, kinds: Sequence[int], own_kind: int, reason: str
    ) -> None:
        """Raise SecondNodeError when another holds a lock of these kinds than this one's own."""
        values = {"kinds": [*kinds], "own_kind": own_kind, "own": self._held[own_kind]}
        other = connection.execute(_OTHERS, values).first()
        if other is not None:
            machine, since = other
            raise SecondNodeError(
                f"Another server, on {machine}, has used this database since "
                f"{since:%Y-%m-%d %H:%M %Z}.\n{reason}"
            )


def join_node(
    engine: Engine, instance: Path, settings: Mapping[str, Any]
) -> AbstractContextManager[object]:
    """Take the locks on PostgreSQL, until the end of the context or of the process.

    SQLite's file is in the instance folder, which has a lock of its own.
    """
    if engine.dialect.name != "postgresql":
        return nullcontext()
    key = settings["SECRET_KEY"] if settings["SEVERAL_NODES"] else ""
    return closing(NodeLock(engine, instance, key))


def without_nodes(engine: Engine, instance: Path) -> AbstractContextManager[object]:
    """Let no other node be on PostgreSQL until the end of the context, whatever the settings."""
    if engine.dialect.name != "postgresql":
        return nullcontext()
    return closing(NodeLock(engine, instance))


def init_nodes(app: Flask) -> None:
    """Let a process join its node with its first request, unless its server has seen to that.

    Other servers than ours only call the factory, which commands call too. Call it before anything
    that starts a thread with a request.
    """
    lock = threading.Lock()

    def join() -> Response | None:
        if "node_lock" in app.extensions or not app.config["INDEX_IN_BACKGROUND"]:
            return None
        with lock:
            if "node_lock" in app.extensions:
                return None
            try:
                instance = Path(app.instance_path)
                app.extensions["node_lock"] = join_node(db.engine, instance, app.config)
            except SecondNodeError as error:
                _log.error(error.message)
                return Response(f"{error.message}\n", 503, mimetype="text/plain")
        return None

    app.before_request(join)
