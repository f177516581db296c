"""A facet with many values shows the most frequent; the others are folded, with their number."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user, put_on
from tests.page import Element, Page
from tests.search.pages import counts
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now


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


def folded(page: str) -> Element:
    return Page(page).one("details.facet-more")


@pytest.mark.long
def test_the_rarest_are_folded_and_can_be_reached(client: FlaskClient) -> None:
    page = client.get("/sv/search?q=odling").text
    rest = folded(page)
    assert not rest.has("open")
    assert "4 till" in rest.one("summary").text
    assert rest.texts(".facet-text") == ["Ämne 08", "Ämne 09", "Ämne 10", "Ämne 11"]
    assert "/sv/search?q=odling&topic=topic-11" in rest.values("a", "href")
    assert counts(page)["Ämne 00"] == 2
    assert counts(page)["Ämne 11"] == 1
    assert "4 more" in folded(client.get("/en/search?q=odling").text).text


def test_a_chosen_value_is_unfolded(client: FlaskClient) -> None:
    rest = folded(client.get("/sv/search?q=odling&topic=topic-10").text)
    assert rest.has("open")
    assert len(rest.all(".is-chosen")) == 1
    assert not folded(client.get("/sv/search?q=odling&topic=topic-01").text).has("open")


def test_few_are_never_folded(client: FlaskClient) -> None:
    page = client.get("/sv/search?q=odling+stad+-tag:topic-11").text
    assert "Ämne 07" in page
    assert "facet-more" not in page
