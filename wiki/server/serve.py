"""Prepare the installation, then serve it as HOST, PORT and the variables WIKI_* say."""

import faulthandler
import gc
import math
import multiprocessing
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from click import ClickException, echo
from gunicorn.app.base import BaseApplication
from gunicorn.http import message
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

# Before any fork, so that all processes share the memory.
from wiki.app import create_app
from wiki.console import explain_errors
from wiki.db import db
from wiki.operations.first_start import prepare
from wiki.operations.nodes import join_node
from wiki.operations.server_lock import join_servers

# Long enough for a query of 10,000 characters, each written as "%F0%9F%99%82", which our own page
# explains; gunicorn's default is 8 kB, beyond which it sends a bare 414.
_LONGEST_URL_BYTES = 131_072
# Longer than nginx and other clients keep a connection that rests, which is 60 s at most: the side
# that sends must be the one that closes. Connections that rest hold no thread.
_KEEPALIVE_SECONDS = 75
# A request is answered within seconds; the rest allows for networks that send 256 kB slowly.
_MOST_SECONDS = 60
# The lines above the body are short, and come from whoever wants an answer within seconds.
_MOST_HEADER_SECONDS = 10
# A browser shows our answer only when all that it sends was taken: a large file, say, that is
# refused by its size. Whoever sends nothing for so long, or sends more, is cut off.
_MOST_RESTING_SECONDS = 2
_MOST_TAKEN_BYTES = 1_000_000_000
_BLOCK = 262_144


class Request(message.Request):  # type: ignore[misc]  # gunicorn ships no types
    """A request whose address may hold letters as they are: some programs do not escape them.

    gunicorn answers such an address with a bare 400.
    """

    def parse_request_line(self, line_bytes: bytes) -> None:
        """Escape every byte beyond ASCII, as a browser does, and parse the line."""
        escaped = re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], line_bytes)
        super().parse_request_line(escaped)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A threaded worker that closes connections whose request or response takes too long.

    gunicorn waits without limit for the rest of a request, and for a client to take its response:
    each phone that lost its network midway would occupy a thread until the next restart. And what
    nobody has read of a request it takes, up to 64 kB, in the loop that serves all connections.
    """

    most_seconds: float = _MOST_SECONDS
    most_header_seconds: float = _MOST_HEADER_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ends: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> Any:
        """Handle a request, and note the deadline of its header."""
        self._ends[conn] = time.monotonic() + self.most_header_seconds
        try:
            result = super().handle(conn)
            if result is False:
                self._take_leave(conn)
            return result
        finally:
            self._ends.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request whose header is there, and note the deadline of all of it."""
        self._ends[conn] = time.monotonic() + self.most_seconds
        is_kept = super().handle_request(req, conn)
        rest = getattr(req.body.reader, "length", None)  # unknown of a body in chunks
        if rest == 0 and not is_kept:
            _shut(conn)  # nothing is left to take: what was sent has been read
        return is_kept and not rest

    def _take_leave(self, conn: TConn) -> None:
        """Take and forget the rest of a request that was answered before all of it was here.

        To close while somebody still sends would reset the connection, and lose the answer with
        it. Afterwards nothing is left for gunicorn to wait for.
        """
        taken, end = 0, self._ends[conn]
        with suppress(OSError):  # the client has gone, or sends nothing more
            conn.sock.shutdown(socket.SHUT_WR)
            while taken < _MOST_TAKEN_BYTES and (left := end - time.monotonic()) > 0:
                conn.sock.settimeout(min(left, _MOST_RESTING_SECONDS))
                block = conn.sock.recv(_BLOCK)
                if not block:
                    break
                taken += len(block)
        _shut(conn)

    def murder_pending(self) -> None:
        """Close connections past their deadline; gunicorn's loop calls this each second."""
        super().murder_pending()
        for conn, end in list(self._ends.items()):
            if end < time.monotonic():
                self._ends[conn] = math.inf  # close it only once
                _shut(conn)


def _shut(conn: TConn) -> None:
    with suppress(OSError):  # the client closed it already
        conn.sock.shutdown(socket.SHUT_RDWR)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn, run from this process with the settings given."""

    def __init__(self, create_app: Callable[[], Any], **settings: Any) -> None:
        self._create_app, self._settings = create_app, settings
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's settings; the hooks let running requests finish after Ctrl-C."""
        self.cfg.set("keepalive", _KEEPALIVE_SECONDS)
        for name, value in self._settings.items():
            self.cfg.set(name, value)
        self.cfg.set("worker_class", Worker)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("loglevel", os.environ.get("WIKI_LOG_LEVEL", "warning"))
        self.cfg.set("control_socket_disable", True)
        # By default a client on this machine, such as a reverse proxy for all clients, may send
        # SCRIPT_NAME as a header and so put another host into every link.
        self.cfg.set("forwarder_headers", "")
        message.MAX_REQUEST_LINE = _LONGEST_URL_BYTES
        self.cfg.set("limit_request_line", _LONGEST_URL_BYTES)
        self.cfg.set("http_parser", "python")  # the other one has a class of its own
        RequestParser.mesg_class = Request
        self.cfg.set("when_ready", lambda _: signal.signal(signal.SIGINT, _terminate))
        # Ctrl-C reaches the workers too, but the master process shuts them down.
        self.cfg.set("post_worker_init", lambda _: signal.signal(signal.SIGINT, signal.SIG_IGN))

    def load(self) -> Any:
        """Create the application in each worker: connections and threads do not survive a fork."""
        return self._create_app()


def _terminate(*_: object) -> None:
    signal.raise_signal(signal.SIGTERM)


def serve() -> None:
    """Prepare and serve until Ctrl-C or SIGTERM."""
    os.umask(0o077)  # other users of the machine may not read what the wiki writes
    faulthandler.enable()  # if compiled code crashes, the log says where
    host, port = os.environ.get("HOST") or "127.0.0.1", _number("PORT", 5000, 65_535)
    workers, threads = _number("WIKI_WORKERS", 2, 64), _number("WIKI_THREADS", 8, 256)
    keepalive = _number("WIKI_KEEPALIVE", _KEEPALIVE_SECONDS, 3600)
    _check_free(host, port)  # now, rather than after loading the sample content

    # In a process of its own, so that no connection or thread is open when the server forks.
    child = multiprocessing.get_context("fork").Process(target=_prepare)
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit("The wiki could not be prepared; the reason is given above.")
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    echo(f"The wiki is running at http://{address} - stop it with Ctrl-C")
    settings = {"workers": workers, "threads": threads, "keepalive": keepalive}
    Server(_create_served_app, bind=address, **settings).run()


def _prepare() -> None:
    """Upgrade the installation, or exit with a plain message about what prevents it."""
    try:
        app = create_app()
        instance = Path(app.instance_path)
        try:
            with (
                join_servers(instance),
                app.app_context(),
                explain_errors(),
                join_node(db.engine, instance),
            ):
                prepare(app, echo)
        finally:
            app.extensions["sandbox"].close()  # or this process would wait for it without end
    except ClickException as error:
        sys.exit(error.message)


def _create_served_app() -> Any:
    """Create the application of a worker, and share the locks of the server.

    They stop a restore, and a second server on the same database.
    """
    app = create_app()
    instance = Path(app.instance_path)
    app.extensions["server_lock"] = join_servers(instance)
    with app.app_context():
        app.extensions["node_lock"] = join_node(db.engine, instance)
    # The others begin with the first request, but a time comes at night too.
    app.extensions["timed_publishing"].start()
    gc.collect()
    gc.freeze()  # what exists by now lives as long as the process: skip it in each collection
    return app


def _number(name: str, default: int, highest: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= highest):
        sys.exit(f"{name} is {text!r}, but must be a whole number from 1 to {highest}.")
    return int(text)


def _check_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=socket.getaddrinfo(host, port)[0][0]):
            pass
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        sys.exit(f"Cannot serve on {host}, port {port}: {reason}. Set HOST and PORT to others.")
