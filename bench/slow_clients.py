"""Occupy every thread of a server with requests that never end, and time how long another waits.

First with the worker of `wiki/server/serve.py`, which closes a request after a minute, then with
gunicorn's own; both without a proxy.
"""

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wiki.server.serve import Server

_THREADS = 8
_MOST_SECONDS = 120
_BEGUN = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na"
_WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def main() -> None:
    """Measure both workers; with arguments, serve for a measurement."""
    if len(sys.argv) > 2:
        serve(*sys.argv[1:])
        return
    for name in ("ours", "gthread"):
        print(f"{name}: another request is answered after {measure(name)}", flush=True)


def serve(name: str, place: str) -> None:
    """Serve an application that reads the body, with our worker or gunicorn's own."""

    def answer(environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        environ["wsgi.input"].read()
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"heard"]

    running = Server(lambda: answer, bind=f"unix:{place}", workers=1, threads=_THREADS)
    if name == "gthread":
        running.cfg.set("worker_class", name)
    running.run()


def measure(name: str) -> str:
    """Return how long a complete request waits while every thread has one that does not end."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        place = Path(folder, "socket")
        command = [sys.executable, "-m", "bench.slow_clients", name, str(place)]
        process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1])
        stack.callback(process.wait)
        stack.callback(process.terminate)
        while not place.exists():
            time.sleep(0.1)
        for _ in range(_THREADS):
            stack.enter_context(_connect(place)).sendall(_BEGUN)
        time.sleep(1)
        whole = stack.enter_context(_connect(place))
        begin = time.monotonic()
        whole.sendall(_WHOLE)
        try:
            whole.recv(1)
        except TimeoutError:
            return f"more than {_MOST_SECONDS} s"
        return f"{time.monotonic() - begin:.0f} s"


def _connect(place: Path) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(_MOST_SECONDS)
    client.connect(str(place))
    return client


if __name__ == "__main__":
    main()
