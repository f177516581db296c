"""The index of articles over HTTP: in order, by letter and by kind."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from tests.page import Page


@pytest.mark.long
def test_the_index_is_in_swedish_order_with_its_letters(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    for title in ("Öppen skola", "Ärlighet", "Åtta", "Zebra", "adel", "7 steg", "Я 5"):
        make_article(title, editor, body="a", app=app)
    titles = Page(client.get("/sv/articles/")).texts("h3 a[href^='/sv/articles/']")
    assert titles[:6] == ["7 steg", "adel", "Zebra", "Åtta", "Ärlighet", "Öppen skola"]
    assert titles[6:] == ["Я 5"]
    only = client.get("/sv/articles/?letter=%C3%84").text
    assert "Ärlighet" in only
    assert "Åtta" not in only
    others = client.get("/sv/articles/?letter=%23").text
    assert "Я 5" in others
    assert "Zebra" not in others
    assert "7 steg" in client.get("/sv/articles/?letter=0%E2%80%939").text


def test_the_index_filters_by_kind_and_language(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Begreppet", editor, body="a", app=app)
    make_article("Metoden", editor, kind="method", body="a", app=app)
    make_article("English", editor, language="en", body="a", app=app)
    page = client.get("/sv/articles/?kind=method").text
    assert "Metoden" in page
    # The heading says the kind, so the lines do not.
    assert Page(page).texts(".item .item-meta") == []
    assert Page(client.get("/sv/articles/").text).texts(".item .item-meta") == ["Begrepp", "Metod"]
    assert "Begreppet" not in page
    assert "English</a></h3>" not in client.get("/sv/articles/").text
    assert "English</a></h3>" in client.get("/en/articles/").text
    assert "Begreppet" in client.get("/sv/articles/?kind=bogus&letter=bogus&page=-4").text


@pytest.mark.parametrize(
    ("kind", "title", "lead"),
    [
        ("concept", "Begrepp", "Vad orden betyder och vad som diskuteras."),
        ("case", "Exempel", "Sociala innovationer som finns, och vad de har lett till."),
        ("method", "Metoder", "Arbetssätt, från den första frågan till förändringen."),
        ("organisation", "Organisationer", "De som arbetar med social innovation"),
        ("event", "Evenemang", "Seminarier, webbinarier och möten"),
        ("", "Artiklar från A till Ö", "Allt som är skrivet på svenska."),
    ],
)
def test_the_list_of_a_kind_has_its_name_as_heading(
    client: FlaskClient, kind: str, title: str, lead: str
) -> None:
    page = Page(client.get(f"/sv/articles/?kind={kind}"))
    assert page.one("h1").text == title
    assert page.one("head title").text.startswith(f"{title} ·")
    assert page.one("p.lead").text.startswith(lead)
    assert "<h1>Methods</h1>" in client.get("/en/articles/?kind=method").text


def test_the_process_is_shown_above_the_methods_and_below_their_heading(
    client: FlaskClient,
) -> None:
    page = client.get("/sv/articles/?kind=method").text
    parts = ("<h1>Metoder", '<p class="lead">', '<h2 id="process-title">')
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(("count", "is_shown"), [(19, False), (20, True)])
def test_letters_are_offered_where_there_are_many_articles(
    app: Flask, client: FlaskClient, editor: Person, count: int, is_shown: bool
) -> None:
    for number in range(count):
        make_article(f"Artikel {number}", editor, app=app)
    strip = Page(client.get("/sv/articles/")).texts(".letters li")
    assert strip == (list("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ") if is_shown else [])
    assert 'class="letters"' not in client.get("/sv/articles/?kind=method").text
    make_article("2030-målen", editor, app=app)
    assert "0–9" in Page(client.get("/sv/articles/")).texts("li > a")


def test_a_letter_without_articles_says_so(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article("Adel", editor, app=app)
    assert Page(client.get("/sv/articles/?letter=a")).texts("h3 a") == ["Adel"]
    empty = Page(client.get("/sv/articles/?letter=q"))
    assert empty.texts("h3 a") == []
    assert empty.texts(".empty-state h2") == ["Under Q finns ingen artikel"]
    assert Page(client.get("/sv/articles/?letter=q&kind=bogus")).texts("h3 a") == []
    unknown = Page(client.get("/en/articles/?letter=%C3%85"))
    assert unknown.texts(".empty-state h2") == ["Nothing is written here yet"]


@pytest.mark.parametrize(
    ("query", "english"),
    [
        ("letter=%C3%85&kind=method", "/en/articles/?kind=method"),
        ("letter=B&kind=method", "/en/articles/?letter=B&kind=method"),
    ],
)
def test_the_language_switch_drops_a_letter_that_is_not_there(
    client: FlaskClient, query: str, english: str
) -> None:
    page = Page(client.get(f"/sv/articles/?{query}"))
    assert page.one("link[hreflang=en]")["href"].endswith(english)
    assert page.one("link[hreflang=sv]")["href"].endswith(f"/sv/articles/?{query}")
