"""Several nodes on one database: each index follows every change."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from tests.builders import Person, make_article, make_user
from tests.fixtures.application import TESTING
from tests.fixtures.postgresql import running_postgresql
from tests.search.waiting import find, wait_for
from wiki.accounts.models import Role
from wiki.app import create_app
from wiki.clock import now
from wiki.db import db, write
from wiki.nodes.turns import PLACES
from wiki.search.index.drainer import drain_now
from wiki.search.index.models import IndexNode, IndexTask, TitleWord
from wiki.search.index.nodes import register_node
from wiki.search.index.store import Index

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_postgresql() as found:
        yield found


@pytest.fixture(scope="module")
def wiki(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = {**TESTING, "DATABASE_URL": url, "SEVERAL_NODES": True}
    wiki = create_app(settings, instance=tmp_path_factory.mktemp("instance"))
    with wiki.app_context():
        db.create_all()
    yield wiki
    wiki.extensions["sandbox"].close()
    with wiki.app_context():
        db.engine.dispose()


@pytest.fixture
def app(wiki: Flask, tmp_path: Path) -> Iterator[Flask]:
    yield wiki
    wiki.config["SEVERAL_NODES"] = True
    with wiki.app_context(), write():
        for table in (IndexNode, IndexTask):
            db.session.query(table).delete()


@pytest.fixture(scope="module")
def editor(wiki: Flask) -> Person:
    return make_user(Role.EDITOR, app=wiki)


def be(app: Flask, folder: Path, *, draining: bool = True) -> None:
    """Go on as the node whose index is in a folder."""
    app.config["INDEX_DIR"] = str(folder)
    if draining:
        drain_now(app)


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(IndexTask)) or 0


def numbers(app: Flask) -> set[int]:
    with app.app_context():
        return set(db.session.scalars(select(IndexNode.id)))


def test_every_node_finds_what_is_saved_on_each(app: Flask, editor: Person, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    be(app, first)
    be(app, second)
    for number in range(4):
        be(app, (first, second)[number % 2], draining=False)
        make_article(f"Kvarn {number}", editor, body="giraff", app=app)
    be(app, first)
    assert len(find(app, "giraff")) == 4
    be(app, second)
    assert len(find(app, "giraff")) == 4
    assert count(app) == 0
    with app.app_context():
        assert db.session.scalar(select(TitleWord.key).where(TitleWord.key == "kvarn 3"))


def test_a_node_that_joins_builds_itself_and_follows(
    app: Flask, editor: Person, tmp_path: Path
) -> None:
    be(app, tmp_path / "first")
    make_article("Damm", editor, body="zebra", app=app)
    be(app, tmp_path / "first")
    be(app, tmp_path / "late")
    assert find(app, "zebra") == ["Damm"]
    make_article("Bro", editor, body="zebra", app=app)
    be(app, tmp_path / "late")
    assert sorted(find(app, "zebra")) == ["Bro", "Damm"]


def test_a_node_joins_after_the_changes_that_have_not_seen_it(
    app: Flask, url: str, tmp_path: Path
) -> None:
    """Who notes one need not hold the lock of writers."""
    be(app, tmp_path / "first")
    noting = "INSERT INTO index_outbox (article_id, created_at) VALUES (1, now())"
    joined = threading.Event()

    def join() -> None:
        with app.app_context():
            register_node(tmp_path / "late")
        joined.set()

    with psycopg.connect(url) as connection:
        connection.execute(noting)
        thread = threading.Thread(target=join)
        thread.start()
        assert not joined.wait(0.3)
    assert joined.wait(20)
    thread.join()


def test_a_node_that_has_gone_is_forgotten_and_builds_itself_when_it_returns(
    app: Flask, editor: Person, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone, there = tmp_path / "gone", tmp_path / "there"
    be(app, gone)
    be(app, there)
    make_article("Älv", editor, body="noshörning", app=app)
    with app.app_context(), write():
        db.session.execute(update(IndexTask).values(created_at=now() - timedelta(hours=25)))
    be(app, there)
    assert "has not followed for a day" in caplog.text
    assert len(numbers(app)) == 2  # with that of what is derived for all
    make_article("Sjö", editor, body="noshörning", app=app)
    be(app, gone)
    assert sorted(find(app, "noshörning")) == ["Sjö", "Älv"]
    assert len(numbers(app)) == 3


def test_a_copied_folder_is_another_node(app: Flask, url: str, tmp_path: Path) -> None:
    be(app, tmp_path / "first")
    known = numbers(app)
    with app.app_context(), write():
        db.session.execute(update(IndexNode).where(IndexNode.id != 0).values(place=77))
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_lock_shared(%s, 77)", [PLACES])
        be(app, tmp_path / "first")
        assert len(numbers(app)) == 3
        with app.app_context(), write():
            db.session.execute(update(IndexNode).where(IndexNode.id.not_in(known)).values(place=78))
    after = numbers(app)
    be(app, tmp_path / "first")  # its machine has started again: nobody is at that place
    assert numbers(app) == after


def test_a_build_that_was_broken_off_begins_again(
    app: Flask, editor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article("Fyr", editor, body="lodjur", app=app)

    def fail(*_parts: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(Index, "make_live", fail)
        with pytest.raises(OSError, match="killed"):
            be(app, tmp_path / "first")
    be(app, tmp_path / "first")
    assert find(app, "lodjur") == ["Fyr"]


def test_with_one_server_again_the_index_is_built_once(
    app: Flask, editor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(app, tmp_path / "first")
    be(app, tmp_path / "second")
    app.config["SEVERAL_NODES"] = False
    make_article("Skog", editor, body="järv", app=app)
    built: list[Path] = []
    make_live = Index.make_live

    def note(index: Index, folder: Path) -> None:
        built.append(folder)
        make_live(index, folder)

    monkeypatch.setattr(Index, "make_live", note)
    for _time in range(2):
        be(app, tmp_path / "first")
        assert find(app, "järv") == ["Skog"]
    assert len(built) == 1
    assert numbers(app) == set()
    assert count(app) == 0


def test_who_derives_for_all_is_one(app: Flask, url: str, tmp_path: Path) -> None:
    be(app, tmp_path / "first")
    with app.app_context(), write():
        db.session.execute(insert(IndexTask).values(article_id=1, node_id=0))
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(7731304, 4)")
        be(app, tmp_path / "first")
        assert count(app) == 1
    assert wait_for(lambda: drain_now(app) == 0 and count(app) == 0)


def test_health_says_how_far_the_index_is_behind(
    app: Flask, editor: Person, tmp_path: Path
) -> None:
    def told() -> str:
        return app.test_client().get("/healthz").text.splitlines()[-1]

    be(app, tmp_path / "first", draining=False)
    assert told() == "index: being built"
    be(app, tmp_path / "first")
    assert told() == "index: 0 waiting, 0.0 s behind"
    make_article("Äng", editor, app=app)
    with app.app_context(), write():
        db.session.execute(update(IndexTask).values(created_at=now() - timedelta(seconds=2)))
    assert re.fullmatch(r"index: 1 waiting, 2\.\d s behind", told())
    app.config["SEVERAL_NODES"] = False
    assert told().startswith("backup:")
