"""Somebody tries out how to write, and nothing of it is stored."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.copies.models import WorkingCopy
from wiki.db import db

TRIAL = "/sv/try"


def test_the_page_shows_a_text_with_a_bit_of_everything(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Vad är social innovation?", editor, app=app)
    log_in(client, author)
    page = Page(client.get(TRIAL))
    assert "Ingenting här sparas på wikin" in page.text
    shown = page.one(".editor-preview .prose")
    for selector in ("strong", "a[href='/sv/articles/vad-ar-social-innovation']", ".callout"):
        assert page.all(f".editor-preview {selector}"), selector
    assert "%%" not in shown.text
    assert page.all("form.editor [value=save]") == []
    assert "data-editor-copies" not in str(page.one("form.editor"))
    assert page.one("textarea#body").value.startswith("## Skriv som du vill")
    assert "## Write as you like" in client.get("/en/try").text


def test_what_is_typed_is_shown_and_forgotten(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    log_in(client, author)
    with app.app_context():
        before = db.session.scalar(select(func.count(AuditEntry.id)))
    page = Page(client.post(TRIAL, data={"body": "## Mitt\n\nOrd.", "intent": "preview"}))
    assert page.one("textarea#body").value == "## Mitt\n\nOrd."
    assert "Ord." in page.one(".editor-preview").text
    refused = client.post(TRIAL, data={"body": "[" * 30_000})
    assert refused.status_code == 422
    assert Page(refused).one("textarea#body").value == "[" * 30_000
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id))) == before
        for table in (Article, WorkingCopy):
            assert db.session.scalar(select(func.count(table.id))) == 0


def test_who_writes_finds_it_and_others_are_asked_to_log_in(
    client: FlaskClient, author: Person
) -> None:
    assert "/sv/login" in client.get(TRIAL).location
    log_in(client, author)
    for address in ("/sv/account", "/sv/articles/new", "/sv/articles/new?kind=case"):
        assert f'href="{TRIAL}"' in client.get(address).text, address
    assert Page(client.get(TRIAL)).all(f"form.editor a[href='{TRIAL}']") == []
