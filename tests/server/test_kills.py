"""Killed at any moment, the server loses nothing that it has acknowledged, and syncs before that.

`python -m bench.kills` does the same with fifty kills.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.deeds import find_base, make_body
from bench.kills import GIVE_UP_SECONDS, kill_often, log_in, prepare_writers
from bench.server import Server
from bench.wikis import new_wiki
from tests.fixtures.required import is_missing

pytestmark = pytest.mark.slow
KILLS = 3
# What strace writes of a call: the thread, the call, and what it was called with.
CALL = re.compile(r"^\d+ +(?:<\.\.\. )?(\w+)[( ](.*)$")


def test_kills_lose_and_tear_nothing() -> None:
    with new_wiki(8) as app:
        toll = kill_often(app, KILLS)

    assert (toll.lost, toll.torn, toll.refused) == ([], [], [])
    assert toll.kills >= KILLS
    assert toll.acknowledged > KILLS
    assert max(toll.found_seconds) < GIVE_UP_SECONDS


@contextmanager
def watched_server(instance: Path, calls: Path) -> Iterator[Server]:
    """Run a server whose writes and syncs are written down, with the files that they are of."""
    names = "fsync,fdatasync,write,writev,pwrite64,sendto,sendmsg"
    server = Server(
        instance,
        ["strace", "-f", "--seccomp-bpf", "-y", "-s64", "-e", f"trace={names}", "-o", str(calls)],
    )
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.kill()


def require_strace() -> None:
    if shutil.which("strace") is None:
        is_missing("strace is not installed")
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        is_missing("strace may not attach to processes here")


def test_a_save_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    require_strace()
    calls = tmp_path / "calls"
    with new_wiki(4) as app:
        [first, *_] = prepare_writers(app).items()
        with watched_server(Path(app.instance_path), calls) as server:
            writer = log_in(server, 0, *first)
            path = f"/sv/articles/{writer.article_slug}/edit"
            base = find_base(writer.browser.get(path))
            before = len(calls.read_text("utf-8", "replace"))
            sent = {"title": "Artikel 0", "base": base, "intent": "publish"}
            assert writer.browser.post(path, body=make_body("kvarnhjul"), **sent) == 303
        lines = calls.read_text("utf-8", "replace")[before:].splitlines()

    order = [kind for line in lines if (kind := kind_of(line))]
    answered = order.index("answered")
    written = [place for place in range(answered) if order[place] == "written"]
    assert written
    assert "synced" in order[written[-1] : answered], order[: answered + 1]


def kind_of(line: str) -> str:
    """Return what a call did with the journal of the database, or that it sent the answer."""
    found = CALL.match(line)
    if found is None:
        return ""
    name, rest = found.groups()
    if "wiki.db-wal" in rest:
        return {"pwrite64": "written", "fdatasync": "synced", "fsync": "synced"}.get(name, "")
    return "answered" if "HTTP/1.1 303" in rest else ""
