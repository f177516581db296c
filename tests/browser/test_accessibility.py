"""Check every type of page with axe: both languages, light and dark, wide screen and phone."""

import os
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.page_type import PageType, reach
from tests.browser.pages import PAGES
from tests.hurry import IS_HURRIED
from wiki.accounts.models import Role

pytestmark = pytest.mark.pages
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {
    "resultTypes": ["violations"],
    "preload": False,  # only experimental rules read style sheets, and would load them each time
    "runOnly": RULES,
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, disabled by default in axe
}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
COLOURS = {**EVERYTHING, "runOnly": {"type": "rule", "values": COLOUR_RULES}, "rules": {}}
NO_COLOURS = {
    **EVERYTHING,
    "rules": {
        "target-size": {"enabled": True},
        **{rule: {"enabled": False} for rule in COLOUR_RULES},
    },
}
# Rules about colours take most of the time. In dark mode only colours differ, which
# tests/architecture/test_static_files.py checks, and both languages have the same templates and
# colours: so a wide screen is checked in Swedish, a phone in English, and the dark in Swedish on a
# phone for its colours alone. With WIKI_AXE=whole every rule is checked in every appearance.
IS_WHOLE = os.environ.get("WIKI_AXE") == "whole"
# In a hurry each page is checked in one language and one appearance, the next in the others.
CASES = [
    (kind, language)
    for number, kind in enumerate(PAGES)
    for place, language in enumerate(("sv", "en"))
    if not IS_HURRIED or number // 2 % 2 == place
]
Scheme = Literal["light", "dark"]
WIDE, PHONE = 1280, 320
# Ordered so that only one setting changes at a time.
LOOKS: list[tuple[Scheme, int]] = [
    ("light", WIDE),
    ("dark", WIDE),
    ("dark", PHONE),
    ("light", PHONE),
]
# What is folded is checked too: menus, contents, filters.
UNFOLD = "document.querySelectorAll('details').forEach((details) => { details.open = true })"
# Not what lies over the page, which would hide parts of it: the list of pages has that open, alone.
UNFOLD_IN_PLACE = UNFOLD.replace("'details'", "'details:not([data-closes])'")
# A bar at the edge of the window hides half of what happens to be scrolled below it.
UNSTICK = (
    "document.querySelectorAll('.editor-save, .editor-save .form-actions')"
    ".forEach((bar) => { bar.style.position = 'static' })"
)
# Violations of WCAG 2.0, of 2.2 and of good practice, among others.
SPOIL = """
  const main = document.querySelector("main");
  main.append(document.createElement("img"), document.createElement("h6"));
  main.lastChild.textContent = "Rubrik";
  main.lastChild.style.color = "color-mix(in srgb, currentcolor 20%, Canvas)";
  for (const place of [0, 1]) {
    const button = main.appendChild(document.createElement("button"));
    Object.assign(button.style, { width: "8px", height: "8px", padding: 0, minHeight: 0 });
  }
"""
# A variant of a listed page, so the title is the same.
ANOTHER_VIEW = {
    "mail, failed",
    "what somebody did, refused",
    "merge a tag into nothing",
    "compare side by side",
    "timeline, narrowed down",
    "timeline, nothing fits",
    "new article from a template",
    "journal, one thing only",
    "journal, nothing matches",
    "journal, refused",
}


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("kind", "language"), CASES, ids=[f"{kind.name}-{language}" for kind, language in CASES]
)
def test_page_is_accessible(reuse: Visit, revisit: Visit, kind: PageType, language: str) -> None:
    # A page is loaded once and checked four times, because loading takes the most time.
    page = (reuse if kind.is_plain else revisit)(kind.role, reduced_motion="reduce")
    page.set_viewport_size({"width": WIDE, "height": 900})
    reach(page, kind, language)
    page.evaluate(UNFOLD_IN_PLACE)
    page.evaluate(UNSTICK)
    page.evaluate(Axe().axe_script)
    found = {}
    for scheme, width in LOOKS:
        rules = _rules(scheme, language, width)
        if rules is None:
            continue
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        if kind.show:
            kind.show(page)
        found[f"{scheme} {width}"] = violations(page, rules)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {look: wrongs for look, wrongs in found.items() if wrongs} == {}
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    if not kind.is_plain:
        page.close()


def _rules(scheme: Scheme, language: str, width: int) -> dict[str, Any] | None:
    """Return which rules to check in an appearance, or None when no rule is left."""
    if IS_WHOLE:
        return EVERYTHING
    if IS_HURRIED:
        chosen = ("light", WIDE) if language == "sv" else ("dark", PHONE)
        return EVERYTHING if (scheme, width) == chosen else None
    if language == "sv":
        return {("light", WIDE): EVERYTHING, ("dark", PHONE): COLOURS}.get((scheme, width))
    return NO_COLOURS if (scheme, width) == ("light", PHONE) else None


def violations(page: Page, rules: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the violations: the rule, the element's selector, and what is wrong."""
    found: list[dict[str, Any]] = page.evaluate(
        "async (options) => (await axe.run(document, options)).violations", rules
    )
    return [
        (rule["id"], " ".join(map(str, node["target"])), node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
    ]


def test_axe_sees_what_is_wrong(revisit: Visit) -> None:
    page = revisit()
    page.goto("/sv/about")
    page.evaluate(Axe().axe_script)
    page.evaluate(SPOIL)
    rules = {rule for rule, _, _ in violations(page, EVERYTHING)}
    assert {"image-alt", "button-name", "target-size", "heading-order"} <= rules
    assert {rule for rule, _, _ in violations(page, COLOURS)} == {"color-contrast"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_two_pages_have_the_same_title(revisit: Visit, language: str) -> None:
    for role in (None, *Role):
        page = revisit(role)
        names: dict[str, str] = {}
        for kind in PAGES:
            if kind.role != role or not kind.is_plain or kind.name in ANOTHER_VIEW:
                continue
            html = page.request.get(f"/{language}{kind.address}").text()
            title = html.partition("<title>")[2].partition("</title>")[0]
            assert title
            assert names.setdefault(title, kind.name) == kind.name
