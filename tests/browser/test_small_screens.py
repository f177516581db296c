"""Test that pages fit small screens: long words break, and what precedes the text is folded."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.words import LONG_WORD
from tests.builders import make_article, make_session, make_user
from wiki.accounts.models import Role
from wiki.markup.slugs import slugify

TITLE = f"{LONG_WORD.capitalize()} i {LONG_WORD}"
ADDRESS = f"/sv/articles/{slugify(TITLE)}"
PLACES = ("", "/edit", "/history", "/backlinks", "/cite", "/rename", "/archive", "/tags")
CASE = "/sv/articles/beta"


def test_a_long_word_in_a_title_makes_no_page_wider(
    app: Flask, page: Page, server_url: str
) -> None:
    editor = make_user("editor", app=app)
    make_article(TITLE, editor, summary=TITLE, body="Ord.", app=app)
    page.context.add_cookies(
        [{"name": "session", "value": make_session(app, editor), "url": server_url}]
    )
    page.set_viewport_size({"width": 320, "height": 800})
    own = [ADDRESS + place for place in PLACES]
    for address in ["/sv/", "/sv/articles/", "/sv/changes", "/sv/desk/without/topic", *own]:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_the_facts_of_a_case_are_folded_on_a_phone_only(visit: Visit) -> None:
    page = visit()
    place = page.locator(".facts dd", has_text="Malmö").last
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(CASE)
    expect(place).to_be_visible()
    expect(page.locator(".facts summary")).to_be_hidden()
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(CASE)
    expect(place).to_be_hidden()
    page.locator(".facts summary").click()
    expect(place).to_be_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_folding_moves_nothing(visit: Visit, width: int) -> None:
    page = visit()
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) window.shift += entry.value"
        " }).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(CASE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0


def test_tables_of_the_desk_are_cards_on_a_phone(visit: Visit) -> None:
    page = visit(Role.EDITOR)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/sv/desk/")
    box = page.locator(".dense .table-box").first
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    row = box.get_by_role("row").filter(has_text="Utkastet").first
    expect(row.get_by_role("rowheader")).to_have_text("Utkastet")
    expect(row.get_by_role("button", name="Publicera")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 700})
    expect(box.get_by_role("columnheader", name="Läge")).to_be_visible()


@pytest.mark.parametrize(
    ("role", "address", "name", "inside"),
    [
        (None, "/sv/tags/social-innovation", "Typ", ".facet a"),
        (None, "/sv/search?q=bryggor", "Avgränsa", ".facet-title"),
        (None, "/sv/timeline", "Filter", ".timeline-filter"),
        (Role.EDITOR, "/sv/desk/vocabulary", "Redaktionen: ", ".subnav a"),
    ],
)
def test_the_side_column_is_folded_on_a_phone_only(
    visit: Visit, role: Role | None, address: str, name: str, inside: str
) -> None:
    page = visit(role, java_script_enabled=False)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    fold = page.locator("summary", has_text=name).first
    expect(page.locator(inside).first).to_be_visible()
    expect(fold).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 800})
    expect(page.locator(inside).first).to_be_hidden()
    fold.click()
    expect(page.locator(".side-fold[open]").first).to_be_visible()


def test_a_press_below_the_text_of_the_editor_reaches_what_is_pressed(visit: Visit) -> None:
    """The tools leave their place above the text while somebody writes; nothing else moves."""
    page = visit(Role.AUTHOR, viewport={"width": 390, "height": 844})
    page.goto("/sv/articles/new?kind=concept")
    panes, help_page = page.locator(".editor-panes"), page.locator(".editor-text summary").first
    before = panes.evaluate("panes => panes.getBoundingClientRect().top + scrollY")
    page.locator("#body").focus()
    after = panes.evaluate("panes => panes.getBoundingClientRect().top + scrollY")
    assert abs(after - before) <= 1
    help_page.click()
    expect(page.locator(".editor-text details[open]")).to_have_count(1)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_an_article_are_one_row_of_links(visit: Visit, language: str) -> None:
    page = visit(Role.EDITOR, viewport={"width": 390, "height": 844})
    page.goto(f"/{language}/articles/")
    page.locator("main .items a, main .index a, main li a[href*='/articles/']").last.click()
    links = page.locator(".page-actions a >> visible=true")
    expect(links).to_have_count(5)
    assert len(set(links.evaluate_all("all => all.map(a => a.getBoundingClientRect().y)"))) == 1


def test_side_by_side_is_one_below_the_other_on_a_phone(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/articles/andrad/compare?from=1&to=3&view=columns")
    changed = page.locator("tr.is-changed").first.locator("td")
    for width, is_stacked in ((1280, False), (320, True)):
        page.set_viewport_size({"width": width, "height": 800})
        old, new = changed.nth(0).bounding_box(), changed.nth(1).bounding_box()
        assert old is not None
        assert new is not None
        assert (new["y"] >= old["y"] + old["height"] - 1) is is_stacked
        expect(page.locator("tr.is-equal td:visible").first).to_be_visible()
        over = page.locator(".diff-columns td:visible").evaluate_all(
            "cells => cells.filter(cell => cell.scrollHeight > cell.clientHeight + 2).length"
        )
        assert over == 0
    assert page.locator("tr.is-equal").count() == page.locator("tr.is-equal td:visible").count()
    box = page.locator(".table-box").last
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
