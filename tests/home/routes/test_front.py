"""Test the front page, the list of shortcuts, and the root."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_article, make_tag, make_user
from tests.page import Page


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("sv", "/sv/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("de, en;q=0.5", "/en/"),
        ("fi", "/sv/"),
        ("", "/sv/"),
        ("\xff;;q=x", "/sv/"),
    ],
)
def test_the_root_leads_to_the_readers_language(
    client: FlaskClient, header: str, target: str
) -> None:
    response = client.get("/", headers={"Accept-Language": header})

    assert (response.status_code, response.location) == (302, target)
    assert "Accept-Language" in response.headers["Vary"]


def test_the_front_page_shows_what_is_published_and_no_draft(
    app: Flask, client: FlaskClient
) -> None:
    editor, author = make_user("editor", app=app), make_user("author", app=app)
    make_article("Synlig artikel", editor, app=app)
    make_article("Osynligt utkast", author, app=app)

    html = client.get("/sv/").get_data(as_text=True)

    assert "Synlig artikel" in html
    assert "Osynligt utkast" not in html
    assert "Synlig artikel" not in client.get("/en/").get_data(as_text=True)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_ways_in_say_what_the_lists_they_lead_to_say(
    client: FlaskClient, language: str
) -> None:
    ways = Page(client.get(f"/{language}/")).all(".way")
    assert len(ways) == 3
    for way in ways:
        listed = Page(client.get(way.all("a")[0]["href"]))
        assert way.texts("p")[0] in listed.texts("p")


def test_the_front_page_shows_the_universities_and_the_process(
    app: Flask, client: FlaskClient
) -> None:
    for number, slug in enumerate(("ett", "tva", "tre", "fyra", "fem", "sex"), 1):
        make_tag(slug, "university", number=number, app=app)
    page = Page(client.get("/sv/"))
    links = page.values("li > .university-name a", "href")
    assert page.values(".petal", "data-university") == list("123456")
    named = ["ett", "tva", "tre", "fyra", "fem", "sex"]
    assert links == [f"/sv/universities/{slug}" for slug in named]
    assert "Stegen som lista" in page.text


def test_the_question_leads_to_its_answer_when_that_is_published(
    app: Flask, client: FlaskClient
) -> None:
    editor, author = make_user("editor", app=app), make_user("author", app=app)
    make_article("What is social innovation?", author, language="en", app=app)
    make_article("Vad är social innovation?", editor, app=app)
    way = Page(client.get("/sv/")).one("a[href='/sv/articles/vad-ar-social-innovation'] > span")
    assert way.text.startswith("Läs svaret")
    assert "Read the answer" not in client.get("/en/").text
    log_in(client, author)
    assert "Read the answer" not in client.get("/en/").text


@pytest.mark.parametrize(
    ("address", "words"),
    [("/sv/", "Vad är social innovation?"), ("/en/", "What is social innovation?")],
)
def test_the_front_page_answers_without_content(
    client: FlaskClient, address: str, words: str
) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert words in response.get_data(as_text=True)
