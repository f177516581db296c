"""Test that the page reports opened hits to the search log, without a cookie for the reader."""

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.library import Library
from wiki.search_log.buffer import Buffer, Count

# A user agent that is counted: that of Chromium in tests says that it is headless.
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def counted(library: Library) -> dict[str, Count]:
    buffer: Buffer = library.app.extensions["searches"].buffer
    return {text: count for (_, _, text), count in buffer.take().items()}


def follow(page: Page, name: str, button: str = "left") -> None:
    """Open a hit, and wait until the page has reported it."""
    with page.expect_response("**/search/opened") as reported:
        if button == "left":
            page.get_by_role("link", name=name, exact=True).first.click()
        else:
            page.get_by_role("link", name=name, exact=True).first.click(button="middle")
    assert reported.value.status == 204


def test_hits_that_are_opened_are_counted(visit: Visit, library: Library) -> None:
    counted(library)
    page = visit(user_agent=READER)
    page.goto("/sv/search?q=alfa")
    follow(page, "Alfa", "middle")
    follow(page, "Alfa")
    page.wait_for_url("**/articles/alfa")
    count = counted(library)["alfa"]
    assert count.times == 1
    assert sum(count.opened.values()) == 2
    assert page.context.cookies() == []


def test_a_search_can_be_reported_without_a_cookie(visit: Visit, library: Library) -> None:
    counted(library)
    page = visit(user_agent=READER, java_script_enabled=False)
    page.goto("/sv/search?q=okapi+zebra")
    page.get_by_role("button", name="Berätta för redaktionen vad du sökte").click()
    assert page.get_by_role("heading", name="Tack").is_visible()
    assert counted(library)["okapi zebra"].asked_for == 1
    assert page.context.cookies() == []
