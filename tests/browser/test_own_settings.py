"""Keep every page whole for people who set their browser or system to suit them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.pages import PAGES, PageType, reach
from tests.browser.test_accessibility import UNFOLD

pytestmark = pytest.mark.pages
# WCAG 1.4.12 names these four.
SPACING = """
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
"""
# What is cut off: words in a box that hides what does not fit, but for words hidden from the eye.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const style = getComputedStyle(one);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY);
    if (!hides || !one.checkVisibility()) return false;
    if (style.clipPath !== "none" || !one.textContent.trim() || one.closest("svg")) return false;
    return one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
  }).map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    const takesTime = (text) => text.split(",").some((part) => parseFloat(part) > 0);
    return takesTime(style.transitionDuration) || style.scrollBehavior !== "auto"
      || (style.animationName !== "none" && takesTime(style.animationDuration));
  }).map((one) => one.outerHTML.slice(0, 120))"""
# Where the system chooses the colours, a field or a button is known by its border.
WITHOUT_BORDER = """() => [...document.querySelectorAll(
    ".button, button[class], .input, .chip, input:is([type=text], [type=search]), select, textarea"
  )].filter((one) => {
    const style = getComputedStyle(one);
    const isText = one.matches(".button-quiet, .text-button, .site-search-button, [role=option] *");
    return one.checkVisibility() && !isText && parseFloat(style.borderTopWidth) === 0;
  }).map((one) => one.outerHTML.slice(0, 120))"""
# And words keep the system's colours: only a coloured dot or line may insist on its own. The number
# of the page that one is on is shown by the system's own pair of colours.
INSISTING = """() => [...document.querySelectorAll("body *")].filter((one) =>
    getComputedStyle(one).forcedColorAdjust === "none" && one.textContent.trim()
      && !one.matches(".pagination [aria-current]")
  ).map((one) => one.outerHTML.slice(0, 120))"""


def too_wide(page: Page, width: int) -> list[str]:
    """Return what is wrong with the page at a width: it scrolls sideways, or words are cut off."""
    page.set_viewport_size({"width": width, "height": 900})
    needed = page.evaluate("document.documentElement.scrollWidth")
    cut_off: list[str] = page.evaluate(CUT_OFF)
    return ([f"{needed} pixels wide"] if needed > width else []) + cut_off


def with_large_text(page: Page) -> list[str]:
    """Let the reader have set the browser's letters to twice their size."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    found = [*too_wide(page, 1280), *too_wide(page, 640)]
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    return found


def with_spaced_text(page: Page) -> list[str]:
    """Let the reader have set lines, letters and words wide apart."""
    page.evaluate(SPACING)
    found = [*too_wide(page, 1280), *too_wide(page, 320)]
    page.evaluate("document.adoptedStyleSheets = []")
    return found


def without_motion(page: Page) -> list[str]:
    """Let the reader have asked for less motion."""
    page.emulate_media(reduced_motion="reduce")
    found: list[str] = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")
    return found


def with_forced_colours(page: Page) -> list[str]:
    """Let the reader's system have chosen the few colours there are."""
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


@pytest.mark.parametrize(
    ("kind", "language"),
    # The languages take turns: a setting that spoils a page does so in either.
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
