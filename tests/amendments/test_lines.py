"""Suggest another title and summary of a draft over HTTP, and decide about each."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.amendments.test_routes import BODY, NEW, browser, rows
from tests.builders import Person, make_article
from tests.page import Page
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head
from wiki.articles.text import ArticleText
from wiki.db import db, end_reading

OTHER = {"title": "Ett andelsföretag", "summary": "Om ett företag i Rödön."}


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    return browser(app, author)


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, summary="Om ett.", body=BODY, app=app)


def draft(app: Flask, article_id: int) -> tuple[int, str, str, str]:
    with app.app_context():
        end_reading()
        head = find_head(db.session.get_one(Article, article_id))
        return head.number, head.title, head.summary, head.body_markdown


def suggest(client: FlaskClient, **changed: str) -> str:
    form = Page(client.get(NEW)).one(f"form[action='{NEW}']").sent()
    assert (form["title"], form["summary"]) == ("Ett kooperativ", "Om ett.")
    answer = client.post(NEW, data={**form, **changed})
    assert answer.status_code == 303
    assert client.post(NEW, data={**form, **changed}).location == answer.location  # sent twice
    return str(answer.location)


@pytest.mark.long
def test_title_and_summary_are_accepted_each_by_itself(
    app: Flask, editing: FlaskClient, writing: FlaskClient, article_id: int
) -> None:
    place = suggest(editing, **OTHER)
    page = Page(writing.get(place))
    assert page.values("[name=hunk]", "value") == ["title", "summary"]
    assert page.texts(".amendment-hunk legend") == ["Titel", "Sammanfattning"]
    assert page.texts(".amendment-hunk label") == ["Godta", "Godta"]  # as the buttons say
    assert "andelsföretag" in page.texts(".amendment-hunk ins")[0]
    assert draft(app, article_id) == (1, "Ett kooperativ", "Om ett.", BODY)
    done = writing.post(place, data={"intent": "ticked", "hunk": "title"}, follow_redirects=True)
    assert done.status_code == 200
    assert draft(app, article_id) == (2, OTHER["title"], "Om ett.", BODY)
    undo = Page(done).all(".notice[role=status] form")[-1]
    assert writing.post(undo["action"], data=undo.sent()).status_code in (303, 308)
    assert draft(app, article_id) == (3, "Ett kooperativ", "Om ett.", BODY)
    assert writing.post(place, data={"intent": "all"}).status_code == 303
    assert draft(app, article_id) == (4, OTHER["title"], OTHER["summary"], BODY)


def test_all_of_a_text_is_accepted_at_once(
    app: Flask, editing: FlaskClient, writing: FlaskClient, article_id: int
) -> None:
    better = BODY.replace("medlemmar", "40 medlemmar")
    place = suggest(editing, **OTHER, body=better)
    assert Page(writing.get(place)).values("[name=hunk]", "value") == ["title", "summary", "0"]
    for unknown in ("1", "words", "body", "-1"):
        answer = writing.post(place, data={"intent": "ticked", "hunk": unknown})
        assert answer.status_code == 422
    assert writing.post(place, data={"intent": "all"}).status_code == 303
    assert draft(app, article_id) == (2, OTHER["title"], OTHER["summary"], better)


def test_a_title_that_was_changed_meanwhile_stays(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person, article_id: int
) -> None:
    place = suggest(editing, **OTHER)
    with app.test_request_context():
        text = ArticleText("Ett kollektiv", "Om ett.", BODY, {})
        save_article(article_id, text, 1, author.viewer)
    place = place.replace("ett-kooperativ", "ett-kollektiv")
    page = Page(writing.get(place))
    assert page.values("[name=hunk]", "value") == ["summary"]
    assert "Utkastet har ändrats här sedan dess." in page.all(".amendment-hunk")[0].text
    refused = writing.post(place, data={"intent": "ticked", "hunk": ["title", "summary"]})
    assert refused.status_code == 409
    assert draft(app, article_id) == (2, "Ett kollektiv", "Om ett.", BODY)
    assert writing.post(place, data={"intent": "all"}).status_code == 303
    assert draft(app, article_id) == (3, "Ett kollektiv", OTHER["summary"], BODY)


def test_what_the_draft_says_by_now_is_told(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person, article_id: int
) -> None:
    place = suggest(editing, title=OTHER["title"])
    with app.test_request_context():
        text = ArticleText(OTHER["title"], "Om ett.", BODY, {})
        save_article(article_id, text, 1, author.viewer)
    page = Page(writing.get(place, follow_redirects=True))
    assert "Så står det redan i utkastet." in page.text


@pytest.mark.usefixtures("article_id")
def test_what_is_refused_or_taken_back_stays_in_its_fields(
    app: Flask, editing: FlaskClient
) -> None:
    for field, words, message in (
        ("title", "", "titel"),
        ("title", "x" * 201, "Använd högst 200 tecken."),
        ("summary", "x" * 501, "Använd högst 500 tecken."),
    ):
        sent = {"number": "1", "body": BODY, "words": "", **OTHER, field: words}
        answer = editing.post(NEW, data=sent)
        assert answer.status_code == 422
        page = Page(answer)
        assert message in page.one(".error-summary").text
        assert page.one("[name=title]")["value"] == sent["title"]
        assert page.one("[name=summary]").value.strip() == sent["summary"]
    assert rows(app) == []
    place = suggest(editing, **OTHER)
    undo = Page(editing.get(place)).all(".notice[role=status] form")[-1]
    page = Page(editing.post(undo["action"], data=undo.sent()))
    assert page.one("[name=title]")["value"] == OTHER["title"]
    assert page.one("[name=summary]").value.strip() == OTHER["summary"]
    place = suggest(editing, summary="Kort.")  # what stays as it is is in the form again too
    undo = Page(editing.get(place)).all(".notice[role=status] form")[-1]
    page = Page(editing.post(undo["action"], data=undo.sent()))
    assert page.one("[name=title]")["value"] == "Ett kooperativ"
    assert page.one("[name=summary]").value.strip() == "Kort."
