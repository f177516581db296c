"""A reader who asks for the other language where there is none is told so, and stays with it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from tests.page import Page


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Byken", editor, summary="Om en tvättstuga.", body="Ord.", app=app)


def test_a_reader_is_told_and_is_one_press_from_the_article(
    client: FlaskClient, article: int
) -> None:
    shown = Page(client.get("/sv/articles/byken").text)
    switch = shown.all("header a[hreflang=en]")[0]["href"]
    assert switch == "/en/articles/byken/untranslated"
    page = Page(client.get(switch).text)
    assert page.one("h1").text == "“Byken” is not written in English yet"
    assert page.one("main [lang=sv]").text == "Om en tvättstuga."
    assert page.one("main a.button-primary")["href"] == "/sv/articles/byken"
    assert page.all("main a[href*=translation_of]") == []
    back = page.all("header a[hreflang=sv]")[0]["href"]
    assert back == "/sv/articles/byken"


def test_who_writes_is_one_press_from_its_translation(
    client: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    page = Page(client.get("/en/articles/byken/untranslated").text)
    editor = Page(client.get(page.one("main a[href*=translation_of]")["href"]).text)
    assert "Ord." in editor.one("[data-editor-original]").text
