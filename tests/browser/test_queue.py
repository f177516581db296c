"""Put the articles of a list of the desk in order by keys, and count them."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from tests.builders import Person, make_article, make_session, make_tag
from tests.fixtures.browser import watched_context
from wiki.db import db
from wiki.tags.models import ArticleTag, Tag

LIST = "/sv/desk/without/topic"
MOST_PRESSES = 40
FIRST = ("Samskapande", "Barn", "Skola", "Malmö universitet")
SECOND = ("Landsbygd", "Samskapande", "Arbetsliv", "Umeå universitet")
TEXTS = (
    "Samskapande med barn i en skola, vid Malmö universitet.",
    "Ett kooperativ.",
)


class Counted:
    """The keyboard of a page, and how often it was pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def press_suggested(self) -> None:
        """Press the keys of four suggestions, once they are there for what is ticked now."""
        self.page.locator(".suggested[aria-busy=false]").wait_for()
        self.press("1", "2", "3", "4")

    def begin(self, letters: str) -> None:
        """Type the beginning of a term and take the first that is offered."""
        self.press(*letters, "Enter")

    def send(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")
        self.page.wait_for_load_state()


@pytest.fixture
def articles(app: Flask, editor: Person) -> list[int]:
    for label in {*FIRST, *SECOND}:
        kind = "university" if "universitet" in label else "topic"
        make_tag(
            label.lower().replace(" ", "-").replace("ö", "o").replace("å", "a"),
            kind,
            app=app,
            label_sv=label,
        )
    titles = [f"{letter} {number:02}" for letter in "AB" for number in range(10)]
    return [
        make_article(title, editor, summary=TEXTS[title[0] == "B"], app=app) for title in titles
    ]


def log_in(app: Flask, page: Page, url: str, person: Person) -> None:
    token = make_session(app, person)
    page.context.add_cookies([{"name": "session", "value": token, "url": url}])


def tags_of(app: Flask, article_id: int) -> set[str]:
    with app.app_context():
        query = select(Tag.label_sv).join(ArticleTag, ArticleTag.tag_id == Tag.id)
        return set(db.session.scalars(query.where(ArticleTag.article_id == article_id)))


def test_twenty_articles_get_four_terms_each_in_forty_presses(
    app: Flask, page: Page, server_url: str, editor: Person, articles: list[int]
) -> None:
    log_in(app, page, server_url, editor)
    page.goto(LIST)
    page.wait_for_load_state()
    keys = Counted(page)
    # The first ten by what their texts suggest.
    keys.press("j", "x", *"jjjjjjjjj", "Shift+X")
    expect(page.locator(".choose input:checked")).to_have_count(10)
    keys.press_suggested()
    assert set(page.input_value("#terms").strip(" ,").split(", ")) == set(FIRST)
    keys.press("t")
    keys.send()
    expect(page.locator(".notice[role=status]").first).to_contain_text("10 artiklar fick")
    current = page.locator("tr[aria-current]")
    expect(current).to_contain_text("B 00")
    expect(current.locator("a").first).to_be_focused()
    # The others by typing.
    keys.press("a", "t")
    for letters in ("la", "sa", "ar", "u"):
        keys.begin(letters)
    keys.send()
    assert [tags_of(app, each) for each in articles] == [set(FIRST)] * 10 + [set(SECOND)] * 10
    assert keys.presses <= MOST_PRESSES, keys.presses
    # One more press takes the second deed back, and the list has its articles again.
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(page.locator(".notice[role=status]").first).to_contain_text("10 artiklar är som")
    expect(page.locator("[data-rows] tbody tr")).to_have_count(10)
    assert [tags_of(app, each) for each in articles] == [set(FIRST)] * 10 + [set()] * 10


def test_two_hundred_articles_are_in_order_in_sixty_presses(
    app: Flask, page: Page, server_url: str, editor: Person, articles: list[int]
) -> None:
    more = [make_article(f"C {number:03}", editor, app=app) for number in range(180)]
    log_in(app, page, server_url, editor)
    page.goto(LIST)
    page.wait_for_load_state()
    keys = Counted(page)
    for left in (150, 100, 50, 0):
        expect(page.locator("[data-rows] tbody tr")).to_have_count(50)
        keys.press("a", "t")
        for letters in ("la", "sa", "ar", "u"):
            keys.begin(letters)
        keys.send()
        expect(page.locator(".notice[role=status]").first).to_contain_text("50 artiklar fick")
        expect(page.get_by_role("link", name=f"Utan ämne {left}", exact=True)).to_be_visible()
    expect(page.locator(".empty-state")).to_be_visible()
    with app.app_context():
        assert db.session.query(ArticleTag).count() == 4 * 200
    assert {frozenset(tags_of(app, each)) for each in (articles[0], more[-1])} == {
        frozenset(SECOND)
    }
    assert keys.presses <= 60, keys.presses


def test_rows_are_walked_unfolded_and_opened(
    app: Flask, page: Page, server_url: str, editor: Person, articles: list[int]
) -> None:
    log_in(app, page, server_url, editor)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(LIST)
    page.wait_for_load_state()
    row = page.locator("tr[aria-current=true]")
    for _ in range(25):  # the last row is the end
        page.keyboard.press("j")
    expect(row).to_contain_text("B 09")
    expect(row).to_be_in_viewport()
    page.keyboard.press("k")
    expect(row).to_contain_text("B 08")
    page.keyboard.press("p")
    expect(row.locator("details p").first).to_be_visible()
    boxes = page.locator(".choose input")
    boxes.nth(2).click()
    boxes.nth(5).click(modifiers=["Shift"])
    expect(page.locator(".choose input:checked")).to_have_count(4)
    page.keyboard.press("a")
    expect(page.locator(".choose input:checked")).to_have_count(20)
    # Words are words while somebody types, and what is wrong keeps all that was done.
    page.keyboard.press("t")
    page.keyboard.type("ajxkpu12")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#terms-error")).to_contain_text("”ajxkpu12” är inget ämnesord.")
    expect(page.locator("#terms")).to_have_value("ajxkpu12")
    expect(page.locator(".choose input:checked")).to_have_count(20)
    page.locator("tbody tr").nth(1).locator("input").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("A 01")
    assert not tags_of(app, articles[0])


def test_lists_work_without_scripts_and_with_the_keys_off(
    app: Flask, browser: Browser, server_url: str, editor: Person, articles: list[int]
) -> None:
    with watched_context(browser, server_url, java_script_enabled=False) as context:
        page = context.new_page()
        log_in(app, page, server_url, editor)
        page.goto(LIST)
        page.get_by_role("checkbox", name="Välj ”A 00”").check()
        page.locator("#terms").fill("Landsbygd")
        page.get_by_role("button", name="Föreslå ämnesord").click()
        page.locator(".suggested").get_by_role("button", name="Barn").click()
        expect(page.locator("#terms")).to_have_value("Landsbygd, Barn")
        page.get_by_role("button", name="Märk de valda").click()
        assert tags_of(app, articles[0]) == {"Landsbygd", "Barn"}
        page.get_by_role("button", name="Ångra").click()
        assert tags_of(app, articles[0]) == set()
        page.locator("tbody summary").first.click()
        expect(page.locator("tbody details p").first).to_be_visible()
    with watched_context(browser, server_url) as context:
        page = context.new_page()
        log_in(app, page, server_url, editor)
        page.goto("/sv/account")
        page.locator("#shortcuts input[type=checkbox], input#shortcuts").first.uncheck()
        page.locator("form:has(input#shortcuts) button, #shortcuts button").first.click()
        page.goto(LIST)
        page.wait_for_load_state()
        for key in "jxap1u":
            page.keyboard.press(key)
        expect(page.locator("tr[aria-current]")).to_have_count(0)
        expect(page.locator(".choose input:checked")).to_have_count(0)
