"""A hidden text is not to be guessed at by saving something that is based on it."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import ArticleText, check_text
from wiki.db import db
from wiki.revisions.actions import hide_revision

FIRST = check_text("concept", "Rubrik", "Kort.", "ett\n\ntvå\n\ntre", {"definition": "Hemlig."})
NEWEST = check_text("concept", "Rubrik", "Kort.", "ett\n\ntvå\n\nfyra", {"definition": "Öppen."})
GUESSES = {
    "the whole": FIRST,
    "the body": replace(NEWEST, body=FIRST.body),
    "the summary": replace(NEWEST, summary="Hemlig sammanfattning."),
    "a fact": replace(NEWEST, facts=FIRST.facts),
    "no fact": replace(NEWEST, facts={}),
    "something else": replace(NEWEST, body="helt annat"),
}


@pytest.fixture
def article_id(app: Flask, editor: Person, admin: Person) -> int:
    """An article whose first text is hidden."""
    found = make_article(
        FIRST.title, editor, summary=FIRST.summary, body=FIRST.body, facts=FIRST.facts, app=app
    )
    with app.app_context():
        save_article(found, NEWEST, 1, editor.viewer, publish=True)
        hide_revision(db.session.get_one(Article, found), 1, "För hemlig", admin.viewer)
    return found


def post(client: FlaskClient, text: ArticleText) -> int:
    data = {"title": text.title, "summary": text.summary, "body": text.body, "base": "1"}
    return client.post("/sv/articles/rubrik/edit", data={**data, **text.facts}).status_code


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("guess", GUESSES.values(), ids=GUESSES)
def test_every_guess_gets_the_same_answer(
    client: FlaskClient, author: Person, article_id: int, guess: ArticleText
) -> None:
    log_in(client, author)
    assert post(client, guess) == 409


def test_nothing_of_it_is_on_the_page_of_the_conflict(
    client: FlaskClient, author: Person, article_id: int
) -> None:
    log_in(client, author)
    data = {"title": "Rubrik", "body": "mina ord", "base": "1"}
    answer = client.post("/sv/articles/rubrik/edit", data=data)
    assert "mina ord" in answer.text
    assert "fyra" in answer.text
    assert "tre" not in answer.text.split("<textarea")[1].split("</textarea>")[0]
    assert "Hemlig." not in answer.text


def test_who_may_read_it_merges_as_ever(
    client: FlaskClient, admin: Person, article_id: int
) -> None:
    log_in(client, admin)
    assert post(client, FIRST) == 303
