"""Test reading an article: contents, permalinks, tables, pictures, print, and page weight."""

import gzip
import re

import pytest
from flask import Flask
from playwright.sync_api import Page, Response, ViewportSize, expect

from tests.browser.conftest import Visit
from tests.builders import make_article, make_user

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 800}
ALFA = "/sv/articles/alfa"
# An article of each kind, of realistic length.
OF_EACH_KIND = [
    "vad-ar-social-innovation",
    "tvattmaskinen-som-social-innovation",
    "samskapande-som-metod",
    "motesplats-social-innovation",
    "ju-s-arbete-med-sociala-innovationer-nya-satt-att-losa-samhallsutmaningar",
]
MOST_BYTES, MOST_REQUESTS = 150_000, 8
SHIFT = """
  new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 300);
  })
"""


@pytest.mark.parametrize("slug", OF_EACH_KIND)
def test_the_text_begins_on_the_first_screen_and_nothing_moves(visit: Visit, slug: str) -> None:
    page = visit(viewport=WIDE)
    page.goto(f"/sv/articles/{slug}")
    first = page.locator(".prose > p").first.bounding_box()
    assert first is not None
    assert first["y"] + 40 < WIDE["height"]
    page.mouse.wheel(0, 4000)
    # As the browser reports it: a busy machine may draw the header before its right end arrives.
    assert round(page.evaluate(SHIFT), 2) == 0


def test_an_article_costs_little(visit: Visit) -> None:
    page = visit(viewport=WIDE)
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(f"/sv/articles/{OF_EACH_KIND[0]}", wait_until="networkidle")
    sizes = {answer.url.rsplit("/", 1)[1]: _size(answer) for answer in answers}
    assert len(answers) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def _size(answer: Response) -> int:
    """Return the bytes of a response, with text compressed."""
    body = answer.body()
    is_packed = "font" in answer.headers["content-type"] or answer.url.endswith("woff2")
    return len(body) if is_packed else len(gzip.compress(body))


def test_the_contents_mark_the_section_that_is_read(visit: Visit) -> None:
    page = visit(viewport={"width": 1440, "height": 500})
    page.goto(f"/sv/articles/{OF_EACH_KIND[0]}")
    contents = page.locator("[data-contents]")
    current = contents.locator("[aria-current=location]")
    expect(current).to_have_count(0)
    headings = page.locator(".prose > h2")
    headings.nth(2).evaluate("heading => heading.scrollIntoView()")
    expect(current).to_have_count(1)
    expect(current).to_have_attribute("href", f"#{headings.nth(2).get_attribute('id')}")
    expect(contents).to_be_in_viewport()
    page.keyboard.press("End")
    expect(current).to_have_text("Noter")


def test_the_contents_are_folded_on_a_phone(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    page.goto(ALFA)
    line = page.locator(".contents-folded a").first
    expect(page.locator("[data-contents]")).to_be_hidden()
    expect(line).to_be_hidden()
    page.locator(".contents-folded > summary").click()
    line.click()
    expect(page).to_have_url(re.compile("#s-att-borja$"))
    expect(line).to_be_hidden()


def test_a_permalink_is_copied_by_keyboard_and_says_so(visit: Visit) -> None:
    page = visit(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(ALFA)
    link = page.locator(".prose .permalink").first
    expect(link).to_have_accessible_name("Länk till avsnittet Att börja")
    height = "element => element.parentElement.offsetHeight"
    before = link.evaluate(height)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".article-main > [role=status]")).to_have_text("Länken är kopierad")
    expect(page).to_have_url(re.compile("#s-att-borja$"))
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert link.evaluate(height) == before


@pytest.mark.parametrize("width", [390, 1440])
def test_an_article_is_shared_and_its_link_is_copied(visit: Visit, width: int) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    page = visit(viewport={"width": width, "height": 844}, permissions=allowed)
    page.add_init_script("navigator.share = undefined")
    page.goto(f"{ALFA}?x=1")
    line = page.locator(".share")
    address = line.locator("a").get_attribute("href")
    assert address is not None
    assert address.endswith(ALFA)
    for name in ("Kopiera länken", "Dela"):
        page.evaluate("navigator.clipboard.writeText('')")
        line.get_by_text(name).click()
        expect(line.locator("[role=status]")).to_have_text("Länken är kopierad")
        assert page.evaluate("navigator.clipboard.readText()") == address
        page.reload()
    page.evaluate("navigator.share = async (what) => { window.shared = what }")
    line.get_by_role("button", name="Dela").click()
    assert page.evaluate("window.shared") == {"title": "Alfa", "url": address}
    expect(line.locator("[role=status]")).to_have_text("")


def test_without_scripts_the_link_of_an_article_is_a_plain_one(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto(ALFA)
    line = page.locator(".share")
    expect(line.get_by_role("link", name="Permanent länk")).to_be_visible()
    expect(line.get_by_role("button")).to_be_hidden()


def test_a_table_is_a_stop_for_the_keyboard_only_while_it_scrolls(visit: Visit) -> None:
    page = visit(viewport=WIDE)
    page.goto(f"/sv/articles/{OF_EACH_KIND[1]}")
    box = page.locator(".table-box")
    expect(box).not_to_have_attribute("tabindex", "0")
    expect(box).not_to_have_attribute("role", "region")
    page.goto(ALFA)
    page.set_viewport_size({"width": 320, "height": 700})
    expect(box).to_have_attribute("tabindex", "0")
    expect(page.get_by_role("region", name="Tabell 1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_external_link_says_that_it_leads_away(visit: Visit) -> None:
    page = visit()
    for language, words in (("sv", "extern webbplats"), ("en", "external site")):
        page.goto(f"/{language}/articles/alfa")
        expect(page.locator(".prose a", has_text="Rapport")).to_have_accessible_name(
            f"Rapport ({words})"
        )
        expect(page.locator(".prose").get_by_role("link", name="Beta")).to_have_accessible_name(
            "Beta"
        )


def test_a_picture_keeps_its_place_free_and_shows_its_caption(app: Flask, page: Page) -> None:
    body = (
        "Före.\n\n"
        '![Märket](/static/favicon.png "Wikins märke, 2026")\n\n'
        + "Ett stycke till.\n\n" * 30
        + "![Märket](/static/favicon.png)\n\n## Efter\n"
    )
    make_article("Bilden", make_user("editor", app=app), body=body, app=app)
    page.goto("/sv/articles/bilden")
    figure = page.get_by_role("figure")
    expect(figure.locator("figcaption")).to_have_text("Wikins märke, 2026")
    expect(figure.get_by_role("img", name="Märket")).to_be_visible()
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    assert page.locator("img").last.evaluate(
        "element => element.complete && element.naturalWidth > 0"
    )
    assert page.evaluate(SHIFT) == 0


def test_on_a_phone_facts_are_folded_above_the_text(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    page.goto("/sv/articles/beta")
    fact = page.locator(".facts").get_by_text("Tre hamnar")
    expect(fact).to_be_hidden()
    page.locator(".facts summary").click()
    expect(fact).to_be_visible()
    page.set_viewport_size(WIDE)
    page.reload()
    expect(fact).to_be_visible()
    expect(page.locator(".facts summary")).to_be_hidden()


def test_paper_gets_the_text_its_addresses_and_no_navigation(visit: Visit) -> None:
    page = visit(viewport=WIDE)
    page.goto(ALFA)
    page.emulate_media(media="print")
    for selector in (".page-actions", ".breadcrumbs", "[data-contents]", ".permalink", ".related"):
        for part in page.locator(selector).all():
            expect(part).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".footnotes")).to_contain_text("Egna iakttagelser")
    expect(page.locator(".colophon")).to_contain_text("/sv/articles/alfa/revisions/1")
    after = "element => getComputedStyle(element, '::after').content"
    assert "example.org/rapport" in page.locator(".prose a", has_text="Rapport").evaluate(after)
    # A URL that is the link's text already is not repeated.
    assert "example.org" not in page.locator(".prose td a.bare").evaluate(after)


@pytest.mark.parametrize(
    "address", ["/sv/search?q=alfa", "/sv/articles/", "/sv/universities/malmo-university"]
)
def test_paper_gets_lists_without_controls(visit: Visit, address: str) -> None:
    page = visit(viewport=WIDE)
    page.goto(address)
    shown = page.locator(
        "main :is(input, button, .facet, .letters, .filter-links, a[href*='/feeds/'])"
    )
    assert [part for part in shown.all() if part.is_visible()] != []
    page.emulate_media(media="print")
    assert [part for part in shown.all() if part.is_visible()] == []
    expect(page.locator("main .item-title, main .hit").first).to_be_visible()


def test_without_scripts_a_text_is_whole(visit: Visit) -> None:
    page = visit(viewport=WIDE, java_script_enabled=False)
    page.goto(ALFA)
    page.locator("[data-contents] a").first.click()
    expect(page).to_have_url(re.compile("#s-att-borja$"))
    page.locator(".prose .permalink").nth(1).click()
    expect(page).to_have_url(re.compile("#s-siffror$"))
    page.locator(".footnote-ref").click()
    expect(page.locator("#fn-1")).to_be_in_viewport()
    page.locator("#fn-1 .footnote-backref").click()
    expect(page.locator(".footnote-ref")).to_be_in_viewport()
    expect(page.locator(".table-box")).to_have_attribute("tabindex", "0")
    page.locator(".prose").get_by_role("link", name="Beta").click()
    expect(page.locator("h1")).to_have_text("Beta")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_titles_in_the_other_language_say_so(visit: Visit, language: str) -> None:
    other = "en" if language == "sv" else "sv"
    page = visit(viewport=WIDE)
    found = 0
    for address in (
        "/changes",
        "/search?q=innovation",
        "/universities/malmo-university",
        "/events/",
        "/tags/social-innovation",
        "/articles/alfa",
        "/articles/alfa/backlinks",
        "/",
    ):
        page.goto(f"/{language}{address}")
        links = page.locator(f"main a[href^='/{other}/articles/']").filter(visible=True)
        for link in links.all():
            if not re.fullmatch(rf"/{other}/articles/[\w-]+", str(link.get_attribute("href"))):
                continue  # its text is the wiki's, in the language of the page
            found += 1
            spoken = link.evaluate("element => element.closest('[lang]').lang")
            assert spoken == other, f"{address}: {link.inner_text()}"
    assert found > 5
