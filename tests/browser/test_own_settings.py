"""Test that every page works with the settings of readers' browsers and systems."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.page_type import PageType, reach
from tests.browser.pages import PAGES
from tests.browser.test_accessibility import UNFOLD

pytestmark = pytest.mark.pages
# The four settings of WCAG 1.4.12.
SPACING = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
"""
# Text that is cut off by a box that hides its overflow, except visually hidden text.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((element) => {
    const style = getComputedStyle(element);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
    if (!hides || !element.checkVisibility()) return false;
    if (style.clipPath !== "none" || !element.textContent.trim()) return false;
    if (element.closest("svg")) return false;
    return element.scrollWidth > element.clientWidth + 1
      || element.scrollHeight > element.clientHeight + 1;
  }).map((element) => element.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    const takesTime = (text) => text.split(",").some((part) => parseFloat(part) > 0);
    return takesTime(style.transitionDuration) || style.scrollBehavior !== "auto"
      || (style.animationName !== "none" && takesTime(style.animationDuration));
  }).map((element) => element.outerHTML.slice(0, 120))"""
# With forced colours, fields and buttons are recognised by their borders.
WITHOUT_BORDER = """() => [...document.querySelectorAll(
    ".button, button[class], .input, .chip, input:is([type=text], [type=search]), select, textarea"
  )].filter((element) => {
    const style = getComputedStyle(element);
    const isText = element.matches(
      ".button-quiet, .text-button, .site-search-button, [role=option] *");
    return element.checkVisibility() && !isText && parseFloat(style.borderTopWidth) === 0;
  }).map((element) => element.outerHTML.slice(0, 120))"""
# With forced colours, text has the system's colours: only dots and lines may keep their own. The
# current page's number is shown in the system's highlight colours.
INSISTING = """() => [...document.querySelectorAll("body *")].filter((element) =>
    getComputedStyle(element).forcedColorAdjust === "none" && element.textContent.trim()
      && !element.matches(".pagination [aria-current]")
  ).map((element) => element.outerHTML.slice(0, 120))"""


def too_wide(page: Page, width: int) -> list[str]:
    """Return the faults of the page at a width: it scrolls sideways, or text is cut off."""
    page.set_viewport_size({"width": width, "height": 900})
    needed = page.evaluate("document.documentElement.scrollWidth")
    cut_off: list[str] = page.evaluate(CUT_OFF)
    return ([f"{needed} pixels wide"] if needed > width else []) + cut_off


def with_large_text(page: Page) -> list[str]:
    """Double the browser's text size."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    found = [*too_wide(page, 1280), *too_wide(page, 640)]
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    return found


def with_spaced_text(page: Page) -> list[str]:
    """Increase the spacing of lines, letters and words."""
    page.evaluate(SPACING)
    found = [*too_wide(page, 1280), *too_wide(page, 320)]
    page.evaluate("document.adoptedStyleSheets = []")
    return found


def without_motion(page: Page) -> list[str]:
    """Ask for reduced motion."""
    page.emulate_media(reduced_motion="reduce")
    found: list[str] = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")
    return found


def with_forced_colours(page: Page) -> list[str]:
    """Force the system's colours."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(WITHOUT_BORDER) + page.evaluate(INSISTING)
    page.emulate_media(forced_colors="none")
    return found


SETTINGS: list[Callable[[Page], list[str]]] = [
    with_large_text,
    with_spaced_text,
    without_motion,
    with_forced_colours,
]


@pytest.mark.sampled(11)
@pytest.mark.parametrize(
    ("kind", "language"),
    # Alternate the languages: a setting that breaks a page does so in both.
    [
        pytest.param(kind, ("sv", "en")[turn % 2], id=kind.name)
        for turn, kind in enumerate(PAGES)
        if not kind.show
    ],
)
def test_page_stays_whole(reuse: Visit, revisit: Visit, kind: PageType, language: str) -> None:
    page = (reuse if kind.is_plain else revisit)(kind.role)
    reach(page, kind, language)
    page.evaluate(UNFOLD)
    found = {setting.__name__: setting(page) for setting in SETTINGS}
    assert {name: wrongs for name, wrongs in found.items() if wrongs} == {}
    if not kind.is_plain:
        page.close()


def test_what_is_wrong_is_seen(revisit: Visit) -> None:
    page = revisit()
    page.goto("/sv/about")
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          const box = main.appendChild(document.createElement("p"));
          box.textContent = "Ord ".repeat(40);
          Object.assign(box.style, { width: "20rem", height: "8rem", overflow: "hidden" });
          const wide = main.appendChild(document.createElement("div"));
          Object.assign(wide.style, { width: "30rem", height: "1px" });
          const button = main.appendChild(document.createElement("button"));
          Object.assign(button.style, { transition: "all 1s", border: "0" });
          button.className = "button";
          button.textContent = "Knapp";
        }"""
    )
    assert [bool(setting(page)) for setting in SETTINGS] == [True] * 4
