"""Test the peeks that show a note or another article next to a link: WCAG 2.2, 1.4.13."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.words import SUMMARY

ALFA = "/sv/articles/alfa"
LONGER_THAN_ANY_DELAY = 900  # milliseconds


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto(ALFA)
    return page


def link_to_beta(page: Page) -> Locator:
    return page.locator(".prose > p > a[href='/sv/articles/beta']")  # not the link in the peek


def test_a_peek_comes_to_the_pointer_and_stays_while_it_is_on_link_or_peek(page: Page) -> None:
    peek = page.locator(".peek")
    link_to_beta(page).hover()
    expect(peek).to_contain_text("Exempel")
    expect(peek).to_contain_text(SUMMARY)
    peek.hover()
    page.wait_for_timeout(LONGER_THAN_ANY_DELAY)
    expect(peek).to_be_visible()
    page.locator("h1").hover()
    expect(peek).to_have_count(0)
    link_to_beta(page).hover()
    expect(peek).to_be_visible()
    page.wait_for_timeout(LONGER_THAN_ANY_DELAY)
    expect(peek).to_be_visible()


def test_escape_takes_the_peek_away_while_the_pointer_rests(page: Page) -> None:
    link_to_beta(page).hover()
    expect(page.locator(".peek")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".peek")).to_have_count(0)
    page.wait_for_timeout(LONGER_THAN_ANY_DELAY)
    expect(page.locator(".peek")).to_have_count(0)


def test_a_peek_comes_to_the_keyboard_and_lets_it_in(page: Page) -> None:
    peek = page.locator(".peek")
    page.locator("main").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if link_to_beta(page).evaluate("element => element === document.activeElement"):
            break
    expect(peek).to_be_visible()
    expect(peek).to_have_accessible_name("Beta")
    page.keyboard.press("Tab")
    expect(peek.get_by_role("link", name="Beta")).to_be_focused()
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)
    expect(link_to_beta(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".prose a.missing")).to_be_focused()
    expect(peek).to_have_count(0)


def test_a_late_answer_is_dropped(page: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/peek", hold)
    with page.expect_request("**/articles/beta/peek"):
        link_to_beta(page).hover()
    page.locator("h1").hover()
    page.wait_for_timeout(LONGER_THAN_ANY_DELAY)
    waiting[0].continue_()
    page.wait_for_timeout(LONGER_THAN_ANY_DELAY)
    expect(page.locator(".peek")).to_have_count(0)
    # It is cached nevertheless, so that the next time there is no wait.
    link_to_beta(page).hover()
    expect(page.locator(".peek")).to_contain_text(SUMMARY)
    assert len(waiting) == 1


def test_there_is_no_peek_for_unwritten_articles_or_without_a_response(page: Page) -> None:
    page.route("**/articles/beta/peek", lambda route: route.abort())
    for link in (page.locator(".prose a.missing"), link_to_beta(page)):
        link.hover()
        page.wait_for_timeout(LONGER_THAN_ANY_DELAY)
        expect(page.locator(".peek")).to_have_count(0)
    link_to_beta(page).click()
    expect(page.locator("h1")).to_have_text("Beta")


def test_a_note_is_shown_next_to_its_number(page: Page) -> None:
    peek = page.locator(".peek")
    page.locator(".footnote-ref").hover()
    expect(peek).to_have_text(re.compile(r"^\s*Egna iakttagelser, 2026\.\s*Till noterna$"))
    expect(peek).to_have_accessible_name("Not 1")
    assert page.evaluate("document.querySelectorAll('#fn-1').length") == 1
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)


def test_a_source_is_shown_next_to_its_citation(page: Page) -> None:
    peek = page.locator(".peek")
    page.get_by_role("link", name="Ek, 2020, s. 4").hover()
    source = re.compile(r"^\s*Ek, E\. \(2020\)\. En bok om bryggor\..*Till källorna$")
    expect(peek).to_have_text(source)
    peek.get_by_role("link", name="Till källorna").click()
    expect(page.locator("#ref-1")).to_be_in_viewport()
    page.locator("#ref-1 .footnote-backref").click()
    assert page.evaluate("document.querySelector(':target').id") == "cite-1"


def test_the_number_of_a_note_still_leads_to_it_and_back(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.locator(".footnote-ref").click()
    expect(page.locator("#fn-1")).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "fn-1"
    page.locator("#fn-1 .footnote-backref").click()
    expect(page.locator(".footnote-ref")).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "fnref-1"


def test_a_finger_reads_the_note_first_and_follows_links_at_once(visit: Visit) -> None:
    page = visit(viewport={"width": 375, "height": 700}, has_touch=True)
    page.goto(ALFA)
    peek = page.locator(".peek")
    page.locator(".footnote-ref").tap()
    expect(peek).to_contain_text("Egna iakttagelser")
    expect(page).to_have_url(re.compile("/alfa$"))
    page.locator("h1").tap()
    expect(peek).to_have_count(0)
    page.locator(".footnote-ref").tap()
    peek.get_by_role("link", name="Till noterna").tap()
    expect(page.locator("#fn-1")).to_be_in_viewport()
    link_to_beta(page).tap()
    expect(page.locator("h1")).to_have_text("Beta")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_peek_stays_on_the_page(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 700})
    page.goto(ALFA)
    for link in (link_to_beta(page), page.locator(".footnote-ref")):
        link.hover()
        peek = page.locator(".peek")
        expect(peek).to_be_visible()
        box = peek.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Escape")
