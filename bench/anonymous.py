"""Compare an article that everybody reads with a bare Flask view of the same bytes, and nginx.

Each is asked by `wrk` over 8 connections, one after the other, twice: `nginx` sends the bytes as a
file, `flask` is the bare view on the wiki's server (its WSGI), `wiki` the wiki, and `uncached` the
wiki without its page cache. Prints requests a second, the CPU time of all processes of the server
for a request, and how long the slowest of a hundred waited. `--articles` chooses the size of the
wiki, `--seconds` how long each is asked. Needs `wrk` and `nginx` (Debian: wrk, nginx-light).
"""

import argparse
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

if not __package__:  # started as a file, `python bench/anonymous.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask, Response

from bench.wikis import SETTINGS, new_wiki
from wiki.app import create_app
from wiki.server.bridge import Bridge
from wiki.server.serve import make_served, run

_CONNECTIONS = 8
_WORKERS = 2
_THREADS = 8
_PATH = "/sv/articles/artikel-7"
_NAMES = ("nginx", "flask", "wiki", "uncached")
_TICKS = os.sysconf("SC_CLK_TCK")
_NGINX = """
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 10000000;
    server {{ listen 127.0.0.1:{port}; root {folder}/site; }}
}}
"""


@dataclass(frozen=True)
class Load:
    """What a server bore: requests in a second, CPU ms for each, and ms of the slowest of 100."""

    rate: float
    cost: float
    p99: str

    def describe(self, beside: "dict[str, Load]") -> str:
        """Return the figures of a line, with the rate beside those of the others."""
        ratios = [f"{self.rate / load.rate:5.2f} x {name}" for name, load in beside.items()]
        figures = f"{self.rate:8.0f} requests/s   {self.cost:6.3f} ms CPU   p99 {self.p99:>8}"
        return "   ".join((figures, *ratios))


def main() -> None:
    """Measure all in turns; with three arguments, serve for a measurement."""
    if sys.argv[1:2] == ["serve"]:
        _serve(sys.argv[2], sys.argv[3], int(sys.argv[4]))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seconds", type=int, default=5)
    chosen = parser.parse_args()
    if missing := [name for name in ("wrk", "nginx") if shutil.which(name) is None]:
        sys.exit(f"Install first: {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/wiki.db"
        with new_wiki(chosen.articles, DATABASE_URL=database) as app:
            page = app.test_client().get(_PATH, headers={"Accept-Encoding": "gzip"})
        file = Path(folder, "site" + _PATH)
        file.parent.mkdir(parents=True)
        file.write_bytes(page.data)
        for made in (Path(folder), *Path(folder, "site").rglob("*"), Path(folder, "site")):
            made.chmod(0o755)  # nginx reads as another user
        for _round in range(2):
            beside: dict[str, Load] = {}
            for name in _NAMES:
                with _running(name, folder) as (process, port):
                    load = _ask(process, port, chosen.seconds)
                print(f"{name:>9}: {load.describe(beside)}", flush=True)
                if name in {"nginx", "flask"}:
                    beside[name] = load


def _serve(name: str, folder: str, port: int) -> None:
    """Serve the wiki, the wiki without the page cache, or a bare view of the same bytes."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    settings = {
        **SETTINGS,
        "DATABASE_URL": f"sqlite:///{folder}/wiki.db",
        "PAGE_CACHE_MEGABYTES": 0 if name == "uncached" else 16,
    }
    instance = Path(tempfile.mkdtemp(dir=folder))

    def make() -> Bridge:
        if name == "flask":
            return Bridge(bare(), _THREADS, 0)
        return make_served(create_app(settings, instance=instance), _THREADS)

    run(make, listening, workers=_WORKERS)


def bare() -> Flask:
    """Return an application that answers with the bytes in the folder that BENCH_FOLDER names."""
    body = Path(os.environ["BENCH_FOLDER"], "site" + _PATH).read_bytes()
    app = Flask(__name__)
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"}
    app.add_url_rule("/<path:path>", "page", lambda path: Response(body, headers=headers))
    return app


@contextlib.contextmanager
def _running(name: str, folder: str) -> Iterator[tuple[int, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bench.anonymous", "serve", name, folder, str(port)]
    if name == "nginx":
        settings = Path(folder, "nginx.conf")
        settings.write_text(_NGINX.format(workers=_WORKERS, folder=folder, port=port), "utf-8")
        command = ["nginx", "-c", str(settings)]
    process = subprocess.Popen(
        command,
        cwd=Path(__file__).resolve().parents[1],
        env={**os.environ, "BENCH_FOLDER": folder},
        stderr=subprocess.DEVNULL if name == "nginx" else None,
    )
    try:
        _wait_for(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not begin")


def _ask(process: int, port: int, seconds: int) -> Load:
    """Ask for the page, after two seconds in which the server gets warm."""
    _run_wrk(port, 2)
    before = _cpu_of(process)
    said = _run_wrk(port, seconds)
    cpu = _cpu_of(process) - before
    if "Non-2xx" in said or (requests := re.search(r"(\d+) requests in", said)) is None:
        raise RuntimeError(said)
    p99 = re.search(r"99%\s+(\S+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert p99 is not None
    assert rate is not None
    return Load(float(rate[1]), cpu * 1000 / int(requests[1]), p99[1])


def _run_wrk(port: int, seconds: int) -> str:
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--latency"]
    address = f"http://127.0.0.1:{port}{_PATH}"
    asked = [*command, "-H", "Accept-Encoding: gzip", address]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


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


if __name__ == "__main__":
    main()
