"""Compare an article that everybody reads with a bare Flask view of the same bytes.

Both are served by the wiki's server, one after the other, twice, to a client in another process
with 8 connections. Prints requests a second and the CPU time of all processes of the server for a
request, and how long the slowest of a hundred waited; then the same without the page cache.
`--articles` chooses the size of the wiki, `--seconds` how long each is asked.
"""

import argparse
import contextlib
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if not __package__:  # started as a file, `python bench/anonymous.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask, Response

from bench.wikis import SETTINGS, new_wiki
from wiki.app import create_app
from wiki.server.serve import Server

_CONNECTIONS = 8
_WORKERS = 2
_PATH = "/sv/articles/artikel-7"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What a server bore: requests and CPU seconds in all, and the wait of each request."""

    requests: int
    seconds: float
    cpu: float
    waits: list[float]

    def describe(self) -> str:
        """Return the figures of a line."""
        p99 = statistics.quantiles(self.waits, n=100)[98] * 1000
        rate, cost = self.requests / self.seconds, self.cpu * 1000 / self.requests
        return f"{rate:8.0f} requests/s   {cost:6.3f} ms CPU   p99 {p99:6.1f} ms"


def main() -> None:
    """Measure both, in turns; with three arguments, serve for a measurement."""
    if sys.argv[1:2] == ["serve"]:
        _serve(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/wiki.db"
        with new_wiki(chosen.articles, DATABASE_URL=database) as app:
            page = app.test_client().get(_PATH, headers={"Accept-Encoding": "gzip"})
        Path(folder, "page").write_bytes(page.data)
        for _round in range(2):
            for name in ("flask", "wiki", "uncached"):
                with _running(name, folder) as (process, place):
                    load = _ask(process, place, chosen.seconds)
                print(f"{name:>9}: {load.describe()}", flush=True)


def _serve(name: str, folder: str, place: str) -> None:
    """Serve the wiki, the wiki without the page cache, or a bare view of the same bytes."""
    megabytes = 0 if name == "uncached" else 16
    settings = {
        **SETTINGS,
        "DATABASE_URL": f"sqlite:///{folder}/wiki.db",
        "PAGE_CACHE_MEGABYTES": megabytes,
    }
    instance = Path(tempfile.mkdtemp(dir=folder))
    body = Path(folder, "page").read_bytes()

    def make() -> Any:
        return _bare(body) if name == "flask" else create_app(settings, instance=instance)

    Server(make, bind=f"unix:{place}", workers=_WORKERS, threads=8).run()


def _bare(body: bytes) -> Flask:
    app = Flask(__name__)
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"}
    app.add_url_rule("/<path:path>", "page", lambda path: Response(body, headers=headers))
    return app


@contextlib.contextmanager
def _running(name: str, folder: str) -> Iterator[tuple[int, Path]]:
    place = Path(folder, f"{name}-socket")
    command = [sys.executable, "-m", "bench.anonymous", "serve", name, folder, str(place)]
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1])
    try:
        while not place.exists():
            time.sleep(0.1)
        yield process.pid, place
    finally:
        process.terminate()
        process.wait()
        place.unlink(missing_ok=True)


def _ask(process: int, place: Path, seconds: float) -> Load:
    """Ask for the page from another process, after a second in which the server gets warm."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    for length in (2.0, seconds):
        before = _cpu_of(process)
        client = context.Process(target=_client, args=(str(place), length, queue))
        client.start()
        requests, took, waits = queue.get()
        client.join()
    return Load(requests, took, _cpu_of(process) - before, waits)


def _cpu_of(process: int) -> float:
    """Return the CPU seconds of a process and its children, as far as they live."""
    total = 0.0
    for found in (process, *_children_of(process)):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{found}/stat").read_text("utf-8").rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def _children_of(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text("utf-8").split()]


def _client(place: str, seconds: float, queue: Any) -> None:
    """Ask on each connection for one page after the other."""
    waits: list[float] = []
    end = time.perf_counter() + seconds
    run: Callable[[], None] = lambda: waits.extend(_ask_until(place, end))  # noqa: E731 - a thread
    threads = [threading.Thread(target=run) for _ in range(_CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put((len(waits), time.perf_counter() - began, waits))


def _ask_until(place: str, end: float) -> list[float]:
    request = f"GET {_PATH} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    waits = []
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(place)
        while (began := time.perf_counter()) < end:
            connection.sendall(request)
            _read_answer(connection)
            waits.append(time.perf_counter() - began)
    return waits


def _read_answer(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode("latin-1"))
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(65_536))


if __name__ == "__main__":
    main()
