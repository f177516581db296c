"""Tell who writes under a title, or at an address, that is taken; let them go on or look."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.articles.models import Article
from wiki.db import db
from wiki.search.index.drainer import drain_now

NOTICE = "Det finns redan en artikel som heter"
ADDRESS = "har redan den adress som titeln ger"
WORDS = "Mina ord, som inte får försvinna."


def create(client: FlaskClient, title: str, **given: str) -> TestResponse:
    data = {"title": title, "body": WORDS, **given}
    return client.post("/sv/articles/new?kind=concept", data=data)


def count_articles(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Article.id))) or 0


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("intent", ["save", "publish"])
@pytest.mark.parametrize("title", ["Hopp", "hopp", "HOPP", "  Hopp ", "Ho\u00adpp"])
def test_a_taken_title_is_told_with_a_link_and_the_choice_to_go_on(
    app: Flask, editing: FlaskClient, editor: Person, title: str, intent: str
) -> None:
    make_article("Ho\u00adpp" if "\u00ad" in title else "Hopp", editor, app=app)
    answer = create(editing, title, intent=intent)
    assert answer.status_code == 409
    assert NOTICE in answer.text
    assert 'class="notice-action" href="/sv/articles/ho' in answer.text
    form = Page(answer.text).one("form:has([name=body])").sent()
    assert form["body"] == WORDS
    assert count_articles(app) == 1
    again = editing.post("/sv/articles/new?kind=concept", data={**form, "intent": intent})
    assert again.status_code == 303
    assert count_articles(app) == 2


def test_a_taken_address_is_told_too(app: Flask, editing: FlaskClient, editor: Person) -> None:
    make_article("Råd", editor, app=app)
    answer = create(editing, "Rad")
    assert answer.status_code == 409
    assert "Artikeln ”Råd” " + ADDRESS in answer.text
    assert create(editing, "Rad", seen_title="Rad").status_code == 303


def test_another_title_is_asked_about_again(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Hopp", editor, app=app)
    make_article("Tro", editor, app=app)
    assert create(editing, "Tro", seen_title="Hopp").status_code == 409
    assert create(editing, "Kärlek", seen_title="Hopp").status_code == 303


def test_a_form_opened_for_a_taken_title_says_so_at_once(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Hopp", editor, app=app)
    assert NOTICE in editing.get("/sv/articles/new?kind=concept&title=Hopp").text
    assert NOTICE not in editing.get("/sv/articles/new?kind=concept&title=Tro").text
    assert NOTICE in create(editing, "Hopp", intent="preview").text


def test_another_persons_draft_is_not_revealed(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Hopp", author, app=app)
    stranger = make_user("author", app=app)
    log_in(client, stranger)
    assert NOTICE not in client.get("/sv/articles/new?kind=concept&title=Hopp").text
    assert create(client, "Hopp").status_code == 303
    for person in (author, editor):
        log_in(client, person)
        assert NOTICE in client.get("/sv/articles/new?kind=concept&title=Hopp").text


def test_an_archived_title_is_told_to_those_who_see_it(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Hopp", editor, app=app)
    with app.app_context():
        archive_article(article_id, "", editor.viewer)
    log_in(client, make_user("author", app=app))
    assert NOTICE not in client.get("/sv/articles/new?kind=concept&title=Hopp").text
    log_in(client, editor)
    assert NOTICE in client.get("/sv/articles/new?kind=concept&title=Hopp").text


def test_the_same_title_in_the_other_language_is_free(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Innovation lab", editor, language="en", app=app)
    assert create(editing, "Innovation lab").status_code == 303


def test_a_rename_to_a_taken_title_is_told(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Hopp", editor, app=app)
    make_article("Tro", editor, app=app)
    url = "/sv/articles/tro/rename"
    answer = editing.post(url, data={"title": "Hopp", "comment": "Därför att"})
    assert answer.status_code == 409
    assert NOTICE in answer.text
    form = Page(answer.text).one("form:has([name=comment])").sent()
    assert (form["title"], form["comment"]) == ("Hopp", "Därför att")
    assert editing.post(url, data=form).headers["Location"] == "/sv/articles/hopp-2"


def test_a_title_changed_in_the_form_is_told_once(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Hopp", editor, app=app)
    make_article("Tro", editor, body="Text", app=app)
    given = {"title": "Hopp", "body": WORDS, "base": "1", "intent": "publish"}
    answer = editing.post("/sv/articles/tro/edit", data=given)
    assert answer.status_code == 409
    assert NOTICE in answer.text
    form = Page(answer.text).one("form:has([name=body])").sent()
    assert form["body"] == WORDS
    answer = editing.post("/sv/articles/tro/edit", data={**form, "intent": "publish"})
    assert answer.headers["Location"] == "/sv/articles/hopp-2"
    # Both have the title now, which is no news for who edits either of them.
    given = {"title": "Hopp", "body": WORDS + " Mer.", "base": "2", "intent": "publish"}
    assert editing.post("/sv/articles/hopp-2/edit", data=given).status_code == 303


def test_a_form_that_is_sent_twice_is_not_told_of_itself(app: Flask, editing: FlaskClient) -> None:
    form_id = Page(editing.get("/sv/articles/new?kind=concept")).one("[name=form_id]")["value"]
    assert create(editing, "Hopp", form_id=form_id).status_code == 303
    assert create(editing, "Hopp", form_id=form_id).status_code == 303


@pytest.mark.parametrize("intent", ["save", "publish"])
def test_another_form_with_the_same_text_is_told_too(editing: FlaskClient, intent: str) -> None:
    assert create(editing, "Hopp", intent=intent).status_code == 303
    assert create(editing, "Hopp", intent=intent).status_code == 409


def test_what_is_offered_after_brackets_leads_there(
    app: Flask, editing: FlaskClient, author: Person, editor: Person
) -> None:
    for title in ("Råd", "Rad", "Hopp", "Hopp", "en: Hopp", "sv: Hopp"):
        make_article(title, editor, app=app)
    make_article("Hopp", author, app=app)
    drain_now(app)
    for typed, links in (
        ("rad", {"Råd", "Rad"}),
        ("hopp", {"Hopp", "hopp-2|Hopp", "hopp-3|Hopp", "sv:en: Hopp", "sv:sv: Hopp"}),
    ):
        found = editing.get(f"/sv/search/titles?q={typed}").get_json()["items"]
        assert {item["link"] for item in found} == links
