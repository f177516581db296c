"""Ask a wiki whether it is ready, prepared and not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import text

from tests.fixtures.application import TESTING, keep_compiled_templates
from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.app import create_app
from wiki.db import db
from wiki.search.index.drainer import rebuild_now


@pytest.fixture
def unprepared(fresh_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app({**TESTING, "DATABASE_URL": fresh_database_url}, instance=tmp_path)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    keep_compiled_templates(app)
    yield app
    app.extensions["sandbox"].close()
    with app.app_context():
        db.engine.dispose()


def ready(app: Flask) -> tuple[int, str]:
    response = app.test_client().get("/readyz")
    return response.status_code, response.text.split("\n")[0]


@pytest.mark.long
def test_each_part_that_is_not_ready_is_named(unprepared: Flask) -> None:
    assert ready(unprepared) == (503, "schema")
    with unprepared.app_context():
        upgrade()
    assert ready(unprepared) == (503, "index")
    with unprepared.app_context():
        rebuild_now(unprepared)
    assert ready(unprepared) == (200, "ready")


@pytest.fixture
def broken(tmp_path: Path) -> Flask:
    """A wiki whose database is none."""
    file = tmp_path / "notes.txt"
    file.write_text("this is no database, but long enough to be mistaken for one " * 50)
    return create_app({**TESTING, "DATABASE_URL": f"sqlite:///{file}"}, instance=tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_database_that_does_not_answer_is_named(broken: Flask, address: str) -> None:
    response = broken.test_client().get(address)
    assert response.status_code == 503
    first, second = response.text.splitlines()
    assert first == "database"
    assert second.startswith("database: The database does not answer.")
    assert "notes.txt" not in response.text
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.long
def test_what_is_wrong_is_said_in_words_and_as_json(unprepared: Flask, broken: Flask) -> None:
    def said(app: Flask, address: str) -> tuple[int, Any]:
        response = app.test_client().get(address, headers={"Accept": "application/json"})
        assert response.mimetype == "application/json"
        return response.status_code, response.json

    status, report = said(unprepared, "/readyz")
    assert (status, report["status"], report["parts"]["database"]) == (503, "schema", "ready")
    assert report["parts"]["schema"].startswith("The database is empty.")
    assert report["parts"]["index"].startswith("The search index does not open")
    status, report = said(unprepared, "/healthz")
    assert (status, report["status"], report["parts"]) == (200, "ok", {"database": "ready"})
    assert "backup" in report
    status, report = said(broken, "/readyz")
    assert (status, [*report["parts"]]) == (503, ["database"])


@pytest.mark.parametrize("accept", ["", "*/*", "text/html,*/*;q=0.8", "image/png"])
def test_who_does_not_ask_for_json_gets_words(client: FlaskClient, accept: str) -> None:
    response = client.get("/healthz", headers={"Accept": accept})
    assert response.mimetype == "text/plain"
    assert response.text.startswith("ok\nbackup: ")


def test_monitoring_may_ask_by_any_name_of_the_machine(client: FlaskClient) -> None:
    asked = {"Host": "10.0.0.7:5000"}
    assert client.get("/healthz", headers=asked).status_code == 200
    assert client.get("/sv/about", headers=asked).status_code == 400


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "language", "words"),
    [
        ("/sv/", "sv", "Wikin är inte färdig att användas än"),
        ("/en/articles/", "en", "The wiki is not ready yet"),
        ("/sv/articles/nothing", "sv", "Wikin är inte färdig att användas än"),
        ("/sv/search?q=omsorg", "sv", "Wikin är inte färdig att användas än"),
        ("/sv/events/", "sv", "Wikin är inte färdig att användas än"),
    ],
)
def test_an_unprepared_wiki_says_so_on_its_pages(
    unprepared: Flask,
    address: str,
    language: str,
    words: str,
) -> None:
    response = unprepared.test_client().get(address)
    assert response.status_code == 503
    assert f'<html lang="{language}">' in response.text
    assert words in response.text
    assert unprepared.test_client().get("/healthz").status_code == 200


@pytest.mark.long
def test_a_wiki_of_an_older_version_says_so(unprepared: Flask) -> None:
    with unprepared.app_context():
        upgrade(revision="0006")
    assert unprepared.test_client().get("/sv/tags/").status_code == 503
    assert ready(unprepared) == (503, "schema")


def test_a_failure_of_a_prepared_wiki_is_still_a_failure(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @allow(Permission.READ)
    def fail() -> str:
        db.session.execute(text("SELECT 1 FROM nowhere"))
        return ""

    monkeypatch.setitem(app.view_functions, "events.index", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert app.test_client().get("/sv/events/").status_code == 500
