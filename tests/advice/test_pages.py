"""Test advice over HTTP: beside the text, in the answer to a preview, and on the desk."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from wiki.search.index.drainer import drain_now

WORDS = "Ord. " * 30
BODY = f"😀 Läs [mer](/a).\n\n{WORDS}\n\n# Ett\n\n### Två\n\nLäs [mer](/b) och [mer](/c).\n"
NEW = "/sv/articles/new?kind=concept"
PREVIEW = "/sv/articles/preview?kind=concept"


@pytest.fixture
def writing(client: FlaskClient, author: Person) -> FlaskClient:
    log_in(client, author)
    return client


def panel(page: str) -> str:
    """Return the advice of a page, or what the script puts in its place."""
    found = re.search(
        r"<details[^>]* data-editor-advice.*?</details>|<template data-advice.*", page, re.DOTALL
    )
    return found[0] if found else ""


def test_a_new_text_is_told_nothing(writing: FlaskClient) -> None:
    shown = panel(writing.get(NEW).text)
    assert "inget att titta på" in shown
    assert "Här kommer råd om texten medan du skriver." in shown


def test_each_piece_of_advice_leads_to_its_place(writing: FlaskClient) -> None:
    form = {"title": "Ny", "body": BODY, "intent": "preview"}
    pages = {
        "without a script": writing.post(NEW, data={**form, "body": BODY.replace("\n", "\r\n")}),
        "by the script": writing.post(PREVIEW, data=form),
    }
    for name, answer in pages.items():
        shown = panel(answer.text)
        assert "4 saker att titta på" in shown, name
        assert (
            'Sammanfattning saknas. Den visas i listor och sökträffar. <a href="#summary">' in shown
        )
        assert "Texten anger ingen källa." in shown
        assert "Rubriken ”Två” är på nivå 3, direkt under en på nivå 1." in shown
        # A line is named once; a browser counts the sign before the first link as two.
        assert re.findall(r'data-spot="(\d+) (\d+) (\d+)">Rad (\d+)', shown)[:2] == [
            ("7", "16", "1", "1"),
            (str(BODY.index("[mer](/b)") + 1), str(BODY.index(" och [mer](/c)") + 1), "9", "9"),
        ]
    assert " open" in panel(pages["without a script"].text).partition(">")[0]
    english = writing.post(PREVIEW.replace("/sv/", "/en/"), data=form).text
    assert "The heading “Två” is at level 3, right below one at 1." in english


def test_an_unknown_source_leads_to_where_sources_are_added(writing: FlaskClient) -> None:
    shown = panel(writing.post(PREVIEW, data={"title": "Ny", "body": "Ord [@okand]."}).text)
    assert "Det finns ingen källa med nyckeln @okand." in shown
    assert re.findall(r'href="(/sv/sources/new)"', shown) == ["/sv/sources/new"]


def test_how_hard_a_swedish_text_is_to_read_is_told(writing: FlaskClient) -> None:
    body = "Kommunen vet att en god idé kan bli till verklighet. " * 10 + "[^1]\n\n[^1]: Ek."
    form = {"title": "Ny", "summary": "s", "body": body}
    shown = panel(writing.post(PREVIEW, data=form).text)
    assert "inget att titta på" in shown
    assert "LIX 30: lättläst, som skönlitteratur." in shown
    assert "LIX" not in writing.post(PREVIEW.replace("/sv/", "/en/"), data=form).text


def test_a_thousand_words_without_a_full_stop_can_be_edited(writing: FlaskClient) -> None:
    sent = {"title": "Lista", "body": "ord " * 5_000, "intent": "save"}
    saved = writing.post(NEW, data=sent)
    assert "LIX 5000" in panel(writing.get(saved.location).text)


def test_what_is_no_article_is_told_nothing(writing: FlaskClient) -> None:
    for address in ("/sv/articles/preview", "/sv/articles/preview?kind=x"):
        assert panel(writing.post(address, data={"body": BODY}).text) == ""


def test_length_and_advice_come_when_nobody_types(writing: FlaskClient) -> None:
    form = {"title": "Ny", "body": BODY}
    whole, typed = (
        writing.post(PREVIEW, data=form),
        writing.post(PREVIEW, data=form | {"typing": 1}),
    )
    assert 'data-length="38 ord, 1 min att läsa"' in whole.text
    assert "4 saker att titta på" in panel(whole.text)
    assert "data-length" not in typed.text
    assert panel(typed.text) == ""
    assert typed.text.partition("<template")[0] == whole.text.partition("<template")[0]
    assert 'data-length=""' in writing.post(PREVIEW, data={"body": ""}).text


def test_tags_are_asked_for_where_they_can_be_set(
    app: Flask, writing: FlaskClient, author: Person, editor: Person
) -> None:
    own = make_article("Eget", author, body=WORDS, app=app)
    make_article("Annans", editor, body=WORDS, app=app)
    draft = make_article("Utkast", make_user(app=app), body=WORDS, app=app)
    page = panel(writing.get("/sv/articles/eget/edit").text)
    assert "Artikeln har inget ämne än." in page
    assert "Artikeln har inget lärosäte än." in page
    assert "/tags" not in page
    log_in(writing, editor)
    assert 'href="/sv/articles/annans/tags"' in panel(writing.get("/sv/articles/annans/edit").text)
    form = {"title": "Annans", "body": WORDS}
    log_in(writing, author)
    # Of a draft of somebody else's nothing is told.
    for article, is_told in ((own, True), (draft, False), (99_999, False), ("x", False)):
        shown = panel(writing.post(f"{PREVIEW}&article={article}", data=form).text)
        assert ("inget ämne" in shown) is is_told, article


@pytest.mark.long
def test_the_desk_lists_texts_by_what_could_be_better(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    assert "Det finns inget råd om någon text" in editing.get("/sv/desk/advice").text
    for number in range(3):
        make_article(
            f"Text {number}", editor, summary="s", body=f"{WORDS} {'[här](/a) ' * number}", app=app
        )
    drain_now(app)
    page = editing.get("/sv/desk/advice?kind=words").text
    assert "<h2>Länkar som säger ”klicka här”</h2>" in page
    assert page.index("Text 2") < page.index("Text 1")
    assert "De som har flest först" in page
    assert "Från A till Ö" in editing.get("/sv/desk/advice?kind=source").text
    assert "Text 0" not in page
    assert 'href="/sv/articles/text-2/edit"' in page
    for address in ("/sv/desk/advice", "/sv/desk/advice?kind=x", "/sv/desk/advice?page=9"):
        assert "<h2>Utan källa</h2>" in editing.get(address).text
