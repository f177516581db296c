"""Let axe look at every type of page: both languages, light and dark, a wide screen and a phone."""

from dataclasses import dataclass
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.browser.conftest import Visit
from tests.browser.pages import PAGES, PageType
from wiki.accounts.models import Role

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Scheme = Literal["light", "dark"]
WIDE, PHONE = 1280, 320
# What is folded is looked at too: menus, contents, filters.
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
# One fault against WCAG 2.0, one against 2.2 and one against good practice, among others.
SPOIL = """
  const main = document.querySelector("main");
  main.append(document.createElement("img"), document.createElement("h6"));
  main.lastChild.textContent = "Rubrik";
  for (const place of [0, 1]) {
    const button = main.appendChild(document.createElement("button"));
    Object.assign(button.style, { width: "8px", height: "8px", padding: 0, minHeight: 0 });
  }
"""
ANOTHER_VIEW = {"compare side by side"}  # of a page that is listed, so the title is the same


@dataclass(frozen=True)
class Look:
    """Hold how a page is looked at."""

    language: str
    scheme: Scheme
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"


# Each pair shows a page in both languages, both schemes and both widths; the pages take turns
# with the pairs, so that all eight looks are seen.
PAIRS = [
    (Look("sv", "light", WIDE), Look("en", "dark", PHONE)),
    (Look("en", "light", WIDE), Look("sv", "dark", PHONE)),
    (Look("sv", "dark", WIDE), Look("en", "light", PHONE)),
    (Look("en", "dark", WIDE), Look("sv", "light", PHONE)),
]


TURNS = [
    pytest.param(kind, look, id=f"{kind.name}-{look}")
    for number, kind in enumerate(PAGES)
    for look in PAIRS[number % len(PAIRS)]
]


def reach(page: Page, kind: PageType, language: str) -> None:
    """Go to a page and do its steps; the last answer has the status that belongs to it."""
    statuses: list[int] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request():
            statuses.append(answer.status)

    page.on("response", note)
    page.goto(f"/{language}{kind.address}")
    if kind.act:
        kind.act(page)
    assert statuses[-1] == kind.status


@pytest.mark.parametrize(("kind", "look"), TURNS)
def test_page_is_accessible(revisit: Visit, kind: PageType, look: Look) -> None:
    page = revisit(kind.role, color_scheme=look.scheme)
    page.set_viewport_size({"width": look.width, "height": 900})
    reach(page, kind, look.language)
    page.evaluate(UNFOLD)
    assert violations(page) == []
    assert page.locator("html").get_attribute("lang") == look.language
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= look.width
    page.close()


def violations(page: Page) -> list[tuple[str, str, str]]:
    """Return what breaks a rule: the rule, the element's selector, what is wrong with it."""
    options = {
        "resultTypes": ["violations"],
        "runOnly": RULES,
        "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe leaves off
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        (rule["id"], " ".join(map(str, node["target"])), node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
    ]


def test_axe_sees_what_is_wrong(revisit: Visit) -> None:
    page = revisit()
    page.goto("/sv/about")
    page.evaluate(SPOIL)
    rules = {rule for rule, _, _ in violations(page)}
    assert {"image-alt", "button-name", "target-size", "heading-order"} <= rules


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_two_pages_have_the_same_title(revisit: Visit, language: str) -> None:
    for role in (None, *Role):
        page = revisit(role)
        names: dict[str, str] = {}
        for kind in PAGES:
            if kind.role != role or kind.act or kind.name in ANOTHER_VIEW:
                continue
            html = page.request.get(f"/{language}{kind.address}").text()
            title = html.partition("<title>")[2].partition("</title>")[0]
            assert title
            assert names.setdefault(title, kind.name) == kind.name
