"""Start servers on one PostgreSQL: the processes of one share it, a second is refused."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from tests.fixtures.postgresql import running_postgresql
from wiki.db import db
from wiki.nodes.lock import NodeLock, SecondNodeError, init_nodes, join_node

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_postgresql() as found:
        yield found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()


@pytest.fixture
def join(engine: Engine, tmp_path: Path) -> Iterator[Callable[..., NodeLock]]:
    """Return a function by which a process of the node in a folder joins."""
    held = []

    def join(folder: str, key: str = "") -> NodeLock:
        (tmp_path / folder).mkdir(exist_ok=True)
        lock = NodeLock(engine, tmp_path / folder, key)
        held.append(lock)
        return lock

    yield join
    for lock in held:
        lock.close()


def test_all_processes_of_a_node_share_a_database(join: Callable[..., NodeLock]) -> None:
    for _ in range(3):
        join("first")


def test_a_second_node_is_told_who_is_there(join: Callable[..., NodeLock]) -> None:
    join("first")
    with pytest.raises(SecondNodeError, match="not supported") as refused:
        join("second")
    assert refused.value.message.startswith("Another server, on this machine, has used")


def test_nodes_with_the_same_key_share_a_database(join: Callable[..., NodeLock]) -> None:
    join("first", "secret")
    held = join("second", "secret")
    with pytest.raises(SecondNodeError, match="another secret key"):
        join("third", "other")
    with pytest.raises(SecondNodeError, match="set SEVERAL_NODES for both"):
        join("first")
    held.close()
    join("third", "secret")


def test_a_node_that_must_be_alone_lets_no_other_in(join: Callable[..., NodeLock]) -> None:
    only = join("first")
    for folder in ("first", "second"):
        with pytest.raises(SecondNodeError, match="set SEVERAL_NODES for both"):
            join(folder, "secret")
    only.close()
    join("second", "secret")


def test_a_second_node_of_another_server_answers_with_the_reason(
    url: str, join: Callable[..., NodeLock], tmp_path: Path
) -> None:
    app = Flask("wiki", instance_path=str(tmp_path))
    app.config["SQLALCHEMY_DATABASE_URI"] = url.replace("postgresql:", "postgresql+psycopg:")
    app.config.update(INDEX_IN_BACKGROUND=True, SEVERAL_NODES=False)
    init_nodes(app)
    app.add_url_rule("/", view_func=lambda: "served")
    db.init_app(app)
    first = join("first")
    answer = app.test_client().get("/")
    assert (answer.status_code, "two servers on one database" in answer.text) == (503, True)
    first.close()
    assert app.test_client().get("/").text == "served"
    with app.extensions["node_lock"], pytest.raises(SecondNodeError):
        join("first")
    assert app.test_client().get("/").text == "served"
    with app.app_context():
        db.engine.dispose()


def test_a_database_is_free_when_the_last_process_has_gone(
    join: Callable[..., NodeLock],
) -> None:
    one, other = join("first"), join("first")
    one.close()
    with pytest.raises(SecondNodeError):
        join("second")
    other.close()
    join("second")


def test_a_node_that_was_killed_leaves_no_lock(url: str, join: Callable[..., NodeLock]) -> None:
    first = join("first")
    first._worker.stop()  # a killed process has no thread that takes the lock again
    end_all_connections(url)
    join("second")


def test_a_lock_that_the_database_lost_is_taken_again(
    url: str, join: Callable[..., NodeLock], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.nodes.lock._CHECK_SECONDS", 0.05)
    join("first")
    end_all_connections(url)
    time.sleep(2)
    with pytest.raises(SecondNodeError):
        join("second")


def test_a_node_that_came_too_late_takes_the_lock_when_it_is_free(
    url: str, join: Callable[..., NodeLock]
) -> None:
    """The database went away, and another node was the first to find it again."""
    first = join("first")
    first._worker.stop()  # it does not look, so that the second is first on a busy machine too
    end_all_connections(url)
    other = join("second")
    first._worker._pause_seconds = 0.5
    first._worker.start()
    time.sleep(1)  # it finds the other
    other.close()
    with psycopg.connect(url, autocommit=True) as connection:
        end = time.monotonic() + 20
        while not _has_locks(connection) and time.monotonic() < end:
            time.sleep(0.05)
    with pytest.raises(SecondNodeError):
        join("third")


def end_all_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        end = time.monotonic() + 20
        while _has_locks(connection) and time.monotonic() < end:
            time.sleep(0.02)


def _has_locks(connection: psycopg.Connection[tuple[object]]) -> bool:
    found = connection.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")
    return found.fetchone() is not None


def test_sqlite_has_the_lock_of_its_folder_only(tmp_path: Path) -> None:
    with join_node(create_engine("sqlite://"), tmp_path, {}):
        assert list(tmp_path.iterdir()) == []
