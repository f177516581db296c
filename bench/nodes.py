"""Run several nodes of the wiki behind nginx on one PostgreSQL, and kill and add some.

Somebody saves through nginx, and each save is looked for on every node at once: its page must be
there with the next request, and the search must find it. Then a node is killed while it saves, and
a new one and the killed one join; the new one indexes all articles first. Prints what was lost,
what was shown late, how long searches took to find a save, and how long the new node took until it
was ready. The database must be empty; nginx must be installed.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

if not __package__:  # started as a file, `python bench/nodes.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask

from bench.deeds import find_base, make_body
from bench.server import Browser, Server, free_port
from bench.wikis import PASSWORD, SETTINGS, make_editor, new_wiki
from wiki.db import end_reading
from wiki.search.index.derived import MARK
from wiki.search.index.nodes import find_derived

_ARTICLE = "/sv/articles/nod"
_MOST_LAG_SECONDS = 1.0
_GIVE_UP_SECONDS = 60.0
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprst"


@dataclass
class Course:
    """What happened: saves that were acknowledged, and all that went wrong."""

    saved: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    lag_seconds: list[float] = field(default_factory=list)
    join_seconds: float = 0.0
    health: list[str] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        """Return whether nothing was lost, shown late or refused."""
        return not (self.lost or self.stale or self.refused)


def main() -> None:
    """Run it as long as asked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="URL of an empty PostgreSQL database")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=5)
    chosen = parser.parse_args()
    course = run_nodes(chosen.database, chosen.articles, chosen.rounds, chosen.kills)
    lags = sorted(course.lag_seconds)
    print(
        f"{len(course.saved)} saves acknowledged; {len(course.lost)} lost,"
        f" {len(course.stale)} shown late, {len(course.refused)} refused (each must be 0)\n"
        f"found by the search of every node: median {lags[len(lags) // 2]:.2f} s,"
        f" slowest {lags[-1]:.2f} s (at most {_MOST_LAG_SECONDS:.0f})\n"
        f"a new node was ready after {course.join_seconds:.1f} s"
    )
    for line in (*course.lost, *course.stale, *course.refused)[:20]:
        print(f"  {line}")
    sys.exit(0 if course.is_exact and lags[-1] <= _MOST_LAG_SECONDS else 1)


def run_nodes(url: str, articles: int, rounds: int, kills: int) -> Course:
    """Run three nodes, kill the third while it saves as often as asked, and add a fourth."""
    course = Course()
    with (
        new_wiki(articles, DATABASE_URL=url) as app,
        tempfile.TemporaryDirectory() as place,
        contextlib.ExitStack() as opened,
    ):
        make_editor(app)
        folder = Path(place)
        nodes = [make_node(folder, number, url) for number in range(4)]
        for node in nodes:
            opened.callback(node.kill)
        for node in nodes[:3]:
            node.start()
            node.wait()
            _wait_until_ready(node)
        _wait_until_derived(app)
        front = opened.enter_context(nginx_before(folder, nodes))
        editor = _log_in(front)
        _note(course, "0", editor.post("/sv/articles/new?kind=concept", **_form("0")))
        if course.refused:
            told = "".join(node.log.read_text("utf-8")[-2000:] for node in nodes[:3])
            raise RuntimeError(f"no article could be made: {course.refused}\n{told}")
        for number in range(1, rounds + 1):
            _save_and_look(course, editor, nodes[:3], number)
        for number in range(kills):
            _kill_while_it_saves(course, nodes, number)
            nodes[2].start()
            nodes[2].wait()
        nodes[3].start()
        nodes[3].wait()
        course.join_seconds = _wait_until_ready(nodes[3])
        for number in range(rounds + 1, rounds + 3):
            _save_and_look(course, editor, nodes, number)
        _count_lost(course, nodes)
        course.health = [Browser(node.url).get("/healthz") for node in nodes]
    return course


def _wait_until_ready(node: Server) -> float:
    """Wait as who stands before it does; return how long that took from its start on."""
    while node.age_seconds < _GIVE_UP_SECONDS:
        with contextlib.suppress(OSError):  # 503 while it builds its index
            Browser(node.url).get("/readyz")
            break
        time.sleep(0.05)
    return node.age_seconds


def _wait_until_derived(app: Flask) -> None:
    """Wait until the nodes have derived what suggestions and related articles need, once."""
    with app.app_context():
        while find_derived() != MARK:
            end_reading()
            time.sleep(0.1)
        end_reading()


def make_node(folder: Path, number: int, url: str) -> Server:
    """Return a node with an instance folder of its own, that shares the media folder."""
    instance = folder / f"node-{number}"
    instance.mkdir()
    settings = {
        "DATABASE_URL": url,
        "SEVERAL_NODES": True,
        "SECRET_KEY": SETTINGS["SECRET_KEY"],
        "MEDIA_DIR": str(folder / "media"),
    }
    lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
    (instance / "config.py").write_text("".join(lines))
    return Server(instance, environment={"WIKI_WORKERS": "1", "WIKI_THREADS": "4"})


@contextlib.contextmanager
def nginx_before(folder: Path, nodes: Sequence[Server]) -> Iterator[str]:
    """Run nginx, which asks one node after the other; yield its address."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise RuntimeError("nginx is not installed")
    port = free_port()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    upstream = " ".join(
        f"server {node.url.removeprefix('http://')} max_fails=1 fail_timeout=1s;" for node in nodes
    )
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} "
        f"http {{ access_log off; {places} upstream wiki {{ {upstream} }} "
        f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://wiki; "
        "proxy_http_version 1.1; proxy_set_header Connection ''; proxy_set_header Host $host; } } }"
    )
    with subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _log_in(url: str) -> Browser:
    browser = Browser(url)
    began = time.monotonic()
    while True:
        try:
            browser.log_in("bench@example.org", PASSWORD)
        except OSError:  # nginx begins
            if time.monotonic() - began > _GIVE_UP_SECONDS:
                raise
            time.sleep(0.05)
        else:
            return browser


def _form(word: str) -> dict[str, str]:
    return {"title": "Nod", "body": make_body(_spell(word)), "intent": "publish"}


def _spell(number: str) -> str:
    """Return a word for a number, like which nothing is spelt."""
    return "".join(f"{_CONSONANTS[int(digit)]}{_VOWELS[int(digit) % 5]}x" for digit in number) + "q"


def _save(browser: Browser, number: str) -> int:
    path = f"{_ARTICLE}/edit"
    return browser.post(path, base=find_base(browser.get(path)), **_form(number))


def _note(course: Course, number: str, status: int) -> None:
    if status == 303:
        course.saved.append(number)
    else:
        course.refused.append(f"save {number}: {status}")


def _save_and_look(course: Course, editor: Browser, nodes: Sequence[Server], number: int) -> None:
    """Save through nginx; each node shows the page at once, and its search finds it soon."""
    _note(course, str(number), _save(editor, str(number)))
    began, word = time.monotonic(), _spell(str(number))
    readers = [Browser(node.url) for node in nodes]
    for _time in range(2):  # made, and ready
        for node, reader in zip(nodes, readers, strict=True):
            if word not in reader.get(_ARTICLE):
                course.stale.append(f"save {number} at {node.url}")
    for node, reader in zip(nodes, readers, strict=True):
        while _ARTICLE not in reader.get(f"/sv/search?q=%22{word}%22"):
            if time.monotonic() - began > _GIVE_UP_SECONDS:
                course.lost.append(f"save {number} in the index of {node.url}")
                return
            time.sleep(0.02)
    course.lag_seconds.append(time.monotonic() - began)


def _kill_while_it_saves(course: Course, nodes: Sequence[Server], number: int) -> None:
    """Save on the third node, which is killed meanwhile; what it has acknowledged is stored."""
    writer, began = _log_in(nodes[2].url), threading.Event()

    def work() -> None:
        with contextlib.suppress(OSError, HTTPException):
            for turn in range(1_000):
                name = f"{900 + number}{turn}"
                _note(course, name, _save(writer, name))
                began.set()

    thread = threading.Thread(target=work)
    thread.start()
    began.wait(_GIVE_UP_SECONDS)
    time.sleep(0.03 * (1 + number % 7))
    nodes[2].kill()
    thread.join()


def _count_lost(course: Course, nodes: Sequence[Server]) -> None:
    """Look for every acknowledged save among the versions, on every node."""
    for node in nodes:
        reader = Browser(node.url)
        found: set[str] = set()
        number = 1
        with contextlib.suppress(OSError):
            while True:
                found.add(reader.get(f"{_ARTICLE}/revisions/{number}").partition("</main>")[0])
                number += 1
        for saved in course.saved:
            if not any(_spell(saved) in page for page in found):
                course.lost.append(f"save {saved} among the versions of {node.url}")


if __name__ == "__main__":
    main()
