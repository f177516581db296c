"""A facet with many values shows the most frequent; the others are folded, with their number."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user, put_on
from tests.search.pages import counts
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now

FOLDED = re.compile(r'<details class="facet-more"( open)?>(.*?)</details>', re.DOTALL)


@pytest.fixture(autouse=True)
def topics(app: Flask) -> None:
    """Tag an article with twelve topics, and another with the first eight of them."""
    editor = make_user(Role.EDITOR, app=app)
    tags = [
        make_tag(f"topic-{number:02}", label_sv=f"Ämne {number:02}", app=app)
        for number in range(12)
    ]
    put_on(make_article("Odling", editor, app=app), *tags, app=app)
    put_on(make_article("Odling i stad", editor, app=app), *tags[:8], app=app)
    drain_now(app)


def folded(page: str) -> tuple[bool, str]:
    found = FOLDED.findall(page)
    assert len(found) == 1
    return bool(found[0][0]), unescape(found[0][1])


def test_the_rarest_are_folded_and_can_be_reached(client: FlaskClient) -> None:
    page = client.get("/sv/search?q=odling").text
    is_open, rest = folded(page)
    assert not is_open
    assert "4 till" in rest
    assert re.findall(r"Ämne \d\d", rest) == ["Ämne 08", "Ämne 09", "Ämne 10", "Ämne 11"]
    assert "/sv/search?q=odling&topic=topic-11" in rest
    assert counts(page)["Ämne 00"] == 2
    assert counts(page)["Ämne 11"] == 1
    assert "4 more" in folded(client.get("/en/search?q=odling").text)[1]


def test_a_chosen_value_is_unfolded(client: FlaskClient) -> None:
    is_open, rest = folded(client.get("/sv/search?q=odling&topic=topic-10").text)
    assert is_open
    assert "is-chosen" in rest
    assert not folded(client.get("/sv/search?q=odling&topic=topic-01").text)[0]


def test_few_are_never_folded(client: FlaskClient) -> None:
    page = client.get("/sv/search?q=odling+stad+-tag:topic-11").text
    assert "Ämne 07" in page
    assert "facet-more" not in page
