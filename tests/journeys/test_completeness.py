"""Publish only what has all that an article must have, and say what is missing."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.articles.models import Article
from wiki.db import db

EDIT = "/sv/articles/bryggor/edit"
OWN = "/sv/account/articles"
PUBLICATION = "/sv/articles/bryggor/publication"
WHOLE = {"title": "Bryggor", "summary": "Om bryggor.", "body": "En brygga ligger vid vatten."}


@pytest.fixture(autouse=True)
def strict(app: Flask) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "text summary topic university"


@pytest.fixture
def tags(app: Flask) -> list[int]:
    return [make_tag("vatten", app=app), make_tag("hamnskolan", "university", app=app)]


def is_public(app: Flask, slug: str = "bryggor") -> bool:
    return app.test_client().get(f"/sv/articles/{slug}").status_code == 200


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("given", "has_topic", "has_university", "missing"),
    [
        ({}, False, False, "en text, en sammanfattning, ett ämne, ett lärosäte"),
        ({"body": "x"}, True, True, "en sammanfattning"),
        ({"summary": "Kort."}, True, True, "en text"),
        ({"body": " \n\u00a0\n", "summary": "Kort."}, True, True, "en text"),
        ({"body": "[a]: https://x.se", "summary": "Kort."}, True, True, "en text"),
        ({"body": "x", "summary": "Kort."}, False, True, "ett ämne"),
        ({"body": "x", "summary": "Kort."}, True, False, "ett lärosäte"),
    ],
)
def test_publishing_says_what_is_missing_and_where_to_add_it(
    app: Flask,
    editing: FlaskClient,
    tags: list[int],
    given: dict[str, Any],
    has_topic: bool,
    has_university: bool,
    missing: str,
) -> None:
    article = make_article("Bryggor", make_user("author", app=app), app=app, **given)
    chosen = [tag for tag, is_on in zip(tags, (has_topic, has_university), strict=True) if is_on]
    put_on(article, *chosen, app=app)
    page = editing.post(PUBLICATION, data={"number": "1"}, follow_redirects=True).text
    assert f"Inte publicerad än: artikeln saknar {missing}." in page
    are_tags = not (has_topic and has_university)
    link = Page(page).one(".notice-warning .notice-action")
    assert link["href"] == f"/sv/articles/bryggor/{'tags' if are_tags else 'edit'}"
    assert not is_public(app)
    assert f"Saknar {missing}" in editing.get("/sv/desk/").text
    form = Page(editing.get("/sv/desk/")).all(f"form[action='{PUBLICATION}']")
    assert form == []


def test_a_whole_article_is_published(app: Flask, editing: FlaskClient, tags: list[int]) -> None:
    editing.post("/sv/articles/new?kind=concept", data={**WHOLE, "intent": "publish"})
    page = editing.get("/sv/articles/bryggor").text
    assert "Utkast 1 är sparat." in page
    assert "artikeln saknar ett ämne, ett lärosäte." in page
    assert not is_public(app)
    with app.app_context():
        article = db.session.query(Article).one()
    put_on(article.id, *tags, app=app)
    editing.post(PUBLICATION, data={"number": "1"})
    assert is_public(app)


@pytest.mark.long
def test_what_is_written_is_saved_though_it_cannot_be_published(
    app: Flask, editing: FlaskClient, tags: list[int], author: Person
) -> None:
    article = make_article("Bryggor", author, body="Ett.", app=app)
    put_on(article, *tags, app=app)
    sent = {"title": "Bryggor", "body": "Ett och två.", "base": "1", "intent": "publish"}
    page = editing.post(EDIT, data=sent, follow_redirects=True).text
    assert "Utkast 2 är sparat." in page
    assert "artikeln saknar en sammanfattning." in page
    again = editing.post(EDIT, data={**sent, "base": "2"}, follow_redirects=True).text
    assert "artikeln saknar en sammanfattning." in again
    sent = {**sent, "base": "2", "summary": "Kort."}
    assert "publicerad" in editing.post(EDIT, data=sent, follow_redirects=True).text
    assert is_public(app)


def test_an_article_that_is_public_already_can_be_changed(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "none"
    make_article("Bryggor", editor, body="Ett.", app=app)
    app.config["REQUIRED_FOR_PUBLICATION"] = "text summary topic university"
    sent = {"title": "Kajer", "body": "Ett och två.", "base": "1", "intent": "publish"}
    assert editing.post(EDIT, data=sent).status_code == 303
    assert "Ett och två." in app.test_client().get("/sv/articles/kajer").text
    emptied = {"title": "Kajer", "body": "", "base": "2", "intent": "publish"}
    page = editing.post("/sv/articles/kajer/edit", data=emptied, follow_redirects=True).text
    assert "artikeln saknar en text." in page
    assert "Ett och två." in app.test_client().get("/sv/articles/kajer").text


def test_the_setting_says_what_is_needed(app: Flask, editing: FlaskClient, author: Person) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "text"
    make_article("Bryggor", author, body="x", app=app)
    editing.post(PUBLICATION, data={"number": "1"})
    assert is_public(app)


def test_the_form_and_the_own_drafts_say_what_is_missing(
    app: Flask, client: FlaskClient, author: Person, tags: list[int]
) -> None:
    log_in(client, author)
    needs = "Innan artikeln kan publiceras behöver den:"
    new = client.get("/sv/articles/new?kind=case").text
    assert f"{needs} en text, en sammanfattning, ett ämne, ett lärosäte." in new
    article = make_article("Bryggor", author, body="x", app=app)
    put_on(article, *tags, app=app)
    assert f"{needs} en sammanfattning." in client.get(EDIT).text
    assert f"{needs} en sammanfattning." in client.get(OWN).text
    client.post(EDIT, data={**WHOLE, "base": "1"})
    assert needs not in client.get(EDIT).text
    assert needs not in client.get(OWN).text


def test_authors_archive_their_own_unpublished_drafts(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    make_article("Bryggor", author, app=app)
    make_article("Kajer", make_user("author", app=app), app=app)
    log_in(client, author)
    assert "/sv/articles/bryggor/archive" in client.get("/sv/articles/bryggor").text
    sent = {"reason": "Tomt"}
    page = client.post("/sv/articles/bryggor/archive", data=sent, follow_redirects=True).text
    assert "Artikeln är arkiverad." in page
    assert "Arkiverad" in client.get(OWN).text
    client.post("/sv/articles/bryggor/archive/undo")
    assert "Arkiverad" not in client.get(OWN).text
    assert client.post("/sv/articles/kajer/archive", data=sent).status_code == 404


def test_authors_archive_nothing_that_readers_saw(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "none"
    make_article("Bryggor", author, app=app)
    with app.test_client() as other:
        log_in(other, editor)
        other.post(PUBLICATION, data={"number": "1"})
    log_in(client, author)
    assert client.get("/sv/articles/bryggor/archive").status_code == 403
    assert client.post("/sv/articles/bryggor/archive", data={"reason": "x"}).status_code == 403
    assert is_public(app)


@pytest.mark.parametrize("form", ["/sv/articles/new?kind=concept", "/en/articles/new?kind=event"])
def test_enter_in_a_line_presses_a_button_that_saves_nothing(
    app: Flask, client: FlaskClient, author: Person, form: str
) -> None:
    """Without scripts a browser presses the first button of the form."""
    log_in(client, author)
    page = Page(client.get(form)).one("form.editor")
    first = page.all("button[name], button:not([type=button])")[0]
    sent = {**page.sent().to_dict(), "title": "Bryggor", first["name"]: first["value"]}
    answer = client.post(form, data=sent)
    assert answer.status_code == 200
    assert Page(answer).one("#title")["value"] == "Bryggor"
    with app.app_context():
        assert db.session.query(Article).count() == 0
