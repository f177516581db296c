"""Test the sections that are suggested while a link to one is typed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from wiki.markup.render import render

BODY = "## Mål och medel\n\nEtt.\n\n### Hållbara *mål*\n\nTvå.\n\n## Källor\n\nTre."


def ask(client: FlaskClient, typed: str) -> list[str]:
    answer = client.get("/sv/section-titles", query_string={"q": typed})
    assert answer.json is not None
    return [item["text"] for item in answer.json["items"]]


@pytest.fixture
def article(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article("Bryggor", editor, body=BODY, app=app)
    make_article("Bridges", editor, language="en", body="## Aims", app=app)
    log_in(client, make_user("author", app=app))


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Bryggor#", ["Mål och medel", "Hållbara mål", "Källor"]),
        ("bryggor #MÅL", ["Mål och medel", "Hållbara mål"]),
        ("Bryggor#kall", ["Källor"]),
        ("Bryggor#finns inte", []),
        ("Kajer#", []),
        ("en:Bridges#", ["Aims"]),
        ("en:Bryggor#", []),
        ("#", []),
        ("", []),
        ("#" * 5000, []),
    ],
)
@pytest.mark.usefixtures("article")
def test_sections_of_the_article_that_is_named(
    client: FlaskClient, typed: str, found: list[str]
) -> None:
    assert ask(client, typed) == found


def test_sections_of_what_readers_do_not_see_are_kept(app: Flask, client: FlaskClient) -> None:
    author = make_user("author", app=app)
    make_article("Bryggor", author, body=BODY, app=app)  # a draft
    log_in(client, author)
    assert ask(client, "Bryggor#") == []


@pytest.mark.usefixtures("article")
def test_what_is_put_in_leads_to_the_section(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    headings = ("Om #metoo", "Mål [utkast]", "Ja | nej", "Kod `a | b`", "Mål", "Mål", "Å" * 150)
    body = "\n\n".join(f"## {heading}" for heading in headings)
    make_article("Kajen", editor, body=body, app=app)
    answer = client.get("/sv/section-titles", query_string={"q": "Kajen#"})
    assert answer.json is not None
    links = [item["link"] for item in answer.json["items"]]
    assert links == ["om-metoo", "mal-utkast", "ja-nej", "kod-a-b", "Mål", "mal-2", "a" * 80]
    source = " ".join(f"[[#{link}]]" for link in links)
    shown = render(f"{body}\n\n{source}", "sv", frozenset())
    assert 'class="missing"' not in shown.html
    for heading in shown.headings:
        assert f'<a href="#{heading.anchor}">' in shown.html
