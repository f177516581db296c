"""Follow every link as a reader: none is broken, and no cookie is set."""

import re
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import APIResponse, Page, expect

from tests.browser.conftest import Visit
from tests.browser.page_type import PageType
from tests.browser.pages import PAGES

# Links to articles that are not written yet lead to a page that says so.
WRITTEN = "a[href]:not(.missing)"
FORMS = ("/login", "/password/forgotten")  # only these may set a cookie for a visitor
# As a browser parses them, without rendering the page. The href of an SVG link is not a string, so
# its attribute is used.
ADDRESSES = """([text, base, selector]) => {
    const links = new DOMParser().parseFromString(text, "text/html").querySelectorAll(selector);
    return [...links].map((link) => new URL(link.getAttribute("href"), base).href);
}"""


def test_every_link_of_a_reader_leads_somewhere_and_gives_no_cookie(visit: Visit) -> None:
    page = visit()
    found: dict[str, str] = {}  # the address of a link: a page that has the link
    read: set[str] = set()
    for address in _list_pages(page):
        answer = page.request.get(address)
        assert answer.ok, address
        assert "set-cookie" not in answer.headers, address
        read.add(answer.url)
        found |= dict.fromkeys(_links_of(page, answer), answer.url)
    assert len(found.keys() - read) > 100
    wrong = {}
    for link in found.keys() - read:
        answer_to_link = page.request.get(link)
        gives_cookie = "set-cookie" in answer_to_link.headers
        if not answer_to_link.ok or (gives_cookie and not answer_to_link.url.endswith(FORMS)):
            wrong[link] = (answer_to_link.status, gives_cookie, found[link])
    assert wrong == {}


def _list_pages(page: Page) -> list[str]:
    """Return the paths of every type of page and of every article, in both languages."""
    addresses = []
    for language in ("sv", "en"):
        index = page.request.get(f"/{language}/articles/")
        addresses += _addresses(page, index, ".letter-group a")
        addresses += [f"/{language}{kind.address}" for kind in PAGES if _is_for_readers(kind)]
    assert len(addresses) > 80
    return addresses


def _is_for_readers(kind: PageType) -> bool:
    is_open = kind.role is None and kind.act is None and kind.status == 200
    return is_open and kind.address not in FORMS


def _links_of(page: Page, answer: APIResponse) -> set[str]:
    own = urlsplit(answer.url).netloc
    links = _addresses(page, answer, WRITTEN)
    return {urldefrag(link).url for link in links if urlsplit(link).netloc == own}


def _addresses(page: Page, answer: APIResponse, selector: str) -> list[str]:
    found: list[str] = page.evaluate(ADDRESSES, [answer.text(), answer.url, selector])
    return found


def test_a_reader_clicks_from_the_front_page_to_a_citation_without_a_cookie(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto("/")
    page.locator("main input[type=search]").fill("bryggor")
    page.keyboard.press("Enter")
    page.locator(".hits").get_by_role("link", name="Alfa").first.click()
    expect(page.locator("h1")).to_have_text("Alfa")
    page.locator(".prose").get_by_role("link", name="Beta").click()
    expect(page).to_have_url(re.compile("/sv/articles/beta$"))
    page.locator("[data-contents] a").last.click()
    expect(page).to_have_url(re.compile("/sv/articles/beta#s-"))
    page.locator(".prose .permalink").first.click()
    page.locator(".footnote-ref").click()
    expect(page.locator("#fn-1")).to_be_in_viewport()
    page.get_by_role("navigation", name="Den här artikeln").get_by_role(
        "link", name="Citera"
    ).click()
    expect(page.locator("main")).to_contain_text("/sv/articles/beta/revisions/1")
    page.get_by_role("link", name="Ämnen", exact=True).click()
    page.locator("main").get_by_role("link", name=re.compile("^Bryggor")).first.click()
    page.locator(".language-switch").get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("/en/tags/bryggor$"))
    assert page.context.cookies() == []


def test_a_link_to_a_missing_article_says_so_and_offers_a_way_on(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/articles/alfa")
    page.locator("a.missing").click()
    expect(page.locator("h1")).to_contain_text("Ingen har skrivit")
    expect(page.locator("main").get_by_role("link").first).to_be_visible()
    assert page.context.cookies() == []
