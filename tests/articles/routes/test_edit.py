"""Write articles over HTTP: every save shows its result, and no text is ever lost."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import ArticleText
from wiki.db import db

BODY = "Första stycket.\r\n\r\nAndra stycket.\r\n\r\nTredje stycket."


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Tvättstugan", editor, body=BODY, app=app)


def head_of(app: Flask, slug: str = "tvattstugan", language: str = "sv") -> ArticleText:
    with app.app_context():
        query = select(Article).where(Article.slug == slug, Article.language == language)
        return text_of(find_head(db.session.scalars(query).one()))


def fields(**changed: Any) -> dict[str, Any]:
    return {"title": "Tvättstugan", "summary": "", "body": BODY, "base": "1", **changed}


def edit(client: FlaskClient, given: Mapping[str, Any]) -> TestResponse:
    return client.post("/sv/articles/tvattstugan/edit", data=given)


def textarea(page: str, name: str) -> str:
    """Return what a browser would show in a text area."""
    return Page(page).one(f"textarea#{name}").value


def test_a_new_article_begins_with_its_kind(client: FlaskClient, author: Person) -> None:
    log_in(client, author)
    page = client.get("/sv/articles/new?title=Delning").text
    for kind in ("concept", "case", "method", "organisation", "event"):
        assert f'href="/sv/articles/new?kind={kind}&amp;title=Delning"' in page
    form = client.get("/sv/articles/new?kind=case&title=Delning").text
    assert 'value="Delning"' in form
    assert 'name="challenge"' in form
    assert 'name="starts_at"' not in form


def test_an_authors_first_save_is_a_draft_and_says_so(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    log_in(client, author)
    given = {"title": "Delning", "body": "Text", "comment": "Börjar", "definition": "Att dela."}
    answer = client.post("/sv/articles/new?kind=concept", data=given)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sv/articles/delning")
    page = client.get("/sv/articles/delning").text
    assert "Utkast 1 är sparat." in page
    assert page.count("En redaktör publicerar det.") == 1
    assert head_of(app, "delning").facts == {"definition": "Att dela."}
    assert app.test_client().get("/sv/articles/delning").status_code == 404


def test_an_editor_may_save_and_publish_at_once(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    log_in(client, editor)
    given = {"title": "Sharing", "body": "Text", "intent": "publish"}
    answer = client.post("/en/articles/new?kind=concept", data=given)
    assert answer.headers["Location"] == "/en/articles/sharing"
    assert "Version 1 is saved and published." in client.get("/en/articles/sharing").text
    assert app.test_client().get("/en/articles/sharing").status_code == 200


def test_the_editor_says_that_a_saved_draft_is_published(
    client: FlaskClient, editor: Person, article: int
) -> None:
    log_in(client, editor)
    edit(client, fields(body="Nya ord", intent="save"))
    assert edit(client, fields(body="Nya ord", base="2", intent="publish")).status_code == 303
    page = Page(client.get("/sv/articles/tvattstugan"))
    assert "”Tvättstugan” är publicerad." in page.text
    assert "Inget var ändrat" not in page.text
    undo = page.one(".notice-success form[action$='/withdrawal']")
    client.post(undo["action"], data=undo.sent())
    assert "Nya ord" not in client.get("/sv/articles/tvattstugan").text


def test_a_new_draft_of_a_published_article_is_shown_after_saving(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    answer = edit(client, fields(body="Nya ord"))
    assert answer.headers["Location"] == "/sv/articles/tvattstugan/revisions/2"
    assert "Nya ord" in client.get(answer.headers["Location"]).text
    assert "Nya ord" not in client.get("/sv/articles/tvattstugan").text
    assert "Nya ord" in textarea(client.get("/sv/articles/tvattstugan/edit").text, "body")


def test_all_facts_of_a_kind_survive_the_form(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    facts: dict[str, object] = {
        "challenge": "Rad ett.\n\nRad två.",
        "forms": ["product", "service"],
        "actors_public": ["Kommunen", "Regionen"],
        "place": "Borås",
        "year": 1951,
        "stage": "realising",
        "goals": [5, 10, 17],
    }
    make_article("Exemplet", author, kind="case", body="a", facts=facts, app=app)
    log_in(client, author)
    sent = Page(client.get("/sv/articles/exemplet/edit")).one("form:has([name=body])").sent()
    sent["body"] = "b"
    assert client.post("/sv/articles/exemplet/edit", data=sent).status_code == 303
    assert head_of(app, "exemplet").facts == facts


def test_the_preview_looks_like_the_page_and_leaves_the_form_as_it_is(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    body = "## Rubrik\r\n\r\nSe [[Tvättstugan]] & <b>mer</b>."
    page = edit(client, fields(title="Nytt namn", body=body, intent="preview")).text
    answer = client.post("/sv/articles/preview", data={"body": body}).text
    shown, lines = answer.strip().split("<template ")
    assert lines.startswith('data-lines="0 2"')  # for the script that follows the caret
    assert 'href="/sv/articles/tvattstugan"' in shown
    assert "&lt;b&gt;mer&lt;/b&gt;" in shown
    assert shown in page
    assert textarea(page, "body") == body.replace("\r\n", "\n")
    assert 'value="Nytt namn"' in page
    assert head_of(app).body == BODY.replace("\r\n", "\n")
    new = client.post("/sv/articles/new?kind=concept", data={"body": body, "intent": "preview"})
    assert shown in new.text


def test_the_preview_waits_for_the_end_of_a_merge(client: FlaskClient, author: Person) -> None:
    log_in(client, author)
    body = "<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs\n"
    shown = client.post("/sv/articles/preview", data={"body": body}).text
    assert "slagit ihop" in shown
    assert "blockquote" not in shown


def test_the_preview_says_why_a_text_cannot_be_shown(client: FlaskClient, author: Person) -> None:
    log_in(client, author)
    assert 'class="hint"' in client.post("/sv/articles/preview", data={"body": "a\x00"}).text
    assert 'class="hint"' in client.post("/sv/articles/preview", data={"body": "[" * 30_000}).text


def test_two_edits_in_different_places_are_merged(
    app: Flask, client: FlaskClient, author: Person, editor: Person, article: int
) -> None:
    log_in(client, author)
    edit(client, fields(body=BODY.replace("Första", "Nya första")))
    log_in(client, editor)
    answer = edit(client, fields(body=BODY.replace("Tredje", "Nya tredje")))
    assert answer.status_code == 303
    assert "Texten innehåller bådas ändringar" in client.get(answer.headers["Location"]).text
    body = head_of(app).body
    assert "Nya första" in body
    assert "Nya tredje" in body


def test_a_form_opened_before_a_rename_still_saves(
    app: Flask, client: FlaskClient, editor: Person, article: int
) -> None:
    log_in(client, editor)
    client.post("/sv/articles/tvattstugan/rename", data={"title": "Byken"})
    answer = edit(client, fields(body="Nya ord", title="Tvättstugan"))
    assert answer.status_code == 303
    found = head_of(app, "byken")
    assert (found.body, found.title) == ("Nya ord", "Byken")


def test_a_translation_is_paired_when_it_is_first_saved(
    app: Flask, client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    form = client.get(f"/en/articles/new?kind=concept&translation_of={article}").text
    assert "You are translating an article" in form
    given = {"title": "The laundry", "body": "Text", "translation_of": str(article)}
    client.post("/en/articles/new?kind=concept", data=given)
    assert "/sv/articles/tvattstugan" in client.get("/en/articles/the-laundry").text
    again = client.post("/en/articles/new?kind=concept", data={**given, "title": "Second"})
    page = client.get(again.headers["Location"]).text
    assert "has another translation already" in page
    assert "/en/articles/the-laundry" in client.get("/sv/articles/tvattstugan").text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 40, "999999"])
def test_an_unknown_source_of_a_translation_is_ignored(
    client: FlaskClient, author: Person, number: str
) -> None:
    log_in(client, author)
    url = "/en/articles/new?kind=concept"
    assert client.get(f"{url}&translation_of={number}").status_code == 200
    given = {"title": "Alone", "body": "Text", "translation_of": number}
    assert client.post(url, data=given).status_code == 303


def test_the_next_form_drops_the_copy_of_the_saved_one(client: FlaskClient, author: Person) -> None:
    log_in(client, author)
    url, edit_url = "/sv/articles/new?kind=concept", "/sv/articles/a/edit"
    sent = {"title": "A", "body": "b", "form_id": "1" * 32}
    assert "data-editor-saved" not in client.get(url).text
    client.post(url, data=sent)
    assert f'data-editor-saved="{"1" * 32}"' in client.get(url).text
    assert "data-editor-saved" not in client.get(url).text
    client.post(edit_url, data={**sent, "body": "c", "base": "1", "form_id": "2" * 32})
    assert f'data-editor-saved="{"2" * 32}"' in client.get(edit_url).text


def test_unsaved_words_belong_to_an_account_and_an_article_of_any_version(
    client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    before = Page(client.get("/sv/articles/tvattstugan/edit")).one("form.editor")
    edit(client, fields(title="Torkrum", body="Ny text."))
    after = Page(client.get("/sv/articles/tvattstugan/edit")).one("form.editor")
    for form in (before, after):
        assert form["data-editor"] == f"article-{article}"
        assert form["data-editor-user"] == str(author.user_id)
    assert before.one("[name=form_id]")["value"] != after.one("[name=form_id]")["value"]
    assert (before.one("[name=base]")["value"], after.one("[name=base]")["value"]) == ("1", "2")


def test_a_form_that_comes_back_keeps_its_id(
    client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    for given in ({"title": ""}, {"intent": "preview"}):
        page = edit(client, fields(form_id="a" * 32, **given)).text
        assert Page(page).one("[name=form_id]")["value"] == "a" * 32
    edit(client, fields(body=BODY + " Mer."))
    answer = edit(client, fields(body=BODY + " Annat.", form_id="a" * 32))
    assert answer.status_code == 409
    assert Page(answer.text).one("[name=form_id]")["value"] == "a" * 32
