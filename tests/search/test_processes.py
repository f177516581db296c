"""Several processes with one index: a kill loses nothing, and the others see every change."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import make_article, make_user
from tests.search.waiting import find, wait_for, waiting
from wiki.accounts.models import Role
from wiki.articles.models import Article
from wiki.db import db
from wiki.search.index.check import find_inconsistencies
from wiki.search.index.drainer import drain_now, rebuild_now
from wiki.search.index.models import IndexTask

pytestmark = pytest.mark.slow  # each test starts a server and a renderer of its own
KILLED = """
import sys
from pathlib import Path
from wiki.app import create_app
from wiki.search.index.drainer import drain_now, rebuild_now
app = create_app({{"DATABASE_URL": {url!r}, "INDEX_DIR": {index!r},
                  "SECRET_KEY": "only for the tests"}},
                 instance=Path({instance!r}))
print("ready", flush=True)
while True:
    {work}(app)
"""


@pytest.mark.parametrize("work", ["rebuild_now", "drain_now"])
@pytest.mark.parametrize("patience", [0.03, 0.11])
def test_a_kill_during_indexing_loses_nothing(
    app: Flask, tmp_path: Path, database_url: str, work: str, patience: float
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for number in range(8):
        make_article(f"Odling {number}", editor, body="giraff " * 50, app=app)
    if work == "drain_now":
        rebuild_now(app)
        with app.app_context():
            db.session.add_all(IndexTask(article_id=number) for number in article_ids())
            db.session.commit()
    code = KILLED.format(
        url=database_url, index=app.config["INDEX_DIR"], instance=str(tmp_path), work=work
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(patience)
        os.kill(process.pid, signal.SIGKILL)
    # Restart: the thread of a server starts at its first request.
    app.config["INDEX_IN_BACKGROUND"] = True
    try:
        app.test_client().get("/healthz")
        assert wait_for(lambda: agrees(app), seconds=10.0)
    finally:
        app.extensions["search_drainer"].stop()
        app.extensions["searches"].stop()
    assert len(find(app, "giraff")) == 8


def agrees(app: Flask) -> bool:
    if waiting(app):
        return False
    with app.app_context():
        return find_inconsistencies() == []


OTHER_SERVER = """
import sys
from pathlib import Path
from wiki.accounts.viewer import ANONYMOUS
from wiki.app import create_app
from wiki.search import engine
from wiki.search.ranking.request import SearchRequest
app = create_app({{"DATABASE_URL": {url!r}, "INDEX_DIR": {index!r},
                  "SECRET_KEY": "only for the tests"}},
                 instance=Path({instance!r}))
app.test_client().get("/healthz")  # starts the drainer of this process
print("ready", flush=True)
for line in sys.stdin:
    with app.app_context():
        results = engine.search(SearchRequest(q=line.strip()), ANONYMOUS)
        print(results.page.total, results.is_fallback, flush=True)
app.extensions["search_drainer"].stop()
app.extensions["sandbox"].close()
"""


def test_two_server_processes_share_one_index(
    app: Flask, tmp_path: Path, database_url: str
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Odling 0", editor, body="giraff", app=app)
    drain_now(app)
    code = OTHER_SERVER.format(
        url=database_url, index=app.config["INDEX_DIR"], instance=str(tmp_path)
    )
    app.config["INDEX_IN_BACKGROUND"] = True
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        try:
            app.test_client().get("/healthz")  # and the drainer of this process
            for number in range(1, 9):
                make_article(f"Odling {number}", editor, body="giraff", app=app)
                if number == 5:
                    rebuild_now(app)
                other.stdin.write("giraff\n")
                other.stdin.flush()
                total, is_fallback = other.stdout.readline().split()
                assert 1 <= int(total) <= number + 1
                assert is_fallback == "False"
            assert wait_for(lambda: agrees(app), seconds=10.0)
            assert len(find(app, "giraff")) == 9
            other.stdin.write("giraff\n")
            other.stdin.flush()
            assert other.stdout.readline() == "9 False\n"
        finally:
            other.stdin.close()
            app.extensions["search_drainer"].stop()
            app.extensions["searches"].stop()
        assert other.wait(20) == 0


def article_ids() -> list[int]:
    return list(db.session.scalars(select(Article.id)))
