"""Read what the head of every page announces, and the names of its landmarks."""

from collections import Counter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from tests.page import Page

LONG = "\n\n".join(f"## Del {number}\n\n" + "ord " * 200 for number in range(6))


@pytest.fixture
def pages(app: Flask, client: FlaskClient, editor: Person) -> dict[str, Page]:
    make_article("Bryggor", editor, body=LONG, app=app)
    addresses = ["", "about", "articles/", "articles/bryggor", "articles/bryggor/history"]
    addresses += ["articles/bryggor/revisions/1", "changes", "tags/", "events/", "privacy"]
    addresses += ["search?q=x", "timeline", "login"]
    return {address: Page(client.get(f"/sv/{address}")) for address in addresses}


@pytest.mark.long
def test_every_page_announces_the_feed_once(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        feeds = page.values('link[type="application/atom+xml"]', "href")
        assert feeds == ["/sv/feeds/articles.xml"], address


@pytest.mark.long
def test_no_two_landmarks_have_one_name(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        names = Counter(
            nav.get("aria-label") or page.one(f"#{nav['aria-labelledby']}").text
            for nav in page.all("nav")
        )
        assert max(names.values()) == 1, (address, names)


@pytest.mark.long
def test_a_page_in_both_languages_has_a_default_for_others(pages: dict[str, Page]) -> None:
    for address, target in (("", "/"), ("about", "/sv/about"), ("articles/", "/sv/articles/")):
        default = pages[address].one('link[hreflang="x-default"]')
        assert default["href"] == f"http://localhost{target}"
    assert pages["articles/bryggor"].all('link[hreflang="x-default"]') == []


@pytest.mark.long
def test_the_way_home_says_where_it_leads(pages: dict[str, Page]) -> None:
    assert pages["articles/bryggor"].texts(".breadcrumbs a")[0] == "Startsidan"
