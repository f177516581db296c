"""The drainer: one at a time, nothing lost, nobody disturbed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.builders import Person, make_article, make_user
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.search import engine, seals
from wiki.search.agreement import find_disagreements
from wiki.search.drain import current_search, drain_now, rebuild_now
from wiki.search.index import read_segments
from wiki.search.models import IndexTask
from wiki.search.request import SearchRequest
from wiki.signals import content_changed


def find(app: Flask, question: str) -> list[str]:
    with app.app_context():
        results = engine.search(SearchRequest(q=question), ANONYMOUS)
        assert not results.is_makeshift
        return [hit.found.title for hit in results.page.items]


def waiting(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(IndexTask)) or 0


def write(app: Flask, article_id: int, number: int, title: str, body: str, person: Person) -> None:
    with app.app_context():
        text = check_text("concept", title, "", body, {})
        save_article(article_id, text, number, person.viewer, publish=True)


def test_a_save_is_noted_in_its_own_transaction_and_found_after_the_drain(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Först", editor, app=app)
    drain_now(app)
    article_id = make_article("Odling", editor, body="En giraff.", app=app)
    assert waiting(app) == 1
    assert drain_now(app) == 1
    assert waiting(app) == 0
    assert find(app, "giraff") == ["Odling"]
    write(app, article_id, 1, "Odling", "En zebra.", editor)
    drain_now(app)
    assert find(app, "zebra") == ["Odling"]
    assert find(app, "giraff") == []
    with app.app_context():
        assert find_disagreements() == []


def test_many_changes_of_one_article_are_one_document(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Odling", editor, body="giraff 0", app=app)
    for number in range(1, 4):
        write(app, article_id, number, "Odling", f"giraff {number}", editor)
    drain_now(app)
    assert find(app, "giraff") == ["Odling"]


def test_a_rolled_back_save_leaves_nothing_to_index(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Odling", editor, app=app)
    drain_now(app)
    with app.app_context():
        content_changed.send(db.session.get_one(Article, article_id))
        db.session.rollback()
    assert waiting(app) == 0


def test_a_fresh_snapshot_is_served_when_the_generation_moved(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Odling", editor, body="giraff", app=app)
    drain_now(app)
    with app.app_context():
        index = current_search().index
        before = index.open()
        assert index.open() is before
        make_article("Djur", editor, body="giraff", app=app)
        drain_now(app)
        assert index.open() is not before
        assert before.size == 1  # who still reads the older one sees it whole
    assert sorted(find(app, "giraff")) == ["Djur", "Odling"]


def test_a_segment_merged_away_while_it_is_opened_is_looked_for_once_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), body="giraff", app=app)
    drain_now(app)
    index = app.extensions["search"].index
    index.forget()
    vanished = iter([FileNotFoundError("MAIN_gone.arr")])

    def read(folder: Path, generation: int) -> object:
        for error in vanished:
            raise error
        return read_segments(folder, generation)

    monkeypatch.setattr("wiki.search.index.read_segments", read)
    before = index.folder()
    assert find(app, "giraff") == ["Odling"]
    assert index.folder() == before


def test_four_threads_search_while_another_saves_and_drains(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Odling", editor, body="giraff 0", app=app)
    make_article("Fast", editor, body="giraff", app=app)
    drain_now(app)
    stop = threading.Event()

    def ask() -> int:
        asked = 0
        while not stop.is_set():
            found = find(app, "giraff odling")
            assert sorted(found) == ["Fast", "Odling"]
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        try:
            for number in range(1, 9):
                write(app, article_id, number, "Odling", f"giraff {number}", editor)
                drain_now(app)
                if number == 4:
                    rebuild_now(app)
        finally:
            stop.set()
        assert all(one.result() > 0 for one in asking)


def test_two_drainers_wait_for_each_other(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for number in range(6):
        make_article(f"Odling {number}", editor, body="giraff", app=app)
    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(drain_now, app) for _ in range(3)]
        assert sum(one.result() for one in done) == 6
    assert len(find(app, "giraff")) == 6


def test_what_is_saved_during_a_rebuild_is_found_after_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Odling", editor, body="giraff", app=app)
    drain_now(app)
    seal = seals.seal_segments

    def save_meanwhile(folder: Path) -> None:
        seal(folder)
        monkeypatch.undo()
        assert find(app, "giraff") == ["Odling"]  # the live index serves
        write(app, article_id, 1, "Odling", "zebra", editor)

    monkeypatch.setattr("wiki.search.indexing.seal_segments", save_meanwhile)
    rebuild_now(app)
    assert waiting(app) == 1
    drain_now(app)
    assert find(app, "zebra") == ["Odling"]
    assert find(app, "giraff") == []


def test_an_article_that_cannot_be_indexed_stops_no_other(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    broken = make_article("Trasig", editor, app=app)
    with app.app_context():
        db.session.get_one(Article, broken).head.headings = [{"wrong": 1}]
        db.session.commit()
    make_article("Hel", editor, body="giraff", app=app)
    drain_now(app)
    assert find(app, "giraff") == ["Hel"]
    assert f"article {broken} cannot be indexed" in caplog.text


def test_the_thread_of_a_server_indexes_within_a_second_or_two(app: Flask) -> None:
    app.config["INDEX_IN_BACKGROUND"] = True
    search = app.extensions["search"]
    client = app.test_client()
    try:
        client.get("/healthz")
        make_article("Odling", make_user(Role.EDITOR, app=app), body="giraff", app=app)
        assert wait_for(lambda: waiting(app) == 0)
        assert find(app, "giraff") == ["Odling"]
        # Nothing tells it of the damage; it is found by looking.
        (search.index.path / "current").unlink()
        assert wait_for((search.index.path / "current").exists)
    finally:
        search.stop()


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


KILLED = """
import sys
from pathlib import Path
from wiki.app import create_app
from wiki.search.drain import drain_now, rebuild_now
app = create_app({{"DATABASE_URL": {url!r}, "INDEX_DIR": {index!r}, "SECRET_KEY": "x"}},
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
    ) as one:
        assert one.stdout is not None
        assert one.stdout.readline() == b"ready\n"
        time.sleep(patience)
        os.kill(one.pid, signal.SIGKILL)
    drain_now(app)
    assert waiting(app) == 0
    assert len(find(app, "giraff")) == 8
    with app.app_context():
        assert find_disagreements() == []


def article_ids() -> list[int]:
    return list(db.session.scalars(select(Article.id)))
