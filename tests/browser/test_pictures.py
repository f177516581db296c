"""Let pictures be read and used on a phone and on a wide screen, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit

PICTURES = {
    "map": ("/sv/topics/map", ".map-drawing"),
    "methods": ("/sv/articles/?kind=method", ".process-drawing"),
    "article": ("/en/articles/the-process-of-social-innovation", ".process-drawing"),
}
# Pairs of texts that lie over one another, and texts outside of their drawing.
FAULTS = """(selector) => {
  const drawings = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  if (drawings.length !== 1) return [`${drawings.length} drawings are shown`]
  const frame = drawings[0].getBoundingClientRect()
  const texts = [...drawings[0].querySelectorAll("text")].map((one) =>
    [one.textContent, one.getBoundingClientRect()])
  const faults = texts.filter(([, box]) =>
    box.left < frame.left - 1 || box.right > frame.right + 1 ||
    box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text]) => `${text} is outside`)
  texts.forEach(([text, a], place) => texts.slice(place + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    if (across > 1 && down > 5) faults.push(`${text} lies over ${other}`)
  }))
  return faults
}"""


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_once_and_its_words_stand_apart(
    revisit: Visit, name: str, width: int
) -> None:
    address, selector = PICTURES[name]
    page = revisit()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate(FAULTS, selector) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_words_that_lie_over_one_another_are_noticed(visit: Visit) -> None:
    page = visit()
    page.goto(PICTURES["map"][0])
    page.evaluate(
        "document.querySelectorAll('.map-wide .map-label').forEach((one) => {"
        " one.setAttribute('x', 80); one.setAttribute('y', 80) })"
    )
    assert page.evaluate(FAULTS, ".map-drawing") != []


@pytest.mark.parametrize("address", ["/sv/timeline", "/sv/universities/malmo-university"])
def test_charts_and_timeline_fit_a_phone(revisit: Visit, address: str) -> None:
    page = revisit()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_a_topic_on_the_map_is_reached_and_opened_by_keyboard(visit: Visit) -> None:
    page = visit()
    page.goto(PICTURES["map"][0])
    region = page.get_by_role("region", name="Karta över ämnen")
    first = region.get_by_role("link").first
    before = _line_of(first.locator("circle").first)
    region.focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    assert _line_of(first.locator("circle").first) != before
    name = (first.get_attribute("aria-label") or "").rpartition(",")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def _line_of(circle: Locator) -> str:
    return str(circle.evaluate("(one) => getComputedStyle(one).strokeWidth"))


@pytest.mark.parametrize(("drawing", "width"), [("across", 1280), ("down", 375)])
def test_a_phase_leads_to_its_methods(visit: Visit, drawing: str, width: int) -> None:
    page = visit(viewport={"width": width, "height": 900})
    page.goto("/sv/articles/?kind=method")
    page.locator(f".process-{drawing} a").first.click()
    expect(page).to_have_url(re.compile(r"kind=method&phase=understand$"))
    expect(page.locator(f".process-{drawing} a[aria-current=true]")).to_have_count(1)


def test_a_stretch_of_time_leads_to_its_decade(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/timeline")
    page.locator(".spans a").last.click()
    expect(page.locator(".decade:target, h2:target")).to_be_in_viewport()
