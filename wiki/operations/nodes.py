"""Refuse a second server on one PostgreSQL, because each has an index and secrets of its own.

Both would take rows off the one outbox, so that neither's index had every article, and a form of
one would be refused by the other. A server and its processes are one node: they share an instance
folder on one machine. Each process holds an advisory lock with the number of its node, which
PostgreSQL releases when the process ends, however it ends.
"""

import hashlib
import logging
import socket
import threading
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from pathlib import Path

from click import ClickException
from flask import Flask, Response
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from wiki.background import Worker
from wiki.db import db

_log = logging.getLogger(__name__)
# The first of the two numbers of the lock, chosen arbitrarily; the second is that of the node.
_NODES = 7_731_302
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
    WHERE held.locktype = 'advisory' AND held.objsubid = 2 AND held.classid = :nodes
    AND held.objid <> :node AND held.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY activity.backend_start
    """
)


class SecondNodeError(ClickException):
    """Another server uses the database."""


class NodeLock:
    """Say in the database that this process is one of a node, until it is closed."""

    def __init__(self, engine: Engine, instance: Path) -> None:
        """Take the lock; raise SecondNodeError when another node holds one."""
        self._engine = engine
        self._node = _number_of(instance)
        self._connection = self._take()
        self._worker = Worker(
            "node lock", self._keep, _CHECK_SECONDS, "The lock of this node was not renewed."
        )
        self._worker.start()

    def close(self) -> None:
        """Release the lock."""
        self._worker.stop()
        # PostgreSQL may take a while to notice that a connection has closed, and a server that
        # starts meanwhile in another folder would be refused.
        with suppress(SQLAlchemyError), self._connection.begin():
            self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
        self._connection.close()

    def _keep(self) -> None:
        """Take the lock again when its connection was lost, as when PostgreSQL starts again.

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
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_NODES})"))
                values = {"nodes": _NODES, "node": self._node}
                other = connection.execute(_OTHERS, values).first()
                if other is not None:
                    raise SecondNodeError(_explain(*other))
                connection.execute(text("SELECT pg_advisory_lock_shared(:nodes, :node)"), values)
            with connection.begin():
                for setting in _KEEPALIVE:
                    connection.execute(text(f"SET {setting}"))
        except BaseException:
            connection.close()
            raise
        return connection


def join_node(engine: Engine, instance: Path) -> AbstractContextManager[object]:
    """Take the lock on PostgreSQL, until the end of the context or of the process.

    SQLite's file is in the instance folder, which has a lock of its own.
    """
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
                app.extensions["node_lock"] = join_node(db.engine, Path(app.instance_path))
            except SecondNodeError as error:
                _log.error(error.message)
                return Response(f"{error.message}\n", 503, mimetype="text/plain")
        return None

    app.before_request(join)


def _number_of(instance: Path) -> int:
    """Return a number of 31 bits for this folder on this machine; a copy elsewhere has another."""
    try:
        machine = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:  # not Linux
        machine = socket.gethostname()
    place = instance.stat()
    name = f"{machine.strip()} {place.st_dev} {place.st_ino}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1


def _explain(machine: str, since: object) -> str:
    return (
        f"Another server, on {machine}, has used this database since {since:%Y-%m-%d %H:%M %Z}.\n"
        "Two servers on one database are not supported: each would have a search index and a "
        "secret key of its own. Stop the other, or set DATABASE_URL to another database."
    )
