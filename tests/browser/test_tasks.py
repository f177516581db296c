"""Do the main tasks of readers and authors with only a keyboard."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.keys import FAULT, Keys
from tests.builders import PASSWORD, Person, make_article, make_session, make_tag, make_user
from wiki.accounts.models import Role
from wiki.articles.actions.save import save_article
from wiki.articles.text import check_text

BODY = "Första stycket.\n\nAndra stycket.\n\nTredje stycket."


@pytest.fixture
def editing(app: Flask, page: Page, server_url: str, editor: Person) -> Keys:
    """Return the keyboard of an editor."""
    token = make_session(app, editor)
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    return Keys(page)


def save(app: Flask, article_id: int, body: str, base: int, who: Person) -> None:
    with app.app_context():
        text = check_text("concept", "Bryggan", "", body, {})
        save_article(article_id, text, base, who.viewer, publish=True)


def test_find_an_article_by_its_suggestion(visit: Visit) -> None:
    keys = Keys(visit())
    keys.page.goto("/sv/")
    keys.reach("#site-search, #front-search")
    keys.type("tvätt")
    expect(keys.page.get_by_role("option").first).to_be_visible()
    keys.press("ArrowDown")
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    expect(keys.page.locator("h1")).to_have_text("Tvättmaskinen som social innovation")


def test_skip_the_menu_and_go_to_a_section(visit: Visit) -> None:
    keys = Keys(visit(viewport={"width": 1280, "height": 720}))
    keys.page.goto("/sv/articles/beta")
    keys.press("Tab", "Enter")
    expect(keys.page.locator("main")).to_be_focused()
    keys.reach("[data-contents] a", "Siffror")
    keys.press("Enter")
    heading = keys.page.locator(".prose h3", has_text="Siffror")
    expect(heading).to_be_in_viewport()
    # The next stop is in that section, not where the reader was before.
    keys.press("Tab")
    assert heading.evaluate(
        "element => element.contains(document.activeElement) ||"
        " element.compareDocumentPosition(document.activeElement) === 4"
    )


def test_switch_the_language(visit: Visit) -> None:
    keys = Keys(visit())
    keys.page.goto("/sv/articles/alfa")
    keys.open(".language-switch a", "English")
    keys.is_at("/en/articles/alfa")


def test_open_the_menu_on_a_phone_and_go(visit: Visit) -> None:
    keys = Keys(visit(viewport={"width": 320, "height": 640}))
    keys.page.goto("/sv/articles/alfa")
    keys.reach(".site-menu > summary")
    keys.press("Enter", "Enter", "Tab")
    # Folded again, it has no tab stop.
    assert keys.page.evaluate("document.activeElement.closest('.site-nav') === null")
    keys.reach(".site-menu > summary", back=True)
    keys.press("Enter")
    keys.open(".site-nav a", "Evenemang")
    keys.is_at("/sv/events/")


def test_narrow_a_search_down_and_take_it_back(visit: Visit) -> None:
    keys = Keys(visit(viewport={"width": 1280, "height": 800}))
    keys.page.goto("/sv/search?q=bryggor")
    total = keys.page.locator(".search-bar [role=status]").inner_text()
    keys.open(".facet a", "Exempel")
    assert "kind=case" in keys.page.url
    assert keys.page.locator(".search-bar [role=status]").inner_text() != total
    keys.open("main a", "Exempel")
    expect(keys.page.locator(".search-bar [role=status]")).to_have_text(total)


def test_log_in(app: Flask, page: Page, editor: Person) -> None:
    del app
    keys = Keys(page)
    page.goto("/sv/")
    keys.open(".account-menu a", "Logga in")
    keys.reach("[name=email]")
    keys.type(editor.email)
    keys.press("Tab")
    keys.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".account-name")).to_have_text(editor.name)


def test_write_a_draft_with_the_toolbar(editing: Keys) -> None:
    editing.page.goto("/sv/articles/new?kind=concept")
    editing.reach("#title")
    editing.type("Bryggan")
    editing.reach("#body")
    editing.type("En brygga är ")
    editing.reach("[data-editor-action]", back=True)
    editing.press("Enter")
    editing.type("trygg")
    expect(editing.page.locator("#body")).to_have_value("En brygga är **trygg**")
    editing.open("[name=intent]", "Spara utkast")
    editing.is_at("/sv/articles/bryggan/edit")
    expect(editing.page.locator(".prose strong")).to_have_text("trygg")


def test_finish_a_merge(app: Flask, editing: Keys, editor: Person) -> None:
    article = make_article("Bryggan", editor, body=BODY, app=app)
    editing.page.goto("/sv/articles/bryggan/edit")
    save(app, article, BODY.replace("Andra", "Någon annans"), 1, make_user("editor", app=app))
    editing.reach("#body")
    editing.press("Control+a")
    editing.type(BODY.replace("Andra", "Mitt"))
    editing.open("[name=intent]", "Spara utkast")
    expect(editing.page.get_by_role("alert").first).to_contain_text("sparade version 2")
    editing.reach("[name='choice.body-0']")
    editing.press("Space")
    expect(editing.page.locator("[data-settle-preview]")).to_contain_text("Mitt stycket")
    editing.press("ArrowUp")  # to the last choice: other words
    editing.reach("[name='edited.body-0']")
    editing.press("Control+a")
    editing.type("Vårt stycket.")
    editing.open("[name=intent]", "Spara och publicera")
    expect(editing.page.locator(".prose")).to_contain_text("Vårt stycket")


def test_publish_from_the_desk(app: Flask, editing: Keys) -> None:
    make_article("Bryggan", make_user("author", app=app), body=BODY, app=app)
    editing.page.goto("/sv/desk/")
    editing.open("main button", "Publicera")
    editing.is_at("/sv/desk/")
    expect(editing.page.locator(".notice[role=status]")).to_be_visible()
    expect(editing.page.locator("main .dense table")).to_have_count(0)


def test_tag_an_article(app: Flask, editing: Keys, editor: Person) -> None:
    make_tag("hamnar", app=app)
    make_article("Bryggan", editor, body=BODY, app=app)
    editing.page.goto("/sv/articles/bryggan")
    editing.open("main a[href$='/tags']")
    editing.reach("[name=tags]")
    editing.press("Space")
    editing.open("main button", "Spara ämnesorden")
    editing.is_at("/sv/articles/bryggan")
    expect(editing.page.locator(".chip", has_text="Hamnar")).to_be_visible()


def test_compare_two_versions(visit: Visit) -> None:
    keys = Keys(visit(Role.EDITOR))
    keys.page.goto("/sv/articles/andrad")
    keys.open("main a", "Historik")
    # A group of radio buttons is a single stop; arrows choose.
    keys.reach("[name=from]")
    keys.press("ArrowDown")
    keys.reach("main button", "Jämför", back=True)
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    assert re.search(r"compare\?.*\bto=4", keys.page.url)
    assert "from=3" not in keys.page.url
    keys.open("main a", "Sida vid sida")
    expect(keys.page.locator("main table, .diff-columns").first).to_be_visible()


def test_archive_and_undo(app: Flask, editing: Keys, editor: Person) -> None:
    make_article("Bryggan", editor, body=BODY, app=app)
    editing.page.goto("/sv/articles/bryggan/archive")
    editing.reach("main textarea, main input[type=text]")
    editing.type("Sägs bättre på annan plats.")
    editing.open("main button", "Arkivera")
    editing.open("button", "Ångra")
    editing.page.goto("/sv/articles/bryggan")
    expect(editing.page.locator(".prose")).to_contain_text("Första stycket")


def test_read_the_list_of_keys_and_return(visit: Visit) -> None:
    keys = Keys(visit())
    keys.page.goto("/sv/articles/alfa")
    keys.reach(".prose a", "Beta")
    keys.page.keyboard.press("Escape")  # the peek of the link
    keys.page.keyboard.press("?")  # the focused heading is not a control, and has no ring
    dialog = keys.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    keys.press("Tab", "Tab", "Shift+Tab", "Escape")
    expect(dialog).to_be_hidden()
    assert keys.page.evaluate("document.activeElement.textContent") == "Beta"


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (":focus-visible { outline: none !important }", "no outline"),
        ("body::after { content: ''; position: fixed; inset: 0; z-index: 99 }", "beneath"),
        (".wordmark { opacity: 0 }", "hidden"),
    ],
)
def test_a_focus_that_cannot_be_seen_is_a_fault(visit: Visit, rule: str, fault: str) -> None:
    page = visit()
    page.goto("/sv/about")
    page.evaluate(
        "(rule) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule);"
        " document.adoptedStyleSheets = [sheet] }",
        rule,
    )
    with pytest.raises(AssertionError, match=fault):
        Keys(page).press("Tab", "Tab")


# Pages with different structures; the stops differ between the widths.
WALKS = [
    (None, "/sv/"),
    (None, "/sv/articles/beta"),
    (None, "/sv/search?q=bryggor"),
    (None, "/sv/timeline"),
    (Role.EDITOR, "/sv/articles/andrad"),
    (Role.EDITOR, "/sv/articles/beta/edit"),
    (Role.EDITOR, "/sv/desk/without/topic"),
    (Role.ADMIN, "/sv/articles/andrad/history"),
]
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"
  )].filter((element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility())"""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("role", "address"), WALKS, ids=str)
def test_tab_walks_the_page_in_its_order_and_out_again(
    revisit: Visit, role: Role | None, address: str, width: int
) -> None:
    page = revisit(role)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.evaluate(f"window.stops = ({STOPS})()")
    before, faults = -1, []
    for _ in range(page.evaluate("window.stops.length") + 30):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "document.activeElement === document.body ? null"
            " : window.stops.indexOf(document.activeElement)"
        )
        if place is None:
            break  # the focus left the page for the browser's own bar
        faults.append(page.evaluate(FAULT))
        if place >= 0:  # otherwise in a peek, which the focus opened
            assert place > before
            before = place
    else:
        pytest.fail("the Tab key does not leave the page")
    assert [fault for fault in faults if fault] == []
    assert len(faults) > 10
    page.close()
