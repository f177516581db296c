"""Test that an article is small, does not shift, and is readable before its other files load."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.conftest import Visit
from tests.browser.trickle import trickling
from tests.fixtures.browser import watched_context

ARTICLE = "/sv/articles/tvattmaskinen-som-social-innovation"
MOST_BYTES = 150_000
MOST_REQUESTS = 8
# A link whose HTML is split between icon and text moves to the next line when the text arrives: the
# layout shift allowed for that.
MOST_SHIFT_IN_PIECES = 0.008
# A phone far from the mast: late files must not shift the page.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}
WATCH_SHIFTS = (
    "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
    " window.shift += entry.value }).observe({ type: 'layout-shift', buffered: true })"
)


# The width of running text and of interface text on a single line, and the height of the article.
TEXT_SIZES = """() => [".prose", ".site-footer"].map((selector) => {
    const text = document.querySelector(selector).textContent.replace(/\\s+/g, " ").slice(0, 1500);
    const line = document.createElement("span");
    Object.assign(line.style, { position: "absolute", whiteSpace: "nowrap" });
    line.textContent = text;
    document.querySelector(selector).append(line);
    const width = line.getBoundingClientRect().width;
    line.remove();
    return width;
  }).concat(document.querySelector(".article-main").offsetHeight)"""


def hold_back(page: Page, *patterns: str) -> None:
    """Never answer requests for files that match."""

    def keep(route: Route) -> None:
        del route  # neither fulfilled nor aborted

    for pattern in patterns:
        page.route(pattern, keep)


def test_an_article_weighs_little(visit: Visit) -> None:
    page = visit()
    done: list[Request] = []

    def note(request: Request) -> None:
        done.append(request)

    page.on("requestfinished", note)
    page.goto(ARTICLE, wait_until="networkidle")
    sizes = {request.url: request.sizes()["responseBodySize"] for request in done}
    assert len(sizes) == len(done), "asked twice for the same"
    assert len(done) <= MOST_REQUESTS, list(sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    # HTML, style sheet and script are loaded, and compressed.
    texts = [
        request for request in done if request.resource_type in {"document", "stylesheet", "script"}
    ]
    assert len(texts) == 3
    for request in texts:
        answer = request.response()
        assert answer is not None
        assert answer.headers["content-encoding"] in {"br", "gzip"}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "address", ["/sv/", ARTICLE, "/sv/articles/beta", "/sv/search?q=bryggor", "/sv/tags/"]
)
def test_what_comes_late_moves_nothing(visit: Visit, address: str, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    page.add_init_script(WATCH_SHIFTS)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="networkidle")
    assert page.evaluate("document.fonts.size") > 0
    assert page.evaluate("window.shift") == 0


@pytest.mark.sampled(3)
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/sv/articles/gamma", 2),
        ("/sv/", 1),
        ("/sv/articles/", 5),
        ("/sv/search?q=bryggor", 2),
        ("/sv/tags/bryggor", 2),
        ("/sv/articles/alfa", 1),
    ],
)
def test_pictures_that_come_late_move_nothing(
    visit: Visit, address: str, count: int, width: int
) -> None:
    page = visit(viewport={"width": width, "height": 800})
    page.add_init_script(WATCH_SHIFTS)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="networkidle")
    pictures = page.locator("main img")
    expect(pictures).to_have_count(count)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("(image) => image.decode().then(() => image.offsetHeight > 50)")
    assert page.evaluate("window.shift") == 0


@pytest.fixture(scope="module")
def slow_url(library_url: str) -> Iterator[str]:
    """Serve the filled wiki so that its pages arrive in small pieces."""
    with trickling(library_url) as url:
        yield url


@pytest.mark.sampled(3)
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    "address",
    ["/sv/", ARTICLE, "/sv/search?q=bryggor", "/sv/universities/malmo-university"],
)
def test_a_page_that_comes_in_pieces_stays_where_it_is(
    browser: Browser, slow_url: str, address: str, width: int
) -> None:
    with watched_context(browser, slow_url, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.shift") < MOST_SHIFT_IN_PIECES


@pytest.mark.parametrize("address", ["/sv/", ARTICLE, "/sv/search?q=bryggor"])
def test_a_page_is_read_before_scripts_and_fonts_come(visit: Visit, address: str) -> None:
    page = visit()
    hold_back(page, "**/static/js/**", "**/static/fonts/**", "**/static/icons.svg*")
    page.goto(address, wait_until="commit")
    expect(page.locator("h1")).to_be_attached()
    text = page.locator("main p:visible").first
    expect(text).to_be_visible()
    expect(page.locator(".site-nav a").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_what_stands_in_for_a_typeface_is_as_wide_and_tall(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    sizes = []
    for is_late in (False, True):
        if is_late:
            page.route("**/fonts/*", lambda route: route.abort())
        page.goto(ARTICLE, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        sizes.append(page.evaluate(TEXT_SIZES))
    for typeface, stand_in in zip(*sizes, strict=True):
        assert stand_in == pytest.approx(typeface, rel=0.03)
