"""Prepare the installation, then serve it as HOST, PORT and the variables WIKI_* say."""

import faulthandler
import gc
import multiprocessing
import os
import resource
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from click import ClickException, echo
from flask import Flask

# Before any fork, so that all processes share the memory.
from wiki.app import create_app
from wiki.console import explain_errors
from wiki.db import db
from wiki.nodes.lock import join_node
from wiki.operations.first_start import prepare
from wiki.operations.server_lock import join_servers
from wiki.runtime.garbage import init_garbage
from wiki.server.bridge import Bridge
from wiki.server.listening import Counts
from wiki.server.processes import Processes
from wiki.server.ready import ReadyRequests
from wiki.server.worker import MOST_SECONDS_TO_END, Place, work
from wiki.settings.load import read_settings
from wiki.web.middleware.uploads import most_body_bytes

# Longer than nginx and other clients keep a connection that rests, which is 60 s at most: the side
# that sends must be the one that closes. The lines above a body have as long; they hold no thread.
_KEEPALIVE_SECONDS = 75
_LOG_LEVELS = ("critical", "error", "warning", "info", "debug")
# Connections, also those that rest, that all processes together hold before others wait.
_MOST_CONNECTIONS = 8192
# Of the files that a process may open, so many are the wiki's; a connection takes one, and another
# while a file is sent through it.
_OWN_FILES, _FILES_EACH = 120, 2


def run(
    make: Callable[[], Bridge],
    listening: socket.socket,
    *,
    workers: int,
    keepalive: int = _KEEPALIVE_SECONDS,
    tell: Callable[[], object] = lambda: None,
) -> None:
    """Serve what `make` makes in each of the workers, until Ctrl-C or SIGTERM.

    `listening` is a socket that has an address. `tell` is called when all workers take
    connections. SIGHUP begins them anew one after the other, and loses no request. Raises OSError
    if the address is taken, and ChildProcessError if a worker cannot begin.
    """
    listening.listen(_MOST_CONNECTIONS)
    listening.setblocking(False)
    most = most_connections(workers, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    level = _log_level()

    def work_at(counts: Counts, number: int, tell: Callable[[], object]) -> None:
        work(make, Place(listening, counts, number, most, keepalive, level), tell)

    Processes(work_at, workers, MOST_SECONDS_TO_END + 1).run(tell)


def serve() -> None:
    """Prepare and serve until Ctrl-C or SIGTERM."""
    os.umask(0o077)  # other users of the machine may not read what the wiki writes
    _allow_open_files()
    faulthandler.enable()  # if compiled code crashes, the log says where
    host, port = os.environ.get("HOST") or "127.0.0.1", _number("PORT", 5000, 65_535)
    workers, threads = _number("WIKI_WORKERS", 2, 64), _number("WIKI_THREADS", 8, 256)
    keepalive = _number("WIKI_KEEPALIVE", _KEEPALIVE_SECONDS, 3600)
    _log_level()
    listening = _bind(host, port)  # now, rather than after loading the sample content

    # This process only watches the others. A collection would write into what they share.
    gc.disable()
    app = _create_app()
    settings = read_settings(Path(app.instance_path))
    # In a process of its own, so that no connection or thread is open when the server forks.
    child = multiprocessing.get_context("fork").Process(target=_prepare, args=[app])
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit("The wiki could not be prepared; the reason is given above.")
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gc.freeze()  # no worker then writes into what it shares in order to look for garbage
    try:
        run(
            lambda: make_served(enter(app, settings), threads),
            listening,
            workers=workers,
            keepalive=keepalive,
            tell=lambda: echo(f"The wiki is running at http://{address} - stop it with Ctrl-C"),
        )
    except ChildProcessError:
        sys.exit("The wiki could not begin; the reason is given above.")
    echo("The wiki has stopped.")


def _create_app() -> Flask:
    """Create the application that all processes share, or exit with a plain message."""
    try:
        return create_app()
    except ClickException as error:
        sys.exit(error.message)


def _prepare(app: Flask) -> None:
    """Upgrade the installation, or exit with a plain message about what prevents it."""
    _collect_garbage()
    instance = Path(app.instance_path)
    try:
        with (
            join_servers(instance),
            app.app_context(),
            explain_errors(),
            join_node(db.engine, instance, app.config),
        ):
            prepare(app, echo)
    except ClickException as error:
        sys.exit(error.message)
    finally:
        app.extensions["sandbox"].close()  # or this process would wait for it without end


def make_served(app: Flask, threads: int) -> Bridge:
    """Return what each worker serves of an application, with so many threads."""
    ready = None
    # Where the database is asked over a network, a thread waits for it.
    if "page_cache" in app.extensions and app.extensions["states"].is_read_at_once:
        ready = ReadyRequests(app.extensions["page_cache"], app.extensions["request_log"])
    return Bridge(
        app,
        threads,
        most_body_bytes(app.config),
        ready=ready,
        at_end=app.extensions["sandbox"].close,
    )


def enter(app: Flask, settings: Mapping[str, Any]) -> Flask:
    """Return the application of a worker, which shares the locks of the server.

    They stop a restore, and a second server on the same database. `settings` are those with which
    the application was made: after a reload they may be others, which take another application.
    """
    _collect_garbage()
    instance = Path(app.instance_path)
    if read_settings(instance) != settings:
        app = create_app(instance=instance)
        gc.collect()
        gc.freeze()  # what exists by now lives as long as the process: skip it in each collection
    app.extensions["server_lock"] = join_servers(instance)
    with app.app_context():
        app.extensions["node_lock"] = join_node(db.engine, instance, app.config)
    # The others begin with the first request, but a time comes at night too.
    app.extensions["timed_publishing"].start()
    return app


def _collect_garbage() -> None:
    """Begin to collect garbage, which the process that was forked does not."""
    gc.enable()
    init_garbage()


def _allow_open_files() -> None:
    """Let this process hold a file for each connection; the usual limit, 1,024, is soon reached."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with suppress(OSError, ValueError):  # macOS allows fewer than it says
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def most_connections(workers: int, most_files: int) -> int:
    """Return how many connections each process holds, so that it can always open its own files."""
    most = max(1, _MOST_CONNECTIONS // workers)
    if most_files == resource.RLIM_INFINITY:
        return most
    return max(16, min(most, (most_files - _OWN_FILES) // _FILES_EACH))


def _number(name: str, default: int, highest: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= highest):
        sys.exit(f"{name} is {text!r}, but must be a whole number from 1 to {highest}.")
    return int(text)


def _log_level() -> str:
    name = os.environ.get("WIKI_LOG_LEVEL") or "warning"
    if name not in _LOG_LEVELS:
        levels = ", ".join(_LOG_LEVELS)
        sys.exit(f"WIKI_LOG_LEVEL is {name!r}, but must be one of {levels}.")
    return name


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket with this address; exit if another program listens there."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.create_server(place[:2], family=family):
            pass  # another program that listens is noticed only by one who listens too
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        return listening
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        sys.exit(f"Cannot serve on {host}, port {port}: {reason}. Set HOST and PORT to others.")
