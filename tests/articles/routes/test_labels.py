"""Two notes under one label are both kept at a merge, and told of in one text."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article, make_user
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.db import db

BASE = "Inledning om kommuner.\n\nMitten.\n\nMer text här.\n\nSlutsats om regioner.\n"
SVENSSON = BASE.replace("kommuner.", "kommuner.[^1]\n\n[^1]: Svensson 2020")
NILSSON = BASE.replace("regioner.", "regioner.[^1]\n\n[^1]: Nilsson 2021")


@pytest.fixture(autouse=True)
def article(app: Flask, editor: Person) -> int:
    return make_article("Noter", editor, body=BASE, app=app)


def test_both_notes_are_shown_after_a_merge(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    for person, body in ((author, SVENSSON), (make_user("author", app=app), NILSSON)):
        log_in(client, person)
        given = {"title": "Noter", "body": body, "base": "1"}
        answer = client.post("/sv/articles/noter/edit", data=given)
        assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    assert "Svensson 2020" in page
    assert "Nilsson 2021" in page
    assert "mer än en sak" not in page
    with app.app_context():
        stored = db.session.scalars(select(Article).where(Article.id == article)).one()
        body = text_of(find_head(stored)).body
    assert "kommuner.[^1]\n\n[^1]: Svensson 2020" in body
    assert "regioner.[^2]\n\n[^2]: Nilsson 2021" in body


def test_a_label_for_two_things_is_named_and_nothing_refused(
    client: FlaskClient, author: Person
) -> None:
    log_in(client, author)
    body = "x[^1]\n\n[^1]: a\n\n[^1]: b"
    told = "Etiketten [^1] står för mer än en sak"
    url, preview = "/sv/articles/noter/edit", "/sv/articles/preview?kind=concept"
    assert told in client.post(preview, data={"body": body}).text
    given = {"title": "Noter", "body": body, "base": "1"}
    assert told in client.post(url, data={**given, "intent": "preview"}).text
    answer = client.post(url, data=given)
    assert answer.status_code == 303
    assert f"{told} i texten" in client.get(answer.headers["Location"]).text
    assert told in client.get(url).text
    two = client.post(preview, data={"body": body + "\n\n*[SI]: c\n\n*[SI]: d"}).text
    assert told in two
    assert "Etiketten *[SI] står" in two
    plain = client.post(preview, data={"body": "x[^1]\n\n[^1]: a"}).text
    assert "mer än en sak" not in plain
