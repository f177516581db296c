"""Walk through the wiki as a reader: every link leads somewhere, and nobody is followed."""

import re
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.pages import PAGES

# Links to articles that nobody has written are meant to lead to a page that says so.
WRITTEN = "a[href]:not(.missing)"
ADDRESSES = "links => links.map(link => link.href)"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_link_of_a_reader_leads_somewhere_and_gives_no_cookie(
    visit: Visit, language: str
) -> None:
    page = visit()
    login = f"/{language}/login"  # its form, and it alone, may ask a visitor to keep a cookie
    page.goto(f"/{language}/articles/")
    articles = page.locator(".letter-group a").evaluate_all(ADDRESSES)
    assert len(articles) > 20
    listed = [
        f"/{language}{kind.address}"
        for kind in PAGES
        if kind.role is None and kind.act is None and kind.status == 200
    ]
    found: dict[str, str] = {}  # address: a page where it stands
    for address in listed + articles:
        page.goto(address, wait_until="domcontentloaded")
        found |= dict.fromkeys(_links_of(page), address)
    wrong = {}
    for link, source in found.items():
        answer = page.request.get(link, max_redirects=3)
        gives_cookie = "set-cookie" in answer.headers and urlsplit(answer.url).path != login
        if not answer.ok or gives_cookie:
            wrong[link] = (answer.status, gives_cookie, source)
    assert wrong == {}


def _links_of(page: Page) -> set[str]:
    own = urlsplit(page.url).netloc
    links = page.locator(WRITTEN).evaluate_all(ADDRESSES)
    return {urldefrag(link).url for link in links if urlsplit(link).netloc == own}


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
