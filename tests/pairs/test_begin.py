"""Translate an article: what the editor begins with, and what the first save does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.articles.actions.archive import pair_articles
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags
from wiki.db import db

BODY = """Se [[Bryggan]], [[Hamnen|till hamnen]] och [[Okänd]].[^1]

## Mål

![Bro](media:bro)

Mer [@ek2020].

[^1]: En not.
"""


@pytest.fixture
def source(app: Flask, editor: Person) -> int:
    for title, other in (("Bryggan", "The bridge"), ("Hamnen", "The harbour")):
        first = make_article(title, editor, app=app)
        second = make_article(other, editor, language="en", app=app)
        with app.app_context():
            pair_articles(first, second, editor.viewer)
    facts = {"year": "2020", "challenge": "Ensamhet", "forms": ["service"]}
    return make_article(
        "Tvättstugan", editor, kind="case", body=BODY, summary="Kort.", facts=facts, app=app
    )


def begin(client: FlaskClient, source: int, kind: str = "case") -> Page:
    answer = client.get(f"/en/articles/new?kind={kind}&translation_of={source}")
    assert answer.status_code == 200
    return Page(answer.text)


def test_the_editor_opens_with_the_source_beside_its_skeleton(
    client: FlaskClient, author: Person, source: int
) -> None:
    log_in(client, author)
    link = Page(client.get("/sv/articles/tvattstugan").text).one("a[href*=translation_of]")
    page = Page(client.get(str(link["href"])).text)
    body = page.one("#body").value.strip()
    assert body.split("\n\n") == [
        "%% Se [[The bridge]], [[The harbour|till hamnen]] och [[sv:Okänd|Okänd]].[^1]",
        "## Mål",
        "%% ![Bro](media:bro)\n![](media:bro)",
        "%% Mer [@ek2020].",
        "%% [^1]: En not.",
    ]
    beside = page.one("[data-editor-original]").text
    assert "Tvättstugan" in beside
    assert "Kort." in beside
    assert "Ensamhet" in beside
    assert "lead to the original's: Okänd." in beside
    assert page.values("#title", "value") == [""]
    assert page.one("#year")["value"] == "2020"
    assert page.one("#challenge").text.strip() == ""
    assert page.one("input[name=forms][value=service]").has("checked")


@pytest.mark.long
def test_the_first_save_makes_the_pair_and_carries_the_tags(
    app: Flask, client: FlaskClient, author: Person, source: int
) -> None:
    put_on(
        source, make_tag("vatten", app=app), make_tag("hamnskolan", "university", app=app), app=app
    )
    log_in(client, author)
    given = {"title": "", "body": "Words", "translation_of": str(source), "intent": "save"}
    refused = client.post("/en/articles/new?kind=case", data=given)
    assert refused.status_code == 422
    page = Page(refused.text)
    assert page.one("#body").text.strip() == "Words"
    assert "Ensamhet" in page.one("[data-editor-original]").text
    saved = client.post("/en/articles/new?kind=case", data={**given, "title": "The laundry"})
    assert saved.status_code == 303
    with app.app_context():
        article = db.session.query(Article).filter_by(slug="the-laundry").one()
        assert {tag.slug for tag in list_tags(article)} == {"vatten", "hamnskolan"}
    again = client.get(f"/en/articles/new?kind=case&translation_of={source}")
    assert again.headers["Location"] == "/en/articles/the-laundry/edit"


def test_nothing_of_a_draft_of_somebody_else_is_shown(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    writer = make_user("author", app=app)
    draft = make_article("Hemligheten", writer, body="Hemliga ord", app=app)
    log_in(client, author)
    page = begin(client, draft, "concept")
    assert page.all("[data-editor-original]") == []
    assert "Hemliga ord" not in page.text
    log_in(client, writer)
    assert "Hemliga ord" in begin(client, draft, "concept").one("[data-editor-original]").text


@pytest.mark.long
def test_another_kind_and_the_same_language_take_nothing_over(
    client: FlaskClient, author: Person, source: int
) -> None:
    log_in(client, author)
    assert "[[The bridge]]" in begin(client, source, "concept").one("#body").text
    same = Page(client.get(f"/sv/articles/new?kind=case&translation_of={source}").text)
    assert same.one("#body").text.strip() == ""
    assert same.all("[data-editor-original]") == []


def test_readers_are_not_asked_to_translate(client: FlaskClient, source: int) -> None:
    assert "translation_of" not in client.get("/sv/articles/tvattstugan").text
    assert client.get(f"/en/articles/new?kind=case&translation_of={source}").status_code == 303
