"""Test that pictures can be read and used on all screens, by touch and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

PICTURES = {
    "map": ("/sv/topics/map", ".map-drawing"),
    "methods": ("/sv/articles/?kind=method", ".process-drawing"),
    "article": ("/en/articles/the-process-of-social-innovation", ".process-drawing"),
}
# Pairs of texts that overlap, and texts outside their drawing.
FAULTS = """(selector) => {
  const drawings = [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility())
  if (drawings.length !== 1) return [`${drawings.length} drawings are shown`]
  const frame = drawings[0].getBoundingClientRect()
  const texts = [...drawings[0].querySelectorAll("text")].map((element) =>
    [element.textContent, element.getBoundingClientRect()])
  const faults = texts.filter(([, box]) =>
    box.left < frame.left - 1 || box.right > frame.right + 1 ||
    box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text]) => `${text} is outside`)
  texts.forEach(([text, a], place) => texts.slice(place + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    if (across > 1 && down > 5) faults.push(`${text} overlaps ${other}`)
  }))
  return faults
}"""


@pytest.mark.parametrize("width", [320, 600, 768, 1000, 1440])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_shown_once_and_its_texts_do_not_overlap(
    revisit: Visit, name: str, width: int
) -> None:
    address, selector = PICTURES[name]
    page = revisit()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    assert page.evaluate(FAULTS, selector) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


# Parts of the map outside its box, and labels below a line.
MAP_FAULTS = """() => {
  const box = document.querySelector(".map-box").getBoundingClientRect()
  const drawings = [...document.querySelectorAll(".map-drawing")]
  const drawing = drawings.find((element) => element.checkVisibility())
  const parts = [...drawing.querySelectorAll("text, circle, path")]
  const isOut = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    return left < box.left || right > box.right || top < box.top || bottom > box.bottom
  }
  const labels = [...drawing.querySelectorAll(".map-label")]
  const others = [...drawing.querySelectorAll("path, circle")]
  const isBeneath = (label) => others.some((element) =>
    label.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
  return [
    ...parts.filter(isOut).map((element) => `out: ${element.outerHTML}`),
    ...labels.filter(isBeneath).map((element) => `beneath: ${element.textContent}`),
    ...(labels.length && others.length ? [] : ["nothing is drawn"]),
  ]
}"""


WIDTHS = [320, 375, 480, 600, 768, 1000, 1024, 1100, 1280, 1440, 1600]
# Texts in pictures that are smaller than 12 px.
SMALL = """() => [...document.querySelectorAll("svg text")]
  .filter((text) => text.checkVisibility())
  .filter((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < 12)
  .map((text) => text.textContent)"""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_the_process_can_be_read(reuse: Visit, width: int) -> None:
    page = reuse()
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/sv/", PICTURES["methods"][0], PICTURES["article"][0]):
        page.goto(address)
        assert page.locator(".process-drawing text:visible").count()
        assert page.evaluate(SMALL) == [], address


# The vertical distance of elements from what comes before them.
GAP = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const before = element.previousElementSibling.getBoundingClientRect()
  return element.getBoundingClientRect().top - before.bottom
})"""


def test_what_belongs_to_a_chart_does_not_touch_it(reuse: Visit, visit: Visit) -> None:
    page = reuse()
    page.goto("/sv/styleguide")
    assert min(page.evaluate(GAP, ".chart-table")) > 0
    desk = visit(Role.EDITOR)
    desk.goto("/sv/desk/")
    assert min(desk.evaluate(GAP, ".bars > p")) > 0


@pytest.mark.parametrize("width", [1024, 1440])
def test_the_process_fills_its_place_on_the_front_page(reuse: Visit, width: int) -> None:
    page = reuse()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/sv/")
    right = "(element) => element.getBoundingClientRect().right"
    edge = page.locator(".front-pictures").evaluate(right)
    assert abs(page.locator(".process-across").evaluate(right) - edge) < 1
    words = page.locator(".process > figcaption").bounding_box()
    folded = page.locator(".process-list").bounding_box()
    assert words
    assert folded
    assert folded["y"] > words["y"] + words["height"]


def test_the_heads_of_the_timeline_are_aligned_with_its_text(reuse: Visit) -> None:
    page = reuse()
    page.set_viewport_size({"width": 768, "height": 900})
    page.goto("/sv/timeline")
    lefts = {
        page.locator(selector).first.evaluate("(element) => element.getBoundingClientRect().left")
        for selector in (".decade > h2", ".timeline-entry .item-title")
    }
    assert len(lefts) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_map_is_in_its_box_and_can_be_read(reuse: Visit, width: int) -> None:
    page = reuse()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(PICTURES["map"][0])
    assert page.evaluate(MAP_FAULTS) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("name", PICTURES)
def test_the_words_of_a_picture_grow_with_those_of_the_page(visit: Visit, name: str) -> None:
    address, selector = PICTURES[name]
    page = visit(viewport={"width": 1440, "height": 900})
    page.goto(address)
    session = page.context.new_cdp_session(page)
    heights = []
    for size in (16, 32):
        session.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
        assert page.evaluate(FAULTS, selector) == []
        words = page.locator(f"{selector} text:visible").last
        heights.append(words.evaluate("(element) => element.getBoundingClientRect().height"))
    assert heights[1] > 1.6 * heights[0]


def test_words_that_lie_over_one_another_are_noticed(visit: Visit) -> None:
    page = visit()
    page.goto(PICTURES["map"][0])
    page.evaluate(
        "document.querySelectorAll('.map-drawing .map-label').forEach((element) => {"
        " element.setAttribute('x', 80); element.setAttribute('y', 80) })"
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
    first = page.get_by_role("group", name="Karta över ämnen").get_by_role("link").first
    before = _line_of(first.locator("circle").first)
    page.locator(".breadcrumbs a").last.focus()
    page.keyboard.press("Tab")
    expect(first).to_be_focused()
    assert _line_of(first.locator("circle").first) != before
    name = (first.get_attribute("aria-label") or "").rpartition(",")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def _line_of(circle: Locator) -> str:
    return str(circle.evaluate("(element) => getComputedStyle(element).strokeWidth"))


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


@pytest.mark.parametrize("width", [390, 1280])
def test_the_stretches_of_time_begin_with_the_newest(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 844})
    page.goto("/sv/timeline")
    # The filled wiki has few decades; these are as many as a century and more.
    page.locator(".spans ol").evaluate(
        "(list) => { while (list.children.length < 13)"
        " list.prepend(list.firstElementChild.cloneNode(true)) }"
    )
    stretches = page.locator(".spans li")
    expect(stretches.last).to_be_in_viewport(ratio=0.9)
    if width == 390:
        expect(stretches.first).not_to_be_in_viewport()
        page.locator(".spans-box").evaluate("(box) => box.scrollBy(-2000, 0)")
    expect(stretches.first).to_be_in_viewport(ratio=0.9)
