"""When nothing can be stored, or the database is gone, people are told so and keep their text."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.db import db

_TEXT = "Ett långt ord. " * 10_000


@pytest.fixture
def writer(app: Flask, client: FlaskClient, editor: Person) -> FlaskClient:
    make_article("Alfa", editor, body="Ett ord.", app=app)
    log_in(client, editor)
    return client


def save(client: FlaskClient, body: str) -> TestResponse:
    sent = {"title": "Alfa", "body": body, "base": "1", "intent": "save"}
    return client.post("/en/articles/alfa/edit", data=sent)


@contextmanager
def database_gone(app: Flask) -> Iterator[None]:
    """Let every connection lead to where no database is."""
    with app.app_context():
        engine = db.engine

    def lead_astray(_dialect: object, _record: object, places: list[str], named: Any) -> None:
        if engine.dialect.name == "sqlite":
            places[0] = "/nowhere/wiki.db"
        else:
            named["port"] = 1

    engine.dispose()
    event.listen(engine, "do_connect", lead_astray)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", lead_astray)
        engine.dispose()


@contextmanager
def connections_with(app: Flask, on_sqlite: str, on_postgresql: str) -> Iterator[None]:
    """Run a statement on every new connection, and forget the connections afterwards."""
    with app.app_context():
        engine = db.engine
    statement = on_sqlite if engine.dialect.name == "sqlite" else on_postgresql

    def run(connection: Any, *_more: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(statement)
        connection.commit()

    engine.dispose()
    event.listen(engine, "connect", run)
    try:
        yield
    finally:
        event.remove(engine, "connect", run)
        engine.dispose()


@pytest.mark.long
@pytest.mark.parametrize("limit", ["PRAGMA max_page_count=1", "PRAGMA query_only=1"])
def test_a_text_that_cannot_be_stored_is_given_back(
    app: Flask, writer: FlaskClient, limit: str
) -> None:
    """The disk is full, or may not be written to."""
    with connections_with(app, limit, "SET default_transaction_read_only = on"):
        refused = save(writer, _TEXT)

    assert refused.status_code == 503
    page = Page(refused)
    assert "Nothing was stored" in page.one("main").text
    assert page.one("textarea").text.strip() == _TEXT.strip()
    assert save(writer, _TEXT).status_code == 303


@pytest.mark.long
@pytest.mark.parametrize("path", ["/en/changes", "/en/search?q=alfa", "/en/"])
def test_a_database_that_is_gone_is_told_and_used_again(
    app: Flask, writer: FlaskClient, path: str
) -> None:
    with database_gone(app):
        read = writer.get(path)
        refused = save(writer, _TEXT)

    assert (read.status_code, refused.status_code) == (503, 503)
    assert "cannot use its database" in Page(read).one("main").text
    assert Page(refused).one("textarea").text.strip() == _TEXT.strip()
    assert writer.get(path).status_code == 200
    assert save(writer, _TEXT).status_code == 303
