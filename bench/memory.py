"""Measure the memory of all processes of a server together, and how soon it answers.

Makes a wiki, serves it as `run.py` does, and asks 200 mixed pages over HTTP: articles, questions,
lists, an article's form, its preview and a save. Prints the seconds from the start to the first
answer, then of each process its PSS: its own memory and its part of what it shares. Their sum is
what the server takes of the machine. At most 200 MiB at 2,000 articles and 300 at 10,000; 1.5 s.
`--articles` and `--requests` choose other sizes; `--keep FOLDER` stores the wiki for the next run.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

if not __package__:  # started as a file, `python bench/memory.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from bench.wikis import PASSWORD, make_editor, new_wiki
from wiki.search.index.drainer import drain_now

_ROOT = Path(__file__).resolve().parents[1]
_MOST_SECONDS_TO_START = 60
_PSS = re.compile(r"^(Pss|Pss_Anon|Rss):\s+(\d+) kB", re.MULTILINE)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_BASE = re.compile(r'name="base"[^>]*value="(\d+)"')
_LISTS = ("/", "/changes", "/tags/", "/articles/")
_QUESTIONS = ("social", "innovation skola", "hållbar utveckling i kommuner", "ord")


class Client:
    """Ask a server as a browser does, with the cookies that it sets."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        """Return the page at a path, or after sending a form; raise when the server fails."""
        # A connection for each request, so that all workers get some.
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={held}" for name, held in self._cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        method = "GET" if form is None else "POST"
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        page = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, held = cookie.partition(";")[0].partition("=")
            self._cookies[name] = held
        connection.close()
        if response.status not in {200, 302, 303, 304}:
            raise RuntimeError(f"{method} {path} responded with {response.status}")
        return page

    def send(self, path: str, **values: str) -> str:
        """Send the form of a page, filled in with these values."""
        page = self.ask(path)
        hidden = {"csrf_token": _TOKEN, "base": _BASE}
        found = {name: match[1] for name, what in hidden.items() if (match := what.search(page))}
        return self.ask(path, {**found, **values})


def main() -> None:
    """Make or take a wiki, serve it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument(
        "--keep", type=Path, help="a new folder that gets the wiki, or one that has it"
    )
    chosen = parser.parse_args()
    with (
        _instance(chosen.articles, chosen.keep) as instance,
        tempfile.TemporaryDirectory() as compiled,
    ):
        # Once more before, since Python compiles a program when it runs for the first time.
        with _serving(instance, compiled) as (_, port):
            _wait_for_answer(port)
        began = time.perf_counter()
        with _serving(instance, compiled) as (server, port):
            _wait_for_answer(port)
            print(f"first answer after {time.perf_counter() - began:.2f} s (at most 1.5)")
            _ask_all(Client(port), chosen.articles, chosen.requests)
            _print_memory(server)


@contextlib.contextmanager
def _instance(articles: int, keep: Path | None) -> Iterator[Path]:
    """Yield the folder of a wiki with this many articles and an editor."""
    if keep is not None and (keep / "wiki.db").exists():
        yield keep
        return
    with new_wiki(articles) as app:
        make_editor(app)
        drain_now(app)  # or the server would build the index meanwhile
        if keep is not None:
            shutil.copytree(app.instance_path, keep)
        yield Path(app.instance_path)


@contextlib.contextmanager
def _serving(instance: Path, compiled: str) -> Iterator[tuple[int, int]]:
    """Yield the process and the port of a server of a folder; it keeps compiled code in another."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    places = {"WIKI_INSTANCE": str(instance), "PORT": str(port), "PYTHONPYCACHEPREFIX": compiled}
    process = subprocess.Popen(
        [sys.executable, "run.py"],
        cwd=_ROOT,
        env={**kept, **places},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def _wait_for_answer(port: int) -> None:
    end = time.monotonic() + _MOST_SECONDS_TO_START
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            Client(port).ask("/sv/")
            return
        time.sleep(0.01)
    raise TimeoutError("the server did not begin")


def _ask_all(client: Client, articles: int, requests: int) -> None:
    """Ask as readers do, and as an editor: one request in twenty shows a preview or saves."""
    client.send("/sv/login", email="bench@example.org", password=PASSWORD)
    for turn in range(requests):
        number = turn * 7 % articles
        if turn % 20 == 0:
            intent = "save" if turn % 40 else "preview"
            text = {"title": f"Artikel {number}", "body": f"## Ny\n\n[[Artikel 3]] {turn}."}
            client.send(f"/sv/articles/artikel-{number}/edit", intent=intent, **text)
        elif turn % 5 == 1:
            question = {"q": f"{_QUESTIONS[turn % len(_QUESTIONS)]} {turn // 40}"}
            client.ask(f"/sv/search?{urlencode(question)}")
        elif turn % 5 == 2:
            client.ask(f"/sv{_LISTS[turn % len(_LISTS)]}")
        else:
            client.ask(f"/sv/articles/artikel-{number}")


def pss_of(server: int) -> float:
    """Return the MiB that a process and all that it started take of the machine."""
    master = psutil.Process(server)
    return sum(_sizes_of(child.pid)["Pss"] for child in (master, *master.children(recursive=True)))


def _sizes_of(process: int) -> dict[str, float]:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    return {name: int(size) / 1024 for name, size in _PSS.findall(rollup)}


def _print_memory(server: int) -> None:
    """Print the memory of a process and of all that it started, and the sum."""
    master = psutil.Process(server)
    total = 0.0
    for process in (master, *master.children(recursive=True)):
        sizes = _sizes_of(process.pid)
        total += sizes["Pss"]
        role = _role_of(process, master)
        print(f"{role:>9}: PSS {sizes['Pss']:6.1f} MiB, RSS {sizes['Rss']:6.1f} MiB")
    print(f"      all: PSS {total:6.1f} MiB (at most 200 at 2,000 articles, 300 at 10,000)")


def _role_of(process: psutil.Process, master: psutil.Process) -> str:
    if process == master:
        return "master"
    # A renderer is spawned, so that its command is another one than that of the server, and so is
    # the process that Python needs for it.
    command = process.cmdline()
    if command == master.cmdline():
        return "worker"
    return "tracker" if "resource_tracker" in " ".join(command) else "renderer"


if __name__ == "__main__":
    main()
