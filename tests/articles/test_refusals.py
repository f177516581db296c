"""Refuse what cannot be saved, over HTTP: with a clear message and without losing the text."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.archive import archive_article
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


def test_a_renderer_that_cannot_start_is_not_blamed_on_the_text(
    app: Flask, editing: FlaskClient, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise AssertionError("daemonic processes are not allowed to have children")

    app.extensions["sandbox"].close()
    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", fail)
    answer = edit(editing, fields(body="Nya ord.", intent="publish"))
    preview = editing.post("/sv/articles/preview", data={"body": "Nya ord."})

    assert answer.status_code == 503
    for page in (answer.text, preview.text):
        assert "Felet ligger inte i texten" in page
        assert "invecklad" not in page
    assert "Nya ord." in answer.text
    assert head_of(app).body == BODY.replace("\r\n", "\n")


@pytest.mark.long
def test_an_author_is_not_offered_to_publish_and_cannot(
    app: Flask, client: FlaskClient, author: Person, editor: Person, article: int
) -> None:
    log_in(client, author)
    assert 'value="publish"' not in client.get("/sv/articles/tvattstugan/edit").text
    answer = edit(
        client, fields(body="Mina ord, som är långa nog för att vara ett stycke.", intent="publish")
    )
    assert answer.status_code == 403
    assert "Mina ord, som är långa nog" in answer.text
    log_in(client, editor)
    assert 'value="publish"' in client.get("/sv/articles/tvattstugan/edit").text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "x" * 10_000),
        ("title", "[[Länk]]"),
        ("title", "\x00\x01"),
        ("summary", "x" * 501),
        ("summary", "a\x1fb"),
        ("body", "a\x00b"),
        ("body", "[" * 30_000),
        ("body", "x" * 300_000),
        ("body", "<<<<<<< din text\na\n=======\nb\n>>>>>>> den andra\n"),
        ("comment", "x" * 301),
        ("comment", "a\x7fb"),
        ("definition", "x" * 501),
        ("base", "0"),
        ("base", "-1"),
        ("base", "999999"),
        ("base", "9" * 5_000),
        ("base", "abc"),
        ("base", ""),
    ],
)
def test_what_cannot_be_saved_is_returned_unchanged_with_a_message(
    app: Flask, client: FlaskClient, author: Person, article: int, name: str, value: str
) -> None:
    log_in(client, author)
    words = " \r\n\r\n  Mina ord & <script> med  dubbla blanksteg\t.\r\n"
    given = {**fields(title="Ny titel", summary="Ny sammanfattning", body=words), name: value}
    answer = edit(client, given)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    # As a browser shows it, which sends the ends of lines as they came.
    shown = given["body"].replace("\r\n", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
    assert textarea(answer.text, "body") == shown
    if name != "title":
        assert 'value="Ny titel"' in answer.text
    if name not in {"base"}:
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}-error"' in answer.text
    assert head_of(app).body == BODY.replace("\r\n", "\n")


@pytest.mark.long
@pytest.mark.parametrize("url", ["/sv/articles/new?kind=concept", "/sv/articles/tvattstugan/edit"])
def test_every_invalid_field_gets_a_message_at_once(
    client: FlaskClient, author: Person, article: int, url: str
) -> None:
    log_in(client, author)
    answer = client.post(url, data=fields(title="", comment="k" * 301))
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="comment-error"' in answer.text
    assert "k" * 301 in answer.text


@pytest.mark.parametrize("kind", ["", "bogus", "<script>", "a" * 500])
def test_an_unknown_kind_is_refused_and_the_text_returned(
    client: FlaskClient, author: Person, kind: str
) -> None:
    log_in(client, author)
    words = "Mina ord, som är långa nog för att vara ett helt stycke."
    answer = client.post(
        "/sv/articles/new", query_string={"kind": kind}, data={"title": "A", "body": words}
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert client.get("/sv/articles/new", query_string={"kind": kind}).status_code == 200


@pytest.mark.long
@pytest.mark.parametrize(
    "raw", [b"title=a&body=%ED%A0%80", b"title=%FF&body=a", b"title=a&body=\xff"]
)
def test_bytes_that_are_not_text_are_a_clear_400(
    client: FlaskClient, author: Person, article: int, raw: bytes
) -> None:
    log_in(client, author)
    answer = client.post(
        "/sv/articles/tvattstugan/edit",
        data=raw + b"&base=1",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400


def test_a_body_beyond_the_limit_of_requests_is_413(
    client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    assert edit(client, fields(body="x" * 5_000_000)).status_code == 413


def test_an_author_who_was_logged_out_gets_the_text_back(client: FlaskClient, article: int) -> None:
    words = "Mina ord, som är långa nog för att vara ett helt stycke & <mer>."
    for url in ("/sv/articles/tvattstugan/edit", "/sv/articles/new?kind=concept"):
        answer = client.post(url, data=fields(body=words))
        assert answer.status_code == 403
        assert (
            "Mina ord, som är långa nog för att vara ett helt stycke &amp; &lt;mer&gt;."
            in answer.text
        )


def test_every_typed_field_is_returned_but_no_secret(client: FlaskClient, article: int) -> None:
    sent = {
        **fields(title="Kort", body="Ord"),
        "goals": ["5", "10"],
        "password": "hemlig-1",
        "new_password": "hemlig-2",
        "csrf_token": "hemlig-3",
        "base": "4711",
    }
    answer = client.post("/sv/articles/tvattstugan/edit", data=sent)
    assert answer.status_code == 403
    assert 'value="Kort"' in answer.text
    assert 'value="Ord"' in answer.text
    assert textarea(answer.text, "kept-3") == "5\n10"
    assert "hemlig" not in answer.text
    assert "4711" not in answer.text.partition('id="kept-title"')[2]


def test_an_edit_of_a_foreign_draft_is_not_found(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    make_article("Hemligheten", author, body="a", app=app)
    url = "/sv/articles/hemligheten/edit"
    log_in(client, make_user("author", app=app))
    assert client.get(url).status_code == 404
    assert client.post(url, data=fields()).status_code == 404
    log_in(client, author)
    assert client.get(url).status_code == 200


def test_text_for_an_article_that_was_archived_meanwhile_is_returned(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    editor = make_user("editor", app=app)
    article_id = make_article("Bryggan", editor, body="a", app=app)
    with app.app_context():
        archive_article(article_id, "", editor.viewer)
    log_in(client, author)
    answer = client.post("/sv/articles/bryggan/edit", data=fields(body="Mina sju stycken."))
    assert answer.status_code == 404
    assert "finns inte kvar här. Din text står nedan" in answer.text
    assert "Mina sju stycken." in answer.text
    assert "Mina" not in client.get("/sv/articles/bryggan/edit").text


@pytest.mark.parametrize("url", ["/sv/articles/new", "/sv/articles/tvattstugan/edit"])
def test_a_reader_is_redirected_to_the_login(client: FlaskClient, article: int, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sv/login?next=")
