"""Test what all pages have in common, at the width of a phone and of a desk."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.keys import Keys
from tests.browser.page_type import PageType, reach
from tests.browser.pages import PAGES
from wiki.accounts.models import Role

pytestmark = pytest.mark.pages
PHONE, DESK = 390, 1440
ARTICLE = "/sv/articles/vad-ar-social-innovation"
# Pages that open in a window of their own beside the page, which has its place.
APART = {"logged in again"}
# What one look at a page says: its width, the edge of its heading, its crumbs and its menu.
LOOK = """() => {
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const name = document.querySelector(".account-name");
  if (name) name.textContent = "Anna-Karin Lindström"; // as people are called
  return {
    width: document.documentElement.scrollWidth,
    left: Math.round(box("h1").left),
    crumbs: document.querySelector(".site-body > nav.breadcrumbs") !== null,
    editor: document.querySelector("form.editor") !== null,
    menu: document.querySelector(".sidebar .subnav") !== null,
    header: Math.round(box(".site-header").height),
    field: Math.round(box(".site-header .site-search")?.width ?? 999),
  };
}"""


def looks(page: Page, role: Role | None) -> Iterator[tuple[PageType, int, dict[str, Any]]]:
    """Look at every page of a role that needs no steps, as wide as a desk and as a phone."""
    for kind in PAGES:
        if kind.role == role and kind.is_plain and kind.name not in APART:
            page.set_viewport_size({"width": DESK, "height": 900})
            reach(page, kind, "sv")
            for width in (DESK, PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                yield kind, width, page.evaluate(LOOK)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("role", [None, *Role])
def test_every_page_has_the_same_frame(reuse: Visit, role: Role | None) -> None:
    faults = []
    for kind, width, look in looks(reuse(role), role):
        parts = kind.address.partition("?")[0].strip("/").split("/")
        is_desk = parts[0] in {"desk", "admin", "account"} and kind.status != 403
        has_menu = is_desk and not look["editor"]  # the editor takes the whole width
        wrong = {
            "wider than the page": look["width"] > width,
            "the heading is at another edge": look["left"] != (48 if width == DESK else 17),
            # Below the first level a page says where it is, and only there.
            "crumbs": kind.status < 400 and look["crumbs"] is not (len(parts) > 1),
            "no menu at the side": has_menu and not look["menu"],
            "the header has more than one row": look["header"] > 62,
            "no room for words in the field": 0 < look["field"] < 9 * 16,
        }
        faults += [(kind.name, width, fault) for fault, is_so in wrong.items() if is_so]
    assert faults == []


@pytest.mark.parametrize("width", [DESK, 1600])
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.ADMIN])
def test_the_field_gives_room_before_a_name_is_cut(visit: Visit, role: Role, width: int) -> None:
    page = visit(role, viewport={"width": width, "height": 800})
    page.goto(ARTICLE)
    look = page.evaluate(
        """() => {
          const name = document.querySelector(".account-name");
          name.textContent = "Nina Ekberg";
          return {
            width: document.documentElement.scrollWidth,
            isCut: name.scrollWidth > name.clientWidth,
            field: document.querySelector(".site-search").getBoundingClientRect().width,
            header: document.querySelector(".site-header").offsetHeight,
          };
        }"""
    )
    assert look["width"] <= width
    assert look["header"] <= 62
    assert look["field"] >= 9 * 16
    assert not look["isCut"] or look["field"] < 9 * 16 + 1, look


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_header_follows_with_search_and_contents(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    page.goto(ARTICLE)
    page.mouse.wheel(0, 1500)
    expect(page.locator("#site-search")).to_be_in_viewport()
    if width == PHONE:
        fold = page.locator(".contents-folded > summary")
        fold.click()
    contents = page.get_by_role("navigation", name="Innehåll").locator("visible=true")
    expect(contents.get_by_role("link").first).to_be_in_viewport()
    contents.get_by_role("link").nth(2).click()
    heading = page.locator(".prose > h2").nth(2)
    header = page.locator(".site-header").bounding_box()
    assert header is not None
    assert header["y"] == 0
    place = heading.bounding_box()
    assert place is not None
    assert place["y"] >= header["height"]


def test_the_menu_of_a_phone_folds_again(visit: Visit) -> None:
    page = visit(viewport={"width": PHONE, "height": 800})
    page.goto(ARTICLE)
    menu, summary = page.locator(".site-menu"), page.locator(".site-menu > summary")
    for close in ("Escape", "a press beside it", "the focus leaves it"):
        summary.press("Enter")
        expect(page.locator(".language-switch")).to_be_visible()
        if close == "Escape":
            page.keyboard.press("Escape")
            expect(summary).to_be_focused()
        elif close == "a press beside it":
            page.mouse.click(200, 780)
        else:
            page.locator(".prose a").first.focus()
        expect(menu).not_to_have_attribute("open", "")


def test_the_first_hit_is_on_the_first_screen_of_a_phone(visit: Visit) -> None:
    page = visit(viewport={"width": PHONE, "height": 844})
    for question in (
        "innovation",
        "bryggor",
        "hur+mäter+man+social+innovation",
        "social+innovation",
    ):
        page.goto(f"/sv/search?q={question}")
        box = page.locator(".hit").first.bounding_box()
        assert box is not None
        assert box["y"] < 400


# What scrolls by itself within the page.
SCROLLERS = """() => [...document.querySelectorAll("main *")].filter((element) =>
    /auto|scroll/.test(getComputedStyle(element).overflowY)
      && element.checkVisibility() && element.scrollHeight > element.clientHeight + 1
  ).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_editor_has_one_scroller_and_save_at_hand(visit: Visit, width: int) -> None:
    page = visit(Role.EDITOR, viewport={"width": width, "height": 844})
    page.goto("/sv/articles/motesplats-social-innovation/edit")
    expect(page.locator(".editor-preview h2").nth(1)).to_be_attached()
    if width == PHONE:
        assert page.evaluate(SCROLLERS) == []
    save = page.get_by_role("button", name="Spara utkast")
    for place in (0, 0.5, 1):
        page.evaluate(f"scrollTo(0, {place} * document.documentElement.scrollHeight)")
        expect(save).to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, 0)")
    page.locator("[name=title]").focus()
    keys = Keys(page)
    keys.reach("[name=intent][value=save]")  # checks at each stop that nothing covers the focus
    keys.reach("[name=title]", back=True)


# How far apart two boxes are: `below` from the upper to the lower, `beside` from left to right.
GAP = """([first, second]) => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const [a, b] = [box(first), box(second)];
  return { below: Math.round(b.top - a.bottom), beside: Math.round(b.left - a.right) };
}"""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_belongs_together_stands_together(reuse: Visit, width: int) -> None:
    page = reuse(Role.EDITOR)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/desk/")
    summary = page.locator(".row-more > summary").first.bounding_box()
    assert summary is not None
    assert summary["height"] < 32  # the triangle and its word on one line
    assert page.evaluate(GAP, [".suggested > .hint", ".dense caption"])["below"] < 40
    page.goto("/sv/articles/utkastet")
    notice = ".notice-draft .notice-text"
    assert page.evaluate(GAP, [f"{notice} div > p", f"{notice} form"])["below"] == 8
    assert page.evaluate(GAP, [f"{notice} form", f"{notice} .cluster > p"])["beside"] == 12
    reader = reuse()
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto("/sv/articles/epsilon")
    tabs = ".page-actions li:nth-child({})"
    assert reader.evaluate(GAP, [tabs.format(1), tabs.format(2)])["beside"] == 24
    reader.goto("/sv/search?q=bryggor")
    answer = ".search-answers .item"
    gap = reader.evaluate(GAP, [f"{answer}-title a", f"{answer}-meta > span"])
    assert (gap["beside"] == 24) if width == DESK else (gap["below"] < 0)
