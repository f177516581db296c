"""A conflict is settled place by place, with no marks in the text and nothing lost."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import ArticleText
from wiki.db import db
from wiki.revisions.actions import hide_revision

BODY = "Första stycket.\n\nAndra stycket.\n\nTredje stycket.\n\nFjärde stycket."
FACTS = {"year": "1990", "place": "Borås", "forms": ["product"]}
EDIT, SETTLE = "/sv/articles/bryggan/edit", "/sv/articles/bryggan/settlement"
ID = "1" * 32


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Bryggan", editor, kind="case", body=BODY, facts=FACTS, app=app)


def given(**changed: Any) -> dict[str, Any]:
    return {"title": "Bryggan", "body": BODY, "base": "1", "form_id": ID, **FACTS, **changed}


def overtaken(app: Flask, client: FlaskClient, person: Person, **mine: Any) -> TestResponse:
    """Save as the person what somebody else has overtaken: the second and the fourth paragraph."""
    other = app.test_client()
    log_in(other, make_user("editor", "Eva Berg", app=app))
    theirs = BODY.replace("Andra", "Evas").replace("Fjärde", "Evas fjärde")
    answer = other.post(EDIT, data=given(body=theirs, year="1991", forms=["product", "process"]))
    assert answer.status_code == 303
    log_in(client, person)
    body = BODY.replace("Första", "Mitt första").replace("Andra", "Mitt").replace("Fjärde", "Min")
    words = {"body": body.replace("\n", "\r\n"), "year": "1992", "forms": ["model"], **mine}
    return client.post(EDIT, data=given(title="Bryggan nu", comment="Mitt skäl", **words))


def fields_of(page: str) -> dict[str, Any]:
    """Return what the form sends when nothing is chosen yet."""
    sent: dict[str, Any] = {}
    for item in Page(page).all("form.settle [type=hidden]"):
        sent.setdefault(item["name"], []).append(item["value"])
    sent["comment"] = Page(page).one("form.settle [name=comment]")["value"]
    return sent


def newest(app: Flask, article_id: int) -> ArticleText:
    with app.app_context():
        return text_of(find_head(db.session.get_one(Article, article_id)))


def test_each_place_is_settled_by_a_choice(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    answer = overtaken(app, client, author)
    assert answer.status_code == 409
    page = answer.text
    assert "Eva Berg sparade version 2" in page
    assert "4 ställen" in page
    assert "<<<<<<<" not in page
    assert '<ins class="diff-added">Mitt</ins>' in page
    names = dict.fromkeys(item["name"] for item in Page(page).all("form.settle [type=radio]"))
    assert [*names] == ["choice.forms", "choice.year", "choice.body-0", "choice.body-1"]
    assert Page(page).all("form.settle [type=radio][checked]") == []
    chosen = {"choice.forms": "both", "choice.year": "theirs", "choice.body-0": "both"}
    own = {"choice.body-1": "edited", "edited.body-1": "Vårt fjärde\r\nstycke.\r\n"}
    sent = {**fields_of(page), **chosen, **own}
    assert client.post(SETTLE, data=sent).status_code == 303
    text = newest(app, article)
    assert text.title == "Bryggan nu"
    assert text.body == (
        "Mitt första stycket.\n\nMitt stycket.\n\nEvas stycket.\n\nTredje stycket.\n\n"
        "Vårt fjärde\nstycke."
    )
    assert text.facts == {"year": 1991, "place": "Borås", "forms": ["product", "process", "model"]}
    assert "Mitt skäl" in client.get("/sv/articles/bryggan/history").text


def test_a_place_without_a_choice_is_asked_for_again(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    page = overtaken(app, client, author).text
    sent = {**fields_of(page), "choice.body-0": "mine", "choice.body-1": "edited"}
    sent |= {"edited.body-1": "Egna ord.", "choice.year": "nonsense"}
    answer = client.post(SETTLE, data=sent)
    assert answer.status_code == 422
    again = Page(answer.text)
    assert [item["href"] for item in again.all(".error-summary a")] == [
        "#choice-forms-mine",
        "#choice-year-mine",
    ]
    checked = [item["value"] for item in again.all("form.settle [type=radio][checked]")]
    assert checked == ["mine", "edited"]
    assert "Egna ord." in answer.text
    assert newest(app, article).body.startswith("Första")
    unclear = {**sent, "choice.forms": "mine", "choice.year": "edited", "edited.year": "i fjol"}
    answer = client.post(SETTLE, data=unclear)
    assert answer.status_code == 422
    assert "i fjol" in answer.text


def test_the_result_is_previewed_and_edited(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    page = overtaken(app, client, author).text
    chosen = {"choice.forms": "mine", "choice.year": "mine", "choice.body-0": "mine"}
    sent = {**fields_of(page), **chosen, "intent": "preview"}
    alone = client.post(SETTLE, data=sent, headers={"X-Requested-With": "fetch"}).text
    assert "<p>Mitt stycket.</p>" in alone
    assert "Evas stycket" not in alone
    assert "<p>Evas fjärde stycket.</p>" in alone
    assert "<html" not in alone
    assert "<p>Mitt stycket.</p>" in client.post(SETTLE, data=sent).text
    sent |= {"intent": "edit", "choice.body-1": "theirs"}
    answer = client.post(SETTLE, data=sent, follow_redirects=True)
    form = Page(answer.text)
    assert "Mitt stycket.\n\nTredje stycket.\n\nEvas fjärde" in form.one("textarea#body").value
    assert form.one("[name=base]")["value"] == "2"
    assert form.one("[name=form_id]")["value"] == ID
    assert form.one("[name=comment]")["value"] == "Mitt skäl"
    assert newest(app, article).body.startswith("Första")


def test_who_is_overtaken_again_settles_again(
    app: Flask, client: FlaskClient, author: Person, editing: FlaskClient, article: int
) -> None:
    page = overtaken(app, client, author).text
    editing.post(EDIT, data=given(body=BODY.replace("Andra", "Tredje gången"), base="2"))
    chosen = {"choice.forms": "mine", "choice.year": "mine"}
    chosen |= {"choice.body-0": "mine", "choice.body-1": "mine"}
    answer = client.post(SETTLE, data={**fields_of(page), **chosen})
    assert answer.status_code == 409
    again = fields_of(answer.text)
    assert (again["base"], again["settled_with"]) == (["2"], ["3"])
    assert "Tredje gången" in answer.text
    names = [item["name"] for item in Page(answer.text).all("form.settle [value=mine]")]
    answer = client.post(SETTLE, data={**again, **dict.fromkeys(names, "mine")})
    assert answer.status_code == 303
    assert "Mitt stycket." in newest(app, article).body


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "value"), [("settled_with", "9"), ("settled_with", ""), ("base", "x"), ("base", "3")]
)
def test_broken_numbers_keep_the_text(
    app: Flask, client: FlaskClient, author: Person, article: int, name: str, value: str
) -> None:
    sent = fields_of(overtaken(app, client, author).text)
    answer = client.post(SETTLE, data={**sent, name: value})
    assert answer.status_code in {404, 422}
    assert "Mitt stycket." in answer.text


def test_a_hidden_version_is_not_settled_with(
    app: Flask,
    client: FlaskClient,
    author: Person,
    admin: Person,
    editing: FlaskClient,
    article: int,
) -> None:
    sent = fields_of(overtaken(app, client, author).text)
    editing.post(EDIT, data=given(body="Nytt.", base="2"))
    with app.app_context():
        hide_revision(db.session.get_one(Article, article), 2, "Hemlig", admin.viewer)
    answer = client.post(SETTLE, data=sent)
    assert answer.status_code == 404
    assert "Evas" not in answer.text
