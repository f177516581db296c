"""The page that explains how to search: every example on it finds something in the sample."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.page import Page
from tests.search.pages import titles


@pytest.fixture
def reader(sample_app: Flask) -> FlaskClient:
    return sample_app.test_client()


def examples(client: FlaskClient, address: str) -> list[str]:
    return Page(client.get(address)).values("a[href*='/search?q=']", "href")


def test_every_example_finds_something(reader: FlaskClient) -> None:
    for language in ("sv", "en"):
        found = examples(reader, f"/{language}/search/help")
        assert len(found) >= 10
        assert [question for question in found if not titles(reader, question)] == []
        tips = examples(reader, f"/{language}/search")
        assert len(tips) >= 7
        assert set(tips) <= set(found)


def test_the_operators_do_what_is_said_of_them(reader: FlaskClient) -> None:
    everything = set(titles(reader, "/sv/search?q=innovation"))
    without = set(titles(reader, "/sv/search?q=innovation+-teknisk"))
    assert without
    assert "Teknisk och social innovation" in everything - without
    assert titles(reader, "/sv/search?q=titel:tvättmaskinen") == [
        "Tvättmaskinen som social innovation"
    ]


def test_the_search_page_leads_to_it_in_both_languages(client: FlaskClient) -> None:
    assert 'href="/sv/search/help">Så söker du</a>' in client.get("/sv/search?q=x").text
    assert "Så söker du</h1>" in client.get("/sv/search/help").text
    assert 'href="/en/search/help">How to search</a>' in client.get("/en/search?q=x").text
    assert "How to search</h1>" in client.get("/en/search/help").text
