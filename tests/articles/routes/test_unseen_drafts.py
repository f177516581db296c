"""Nobody learns from an address that somebody else writes a draft under the same title."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.models import Article
from wiki.db import db

OWN_WORDS = "Mina ord om bryggor."


def create(client: FlaskClient, title: str, intent: str = "save") -> TestResponse:
    data = {"title": title, "body": "Ord av en annan.", "summary": "Kort.", "intent": intent}
    answer = client.post("/sv/articles/new?kind=concept", data=data)
    if answer.status_code == 409:  # who sees the other article is asked
        sent = Page(answer).one("form:has([name=body])").sent().to_dict(flat=False)
        answer = client.post("/sv/articles/new?kind=concept", data={**sent, "intent": intent})
    assert answer.status_code == 303
    return answer


def log_in_as(app: Flask, role: str) -> FlaskClient:
    client = app.test_client()
    log_in(client, make_user(role, app=app))
    return client


def slug_of(app: Flask, article_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Article, article_id).slug


@pytest.fixture
def hidden(app: Flask, author: Person) -> int:
    """Add a draft that only its author and editors see."""
    return make_article("Bryggor", author, body=OWN_WORDS, app=app)


@pytest.mark.long
@pytest.mark.parametrize("title", ["Bryggor", "bryggor!", "BRYGGÖR"])
def test_a_draft_of_somebody_else_gives_a_new_one_no_number(
    app: Flask, hidden: int, title: str
) -> None:
    answer = create(log_in_as(app, "author"), title)
    assert answer.headers["Location"] in {"/sv/articles/bryggor/edit", "/sv/articles/bryggor"}


def test_a_draft_that_gets_the_title_later_has_no_number_either(app: Flask, hidden: int) -> None:
    other = log_in_as(app, "author")
    create(other, "Broar")
    sent = {"title": "Bryggor", "body": "Ord.", "base": "1", "intent": "save"}
    answer = other.post("/sv/articles/broar/edit", data=sent)
    assert answer.headers["Location"] in {"/sv/articles/bryggor/edit", "/sv/articles/bryggor"}


def test_what_readers_see_has_no_number_because_of_a_draft(
    app: Flask, client: FlaskClient, hidden: int
) -> None:
    editing = log_in_as(app, "editor")
    create(editing, "Bryggor", "publish")
    assert client.get("/sv/articles/bryggor").status_code == 200
    assert client.get("/sv/articles/bryggor-2").status_code == 404
    assert OWN_WORDS in editing.get(f"/sv/articles/{slug_of(app, hidden)}").text


def test_a_draft_that_is_published_has_no_number_because_of_another(
    app: Flask, client: FlaskClient, author: Person, hidden: int
) -> None:
    create(log_in_as(app, "author"), "Bryggor")
    editing = log_in_as(app, "editor")
    path = f"/sv/articles/{slug_of(app, hidden)}"
    form = {"number": "1"}
    assert editing.post(f"{path}/publication", data=form).status_code == 303
    assert slug_of(app, hidden) == "bryggor"
    assert OWN_WORDS in client.get("/sv/articles/bryggor").text


def test_the_writer_of_a_draft_that_made_room_is_led_to_it(
    app: Flask, client: FlaskClient, author: Person, hidden: int
) -> None:
    other = log_in_as(app, "author")
    create(other, "Bryggor")
    assert "Ord av en annan." in other.get("/sv/articles/bryggor").text
    log_in(client, author)
    answer = client.get("/sv/articles/bryggor")
    assert answer.status_code == 302
    assert OWN_WORDS in client.get(answer.headers["Location"]).text
    assert OWN_WORDS in client.get("/sv/articles/bryggor/edit", follow_redirects=True).text
    # A form that was open meanwhile is saved where it belongs, and the slug stays.
    before = slug_of(app, hidden)
    sent = {"title": "Bryggor", "body": OWN_WORDS + " Fler.", "base": "1", "intent": "save"}
    assert client.post("/sv/articles/bryggor/edit", data=sent).status_code == 303
    assert slug_of(app, hidden) == before
    assert "Fler." in client.get(f"/sv/articles/{before}").text
    assert "Fler." not in other.get("/sv/articles/bryggor").text


def test_what_a_writer_may_see_keeps_its_address(
    app: Flask, client: FlaskClient, author: Person, hidden: int
) -> None:
    log_in(client, author)
    assert create(client, "Bryggor").headers["Location"].startswith("/sv/articles/bryggor-2")
    assert slug_of(app, hidden) == "bryggor"
    editing = log_in_as(app, "editor")
    assert create(editing, "Bryggor").headers["Location"].startswith("/sv/articles/bryggor-3")


def test_a_title_like_the_address_of_a_draft_that_made_room_is_free(
    app: Flask, hidden: int
) -> None:
    other = log_in_as(app, "author")
    create(other, "Bryggor")
    title = f"Bryggor draft {hidden}"
    assert f"/bryggor-draft-{hidden}" in create(other, title).headers["Location"]
    assert slug_of(app, hidden) == f"bryggor-draft-{hidden}0"


@pytest.mark.usefixtures("hidden")
def test_a_form_of_a_draft_that_has_another_title_since_is_saved(
    app: Flask, author: Person
) -> None:
    writing = app.test_client()
    log_in(writing, author)
    opened = Page(writing.get("/sv/articles/bryggor/edit")).one("form:has([name=body])").sent()
    writing.post("/sv/articles/bryggor/edit", data={**opened, "title": "Broar"})
    # The address leads on, to whoever may see the draft; a form there is of the draft too.
    answer = writing.get("/sv/articles/bryggor/review")
    assert (answer.status_code, answer.location) == (302, "/sv/articles/broar/review")
    assert log_in_as(app, "author").get("/sv/articles/bryggor").status_code == 404
    assert app.test_client().get("/sv/articles/bryggor").status_code == 404
    review = writing.post("/sv/articles/bryggor/review/text", data={"number": 1, "words": "Så?"})
    assert review.status_code == 422
    # Also when another article has the address by now.
    create(writing, "Bryggor")
    asked = writing.post("/sv/articles/bryggor/edit", data={**opened, "body": "Nya ord."})
    form = Page(asked).one("form:has([name=body])")
    assert (asked.status_code, form["action"]) == (409, "/sv/articles/broar/edit")
    answer = writing.post(form["action"], data=form.sent())
    assert answer.location in {"/sv/articles/broar/edit", "/sv/articles/broar"}
    assert "Nya ord." in writing.get("/sv/articles/broar").text
    assert "Ord av en annan." in writing.get("/sv/articles/bryggor").text
    # Nobody reaches by a number what they may not see.
    stranger = log_in_as(app, "author")
    assert stranger.post("/sv/articles/x/edit", data=opened).status_code == 404
