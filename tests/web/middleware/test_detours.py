"""An address with a slash too many, or without its language, leads to the page that is meant."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/sv/articles/same/", "/sv/articles/same"),
        ("/sv/articles/same//", "/sv/articles/same"),
        ("/sv/articles/same/history/?page=2", "/sv/articles/same/history?page=2"),
        ("/sv/search/?q=tv%C3%A4tt&kind=case", "/sv/search?q=tv%C3%A4tt&kind=case"),
        ("/sv/login/", "/sv/login"),
        ("/sv/changes/", "/sv/changes"),
        ("/sv/events.ics/", "/sv/events.ics"),
        ("/healthz/", "/healthz"),
        ("/robots.txt/", "/robots.txt"),
        ("/SV/articles/same", "/sv/articles/same"),
        ("/En/events", "/en/events/"),
        ("/sv/articles/sm%C3%A5%3F%25/", "/sv/articles/sm%C3%A5%3F%25"),
    ],
)
def test_a_slash_too_many_leads_on(client: FlaskClient, url: str, target: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (301, target)


@pytest.mark.parametrize("url", ["/sv//articles/same", "//sv/articles/same", "/sv/articles//same"])
def test_two_slashes_are_one(app: Flask, client: FlaskClient, editor: Person, url: str) -> None:
    make_article("Same", editor, body="a", app=app)
    answer = client.get("/", environ_overrides={"PATH_INFO": url}, follow_redirects=False)
    if answer.status_code != 200:
        assert answer.headers["Location"].endswith("/sv/articles/same")
        assert "//sv" not in answer.headers["Location"].removeprefix("http://localhost")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/login", "/sv/login"),
        ("/login/", "/sv/login"),
        ("/admin", "/sv/admin/"),
        ("/desk", "/sv/desk/"),
        ("/articles/same", "/sv/articles/same"),
        ("/articles/same/cite", "/sv/articles/same/cite"),
        ("/articles", "/sv/articles/"),
        ("/search?q=a%20b", "/sv/search?q=a%20b"),
        ("/tags/skola", "/sv/tags/skola"),
        ("/universities/mau", "/sv/universities/mau"),
        ("/events/same.ics", "/sv/events/same.ics"),
        ("/events", "/sv/events/"),
        ("/privacy", "/sv/privacy"),
    ],
)
def test_a_missing_language_is_the_readers(client: FlaskClient, url: str, target: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert "Accept-Language" in answer.headers["Vary"]
    english = client.get(url, headers={"Accept-Language": "en-GB"})
    assert english.headers["Location"] == target.replace("/sv/", "/en/", 1)


def test_an_article_without_a_language_is_found_in_its_own(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("The laundry", editor, body="a", language="en", app=app)
    answer = client.get("/articles/the-laundry/", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/en/articles/the-laundry")


@pytest.mark.parametrize(
    "url",
    ["/nothing", "/sv/nothing", "/sv/nothing/", "/xx/articles/same", "/articles/a/b/c", "/sv/sv/"],
)
def test_what_is_no_page_stays_not_found(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "/\\evil.example/", "///"])
def test_no_detour_leads_to_another_site(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    target = answer.headers.get("Location", "/").removeprefix("http://localhost")
    assert not target.startswith(("//", "/\\"))


def test_a_form_is_not_led_on(client: FlaskClient) -> None:
    assert client.post("/login", data={"email": "a"}).status_code == 404
