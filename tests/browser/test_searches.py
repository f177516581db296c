"""Test that the page reports opened hits to the search log, without a cookie for the reader."""

import time
from typing import NamedTuple

from playwright.sync_api import Page
from sqlalchemy import func, select

from tests.browser.conftest import Visit
from tests.browser.library import Library
from wiki.db import db
from wiki.search_log.models import OpenedHit, SearchCount

# A user agent that is counted: that of Chromium in tests says that it is headless.
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Counted(NamedTuple):
    """How often a text was searched for and reported, and how often its hits were opened."""

    times: int
    reported: int
    opened: int


def count(library: Library, text: str) -> Counted:
    """Return what is stored of a text; a thread stores it too, every few seconds."""
    library.app.extensions["searches"].flush()
    searches = select(
        func.coalesce(func.sum(SearchCount.times), 0),
        func.coalesce(func.sum(SearchCount.asked_for), 0),
    ).where(SearchCount.text == text)
    hits = select(func.coalesce(func.sum(OpenedHit.times), 0)).where(OpenedHit.text == text)
    with library.app.app_context():
        times, reported = db.session.execute(searches).one()
        return Counted(times, reported, db.session.scalar(hits) or 0)


def wait_for_opened(library: Library, text: str, opened: int) -> Counted:
    """Wait until so many hits are counted as opened; return what is counted then."""
    end = time.monotonic() + 20
    while (counted := count(library, text)).opened < opened and time.monotonic() < end:
        time.sleep(0.05)
    return counted


def follow(page: Page, name: str, button: str = "left") -> None:
    """Open a hit, and wait until the page reports it."""
    # Of the answer the browser says nothing when it has left the page meanwhile.
    with page.expect_request("**/search/opened"):
        if button == "left":
            page.get_by_role("link", name=name, exact=True).first.click()
        else:
            page.get_by_role("link", name=name, exact=True).first.click(button="middle")


def test_hits_that_are_opened_are_counted(visit: Visit, library: Library) -> None:
    before = count(library, "alfa")
    page = visit(user_agent=READER)
    page.goto("/sv/search?q=alfa")
    follow(page, "Alfa", "middle")
    follow(page, "Alfa")
    page.wait_for_url("**/articles/alfa")
    after = wait_for_opened(library, "alfa", before.opened + 2)
    assert (after.times - before.times, after.opened - before.opened) == (1, 2)
    assert page.context.cookies() == []


def test_a_search_can_be_reported_without_a_cookie(visit: Visit, library: Library) -> None:
    page = visit(user_agent=READER, java_script_enabled=False)
    page.goto("/sv/search?q=okapi+zebra")
    page.get_by_role("button", name="Berätta för redaktionen vad du sökte").click()
    assert page.get_by_role("heading", name="Tack").is_visible()
    assert count(library, "okapi zebra").reported == 1
    assert page.context.cookies() == []
