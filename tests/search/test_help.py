"""The page that explains how to search: every example on it finds something in the sample."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.search.pages import titles
from wiki.operations.first_start import load_sample
from wiki.search.index.drainer import drain_now

EXAMPLE = re.compile(r'href="(/(?:sv|en)/search\?q=[^"]+)"')


@pytest.fixture
def sample(app: Flask) -> None:
    with app.app_context():
        load_sample(app, lambda line: None)
    drain_now(app)


def examples(client: FlaskClient, address: str) -> list[str]:
    return [unescape(question) for question in EXAMPLE.findall(client.get(address).text)]


@pytest.mark.usefixtures("sample")
def test_every_example_finds_something(client: FlaskClient) -> None:
    for language in ("sv", "en"):
        found = examples(client, f"/{language}/search/help")
        assert len(found) >= 10
        assert [question for question in found if not titles(client, question)] == []
        tips = examples(client, f"/{language}/search")
        assert len(tips) >= 7
        assert set(tips) <= set(found)


@pytest.mark.usefixtures("sample")
def test_the_operators_do_what_is_said_of_them(client: FlaskClient) -> None:
    everything = set(titles(client, "/sv/search?q=innovation"))
    without = set(titles(client, "/sv/search?q=innovation+-teknisk"))
    assert without
    assert "Teknisk och social innovation" in everything - without
    assert titles(client, "/sv/search?q=titel:tvättmaskinen") == [
        "Tvättmaskinen som social innovation"
    ]


def test_the_search_page_leads_to_it_in_both_languages(client: FlaskClient) -> None:
    assert 'href="/sv/search/help">Så söker du</a>' in client.get("/sv/search?q=x").text
    assert "Så söker du</h1>" in client.get("/sv/search/help").text
    assert 'href="/en/search/help">How to search</a>' in client.get("/en/search?q=x").text
    assert "How to search</h1>" in client.get("/en/search/help").text
