"""The drainer: only one works at a time, nothing is lost, and searches go on meanwhile."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from tests.builders import Person, make_article, make_user
from tests.search.waiting import find, wait_for, waiting
from wiki.accounts.models import Role
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.search.index.check import find_inconsistencies
from wiki.search.index.documents import IndexDocument, make_documents
from wiki.search.index.drainer import current_drainer, drain_now, rebuild_now
from wiki.search.index.store import read_segments
from wiki.search.segments import checksums
from wiki.signals import content_changed


def write(app: Flask, article_id: int, number: int, title: str, body: str, person: Person) -> None:
    with app.app_context():
        text = check_text("concept", title, "", body, {})
        save_article(article_id, text, number, person.viewer, publish=True)


@pytest.mark.long
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
        assert find_inconsistencies() == []


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
        index = current_drainer().index
        before = index.open()
        assert index.open() is before
        make_article("Djur", editor, body="giraff", app=app)
        drain_now(app)
        assert index.open() is not before
        assert before.size == 1  # the older snapshot is still whole
    assert sorted(find(app, "giraff")) == ["Djur", "Odling"]


def test_a_segment_merged_away_while_it_is_opened_is_looked_for_once_more(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), body="giraff", app=app)
    drain_now(app)
    index = app.extensions["search_drainer"].index
    index.forget()
    vanished = iter([FileNotFoundError("MAIN_gone.arr")])

    def read(folder: Path, generation: int) -> object:
        for error in vanished:
            raise error
        return read_segments(folder, generation)

    monkeypatch.setattr("wiki.search.index.store.read_segments", read)
    before = index.folder()
    assert find(app, "giraff") == ["Odling"]
    assert index.folder() == before
    assert "does not open" not in caplog.text  # this is no damage to repair


@pytest.mark.long
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
        assert all(asked.result() > 0 for asked in asking)


def test_two_drainers_wait_for_each_other(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for number in range(6):
        make_article(f"Odling {number}", editor, body="giraff", app=app)
    with ThreadPoolExecutor(3) as pool:
        done = [pool.submit(drain_now, app) for _ in range(3)]
        assert sum(drained.result() for drained in done) == 6
    assert len(find(app, "giraff")) == 6


def test_what_is_saved_during_a_rebuild_is_found_after_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Odling", editor, body="giraff", app=app)
    drain_now(app)
    write_checksums = checksums.write_checksums

    def save_meanwhile(folder: Path) -> None:
        write_checksums(folder)
        monkeypatch.undo()
        assert find(app, "giraff") == ["Odling"]  # the live index serves
        write(app, article_id, 1, "Odling", "zebra", editor)

    monkeypatch.setattr("wiki.search.index.writer.write_checksums", save_meanwhile)
    rebuild_now(app)
    assert waiting(app) == 1
    drain_now(app)
    assert find(app, "zebra") == ["Odling"]
    assert find(app, "giraff") == []


def test_the_live_index_stays_open_while_another_is_written(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), body="giraff", app=app)
    drain_now(app)
    index = app.extensions["search_drainer"].index
    held: list[int] = []

    def look_meanwhile(article: Article) -> Iterator[IndexDocument]:
        held.append(index.open().size)
        yield from make_documents(article)

    monkeypatch.setattr("wiki.search.index.drainer.make_documents", look_meanwhile)
    rebuild_now(app)
    assert held == [1, 1]  # each text is read twice: its words, then its parts
    assert find(app, "giraff") == ["Odling"]


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


@pytest.mark.long
def test_the_thread_of_a_server_indexes_within_a_second_or_two(app: Flask) -> None:
    app.config["INDEX_IN_BACKGROUND"] = True
    drainer = app.extensions["search_drainer"]
    client = app.test_client()
    try:
        client.get("/healthz")
        make_article("Odling", make_user(Role.EDITOR, app=app), body="giraff", app=app)
        assert wait_for(lambda: waiting(app) == 0)
        assert find(app, "giraff") == ["Odling"]
        # No question finds the damage: the thread looks for it by itself.
        (drainer.index.path / "current").unlink()
        assert wait_for((drainer.index.path / "current").exists)
    finally:
        drainer.stop()
        app.extensions["searches"].stop()
