"""Click through every type of page as a reader: nothing breaks, and there are no cookies."""

import re

import pytest
from playwright.sync_api import Page, Request, Response

from tests.browser.conftest import Visit
from tests.browser.page_type import PageType
from tests.browser.pages import PAGES

OPEN = [kind for kind in PAGES if kind.role is None and kind.act is None and kind.show is None]
# Reported by the browser itself, whatever the console shows.
LISTEN = """
  window.refused = [];
  addEventListener("securitypolicyviolation", (event) => {
    window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
"""
# Only the forms of these may set a cookie for a visitor.
LOGIN = "/login|/password/forgotten"
# What can be pressed on the page itself, and what leads to another page.
PRESSED = "summary:visible, main button[type=button]:visible:enabled, main .permalink:visible"
MOST_PRESSED = 8
# What unfolds over the page would be in the way of the next press; a reader folds it by Escape.
FOLD = "document.querySelectorAll('details[data-closes]').forEach((fold) => { fold.open = false })"
LEADING_ON = (
    "main a[href^='/']:not(svg a, [download], [href*='.ics'], [href*='.xml'], [href*='.csv'])"
    ":visible, .wordmark"
)


class Wrongs(list[str]):
    """The faults seen on a page."""

    def watch(self, page: Page) -> None:
        """Listen to a page, in addition to what every browser test listens to."""
        page.on(
            "console", lambda message: self.note(message.text if message.type == "error" else "")
        )
        page.on("requestfailed", self.note_failed)
        page.on("response", self.note_answer)

    def note(self, wrong: str) -> None:
        """Record a fault, except failed loads, which `note_answer` records."""
        if wrong and not wrong.startswith("Failed to load resource"):
            self.append(wrong)

    def note_failed(self, request: Request) -> None:
        """Record a request without a response, unless the reader left before it came."""
        if request.failure != "net::ERR_ABORTED":
            self.append(f"{request.failure} for {request.url}")

    def note_answer(self, answer: Response) -> None:
        """Record a response that is an error; only pages may be missing."""
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.append(f"{answer.status} for {answer.url}")


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("kind", "language", "turn"),
    [
        pytest.param(kind, ("sv", "en")[turn % 2], turn, id=kind.name)
        for turn, kind in enumerate(OPEN)
    ],
)
def test_a_reader_clicks_and_nothing_breaks(
    visit: Visit, kind: PageType, language: str, turn: int
) -> None:
    page = visit(viewport={"width": (375, 1280)[turn // 2 % 2], "height": 800})
    wrongs = Wrongs()
    wrongs.watch(page)
    page.add_init_script(LISTEN)
    page.goto(f"/{language}{kind.address}")
    for place in range(min(page.locator(PRESSED).count(), MOST_PRESSED)):
        pressed = page.locator(PRESSED).nth(place)
        if pressed.is_visible():
            pressed.click()
            page.evaluate(FOLD)
    wrongs += page.evaluate("window.refused")
    links = page.locator(LEADING_ON)
    with page.expect_navigation():
        links.nth(turn % links.count()).click()
    page.wait_for_load_state("networkidle")
    wrongs += page.evaluate("window.refused")
    assert wrongs == []
    if not re.search(LOGIN, kind.address + page.url):
        assert page.context.cookies() == []


def test_what_is_refused_is_heard(visit: Visit) -> None:
    page = visit()
    wrongs = Wrongs()
    wrongs.watch(page)
    page.add_init_script(LISTEN)
    page.goto("/sv/about")
    with page.expect_event("console", lambda message: message.text == "Ett fel"):
        page.evaluate("fetch('/sv/finns-inte').then(() => console.error('Ett fel'))")
    assert "Ett fel" in wrongs
    assert any("404" in wrong for wrong in wrongs)
