"""Prepare the installation, then serve it; HOST, PORT, WIKI_WORKERS, WIKI_THREADS say how."""

import faulthandler
import functools
import gc
import math
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.http import message
from gunicorn.workers.gthread import TConn, ThreadWorker

# A question of 10,000 characters, each written as "%F0%9F%99%82", is answered with a page that
# helps; gunicorn's own bound is 8 kB, answered with a bare 414.
_LONGEST_ADDRESS_BYTES = 131_072
# A request is answered within seconds; the rest is for lines that carry 256 kB slowly.
_MOST_SECONDS = 60


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Answer requests in threads, and give up those that neither arrive nor can be sent.

    gunicorn waits for ever for the rest of a request, and for a client to take its answer: each
    telephone that lost its network in the middle of one would hold a thread until the next start.
    """

    most_seconds: float = _MOST_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ends: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> Any:
        """Handle one request, and note until when."""
        self._ends[conn] = time.monotonic() + self.most_seconds
        try:
            return super().handle(conn)
        finally:
            self._ends.pop(conn, None)

    def murder_pending(self) -> None:
        """Close what took too long; gunicorn's loop comes here each second."""
        super().murder_pending()
        for conn, end in list(self._ends.items()):
            if end < time.monotonic():
                self._ends[conn] = math.inf  # once is enough
                with suppress(OSError):  # gone by itself
                    conn.sock.shutdown(socket.SHUT_RDWR)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Run gunicorn in this process, on an address and with workers and threads given."""

    def __init__(self, create_app: Callable[[], Any], **settings: Any) -> None:
        self._create_app, self._settings = create_app, settings
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings over; the hooks make Ctrl-C end requests under way in peace."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)
        self.cfg.set("worker_class", Worker)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("loglevel", os.environ.get("WIKI_LOG_LEVEL", "warning"))
        self.cfg.set("control_socket_disable", True)
        # By default whoever connects from this machine, such as a reverse proxy for anybody, may
        # send SCRIPT_NAME as a header and so put another host into every link.
        self.cfg.set("forwarder_headers", "")
        message.MAX_REQUEST_LINE = _LONGEST_ADDRESS_BYTES
        self.cfg.set("limit_request_line", _LONGEST_ADDRESS_BYTES)
        self.cfg.set("when_ready", lambda _: signal.signal(signal.SIGINT, _terminate))
        # Ctrl-C reaches the workers too, but the first process is the one that ends them.
        self.cfg.set("post_worker_init", lambda _: signal.signal(signal.SIGINT, signal.SIG_IGN))

    def load(self) -> Any:
        """Make the application in each worker, for its connections and threads survive no fork."""
        return self._create_app()


def _terminate(*_: object) -> None:
    signal.raise_signal(signal.SIGTERM)


def main() -> None:
    """Prepare and serve until Ctrl-C or SIGTERM."""
    # Here, because each rendering process loads this file anew and needs none of it; and before
    # any fork, so that all processes share it.
    import wiki.app  # noqa: F401

    os.umask(0o077)  # what the wiki writes is for nobody else on the machine
    faulthandler.enable()  # should compiled code ever crash, the log says where
    host, port = os.environ.get("HOST") or "127.0.0.1", _number("PORT", 5000, 65_535)
    workers, threads = _number("WIKI_WORKERS", 2, 64), _number("WIKI_THREADS", 8, 256)
    _check_free(host, port)  # now, not after the sample content was loaded

    # A process of its own, whose connections and threads have ended before the server forks.
    child = multiprocessing.get_context("fork").Process(target=_prepare)
    child.start()
    child.join()
    if child.exitcode != 0:
        sys.exit("The wiki could not be prepared; the reason stands above.")
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    print(f"The wiki is served on http://{address} - stop it with Ctrl-C", flush=True)
    Server(_create_served_app, bind=address, workers=workers, threads=threads).run()


def _prepare() -> None:
    """Bring the installation up to date; say in plain words what prevents it."""
    from click import ClickException

    from wiki.app import create_app
    from wiki.console import explain_errors
    from wiki.operations.first_start import prepare
    from wiki.operations.server_lock import join_servers

    try:
        app = create_app()
        try:
            with join_servers(Path(app.instance_path)), app.app_context(), explain_errors():
                prepare(app, functools.partial(print, flush=True))
        finally:
            app.extensions["sandbox"].close()  # its process would be waited for without end
    except ClickException as error:
        sys.exit(error.message)


def _create_served_app() -> Any:
    """Make the application of one worker, and tell `restore` that somebody serves."""
    from wiki.app import create_app
    from wiki.operations.server_lock import join_servers

    app = create_app()
    app.extensions["server_lock"] = join_servers(Path(app.instance_path))
    gc.collect()
    gc.freeze()  # what was made by now stays for ever: no collection need look at it again
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
        sys.exit(f"Cannot serve on {host}, port {port}: {reason}. Choose others by HOST and PORT.")


if __name__ == "__main__":
    main()
