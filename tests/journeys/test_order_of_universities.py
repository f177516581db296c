"""The six universities are listed in the same order everywhere, in both languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user
from tests.page import Page
from wiki.accounts.models import Role
from wiki.search.queries.tags import list_known_tags
from wiki.tags.models import TagKind
from wiki.tags.queries import list_tags

PLACES = ["malmo", "lulea", "umea", "orebro", "boras", "jonkoping"]


@pytest.fixture
def reading(sample_app: Flask) -> FlaskClient:
    client = sample_app.test_client()
    log_in(client, make_user(Role.EDITOR, app=sample_app))
    return client


def shown(client: FlaskClient, url: str, part: str = "main") -> list[str]:
    """Return the places of the universities whose dots or petals are in a part of the page."""
    return places(Page(client.get(url)).one(part))


def places(part: Page) -> list[str]:
    """Return the places of the universities whose dots or petals are in this part, in order."""
    numbers = part.values(".dot, .petal", "data-university")
    return [PLACES[int(number) - 1] for number in numbers if number in list("123456")]


def test_the_order_is_the_same_on_every_page(sample_app: Flask, reading: FlaskClient) -> None:
    for language, title in (("sv", "motesplats-social-innovation"), ("en", "jonkoping-university")):
        assert shown(reading, f"/{language}/", ".site-footer") == PLACES
        assert shown(reading, f"/{language}/") == PLACES * 2
        assert shown(reading, f"/{language}/tags/") == PLACES
        assert shown(reading, f"/{language}/articles/{title}/tags") == PLACES
        own, *others = shown(reading, f"/{language}/universities/umea-university")[-6:]
        assert own == "umea"
        assert others == [place for place in PLACES if place != "umea"]
        assert_by_count(Page(reading.get(f"/{language}/search?q=social+innovation")))
    of_node = shown(reading, "/sv/articles/motesplats-social-innovation")
    assert of_node == sorted(of_node, key=PLACES.index)
    assert len(of_node) == 6
    with sample_app.test_request_context():
        terms = list_tags("sv", TagKind.UNIVERSITY)
        assert [tag.number for tag in terms] == [1, 2, 3, 4, 5, 6]
        known = [tag for tag in list_known_tags() if tag.kind == "university"]
        assert [tag.number for tag in known] == [1, 2, 3, 4, 5, 6]


def assert_by_count(page: Page) -> None:
    """Check that the most frequent come first, and ties are in the fixed order."""
    values = page.all("a[href*='university=']:has(.count)")
    order = [next(place for place in PLACES if place in value["href"]) for value in values]
    counts = [int(value.one(".count").text) for value in values]
    ranks = list(zip((-count for count in counts), map(PLACES.index, order), strict=True))
    assert len(ranks) == 6
    assert ranks == sorted(ranks)
