"""Titles that a link in a text may name, over HTTP."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user
from wiki.search.index.drainer import drain_now


@pytest.fixture(autouse=True)
def articles(app: Flask, editor: Person) -> None:
    make_article("Odling i stan", editor, app=app)
    make_article("Odling in English", editor, language="en", app=app)
    make_article("Odling på gång", make_user("author", app=app), app=app)
    make_tag("odling", app=app)
    drain_now(app)


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("author", ["Odling i stan"]),
        ("editor", ["Odling i stan", "Odling på gång"]),
    ],
)
def test_they_are_articles_in_this_language_that_one_may_see(
    client: FlaskClient, app: Flask, role: str, expected: list[str]
) -> None:
    log_in(client, make_user(role, app=app))
    answer = client.get("/sv/search/titles?q=odl")
    found = json.loads(answer.data)
    assert sorted(item["text"] for item in found["items"]) == expected
    assert found["said"] == f"{len(expected)} förslag"
    assert "all" not in found
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.long
@pytest.mark.parametrize("typed", ["", "  ", "%", "]]"])
def test_nothing_that_is_typed_is_wrong(client: FlaskClient, editor: Person, typed: str) -> None:
    log_in(client, editor)
    answer = client.get("/sv/search/titles", query_string={"q": typed})
    assert answer.status_code == 200
    assert json.loads(answer.data)["items"] == []


def test_a_reader_has_nothing_to_link_from(client: FlaskClient) -> None:
    answer = client.get("/sv/search/titles?q=odl")
    assert answer.status_code == 303
    assert "/sv/login" in answer.headers["Location"]
