"""Test the single-key shortcuts: what they open, silence while typing, and switching off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

ARTICLE = "/sv/articles/alfa"
DIALOG = "#shortcuts-dialog"


def leads(page: Page, keys: str, address: str) -> None:
    """Press keys, once the page's scripts have run, and check which page they open."""
    page.wait_for_load_state()  # after a press of a button, too
    for key in keys.split():
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(f"{address}$"))


def rests(page: Page, *keys: str) -> None:
    """Press keys that must not open another page; check that the page is still the same."""
    page.wait_for_load_state()
    before = page.url
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == before
    assert page.locator(f"{DIALOG}[open]").count() == 0


@pytest.mark.parametrize(
    ("keys", "address"),
    [
        ("g h", "/sv/"),
        ("g a", "/sv/articles/"),
        ("g t", "/sv/tags/"),
        ("g e", "/sv/events/"),
        ("g r", "/sv/changes"),
        ("h", "/sv/articles/alfa/history"),
        ("l", "/sv/articles/alfa/backlinks"),
        ("c", "/sv/articles/alfa/cite"),
    ],
)
def test_keys_of_a_reader(revisit: Visit, keys: str, address: str) -> None:
    page = revisit()
    page.goto(ARTICLE)
    leads(page, keys, address)


@pytest.mark.parametrize(
    ("role", "keys", "address"),
    [
        (Role.AUTHOR, "e", "/sv/articles/alfa/edit"),
        (Role.AUTHOR, "n", "/sv/articles/new"),
        (Role.AUTHOR, "g m", "/sv/account"),
        (Role.EDITOR, "t", "/sv/articles/alfa/tags"),
        (Role.EDITOR, "g d", "/sv/desk/"),
    ],
)
def test_keys_of_who_is_logged_in(revisit: Visit, role: Role, keys: str, address: str) -> None:
    page = revisit(role)
    page.goto(ARTICLE)
    leads(page, keys, address)


def test_there_are_no_keys_for_what_is_not_permitted(revisit: Visit) -> None:
    reader, author = revisit(), revisit(Role.AUTHOR)
    reader.goto(ARTICLE)
    rests(reader, "e", "n", "t")
    author.goto(ARTICLE)
    rests(author, "t", "g", "d")


@pytest.mark.parametrize("address", ["/sv/", ARTICLE, "/sv/search?q=bryggor"])
def test_slash_goes_to_the_search_field(revisit: Visit, address: str) -> None:
    page = revisit()
    page.goto(address)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("e/n?")
    assert page.evaluate("document.activeElement.value") == "e/n?"


def test_keys_rest_while_somebody_types(revisit: Visit) -> None:
    page = revisit(Role.EDITOR)
    page.goto("/sv/articles/new?kind=concept")
    for field in ("#title", "#body"):
        page.locator(field).press_sequentially("e?n/gh")
        expect(page.locator(field)).to_have_value("e?n/gh")
    rests(page)
    page.goto("/sv/desk/searches/answer?of=sv&q=okapi")
    page.locator("main select").first.focus()
    rests(page, "e", "n", "?")


def test_sequences_are_reset_by_other_keys_and_after_a_while(revisit: Visit) -> None:
    page = revisit(Role.EDITOR)
    page.goto(ARTICLE)
    rests(page, "Alt+e", "Control+e", "Meta+e", "Shift+e", "Control+h")
    rests(page, "x", "g", "x", "a")
    page.keyboard.press("g")
    page.wait_for_timeout(1700)
    rests(page, "a")
    # A key that does not follow "g" resets the sequence.
    page.keyboard.press("g")
    rests(page, "c")
    leads(page, "c", "/cite")


def test_a_reader_switches_them_off_in_this_browser(visit: Visit) -> None:
    page = visit()
    page.goto(ARTICLE)
    page.keyboard.press("?")
    box = page.locator(DIALOG).get_by_role("checkbox")
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    rests(page, "?", "h", "g", "a")
    assert page.context.cookies() == []
    page.goto("/sv/about")
    rests(page, "?", "g", "a")
    # The link still opens the list, where they are switched on again.
    page.locator("footer a[data-shortcuts]").click()
    box = page.locator(DIALOG).get_by_role("checkbox")
    expect(box).not_to_be_checked()
    box.check()
    page.keyboard.press("Escape")
    leads(page, "g a", "/sv/articles/")


def test_the_account_switches_them_off_everywhere(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto("/sv/account#shortcuts")
    box = page.get_by_label("Använd kortkommandon med en tangent, till exempel ”/” för att söka")
    expect(box).to_be_checked()
    try:
        box.uncheck()
        page.locator("#shortcuts button").click()
        expect(page.locator(".notice[role=status]")).to_contain_text("avstängda")
        rests(page, "g", "h", "?", "n")
        page.locator("footer a[data-shortcuts]").click()
        expect(page.locator(DIALOG)).to_contain_text("Kortkommandona är avstängda.")
        page.keyboard.press("Escape")
    finally:
        page.goto("/sv/account#shortcuts")
        page.locator("#shortcuts [type=checkbox]").check()
        page.locator("#shortcuts button").click()
    expect(page.locator(".notice[role=status]")).to_contain_text("är på")
    leads(page, "g h", "/sv/")


def test_without_scripts_the_list_is_a_page(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto(ARTICLE)
    page.locator("footer a[data-shortcuts]").click()
    expect(page.locator("h1")).to_have_text("Kortkommandon")
    expect(page.locator("main kbd").first).to_have_text("/")
    expect(page.locator("[data-shortcuts-switch]")).to_be_hidden()
