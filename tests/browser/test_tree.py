"""Move a topic in the tree of the desk: by dragging, by keys, and let it go again."""

import re

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.builders import Person, make_session, make_tag

TOPICS = "/sv/desk/topics"


@pytest.fixture
def desk(
    app: Flask, page: Page, browser_context: BrowserContext, server_url: str, editor: Person
) -> Page:
    """The page of the topics, for an editor: care with home help below it, and meals."""
    care = make_tag("care", app=app, label_sv="Omsorg", label_en="Care")
    make_tag("home", app=app, label_sv="Hemtjänst", label_en="Home help", parent_id=care)
    make_tag("food", app=app, label_sv="Måltid", label_en="Meals")
    token = make_session(app, editor)
    browser_context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto(TOPICS)
    return page


def test_a_dropped_row_leads_to_what_would_change(desk: Page) -> None:
    desk.locator("[data-move=food]").drag_to(desk.locator("[data-move=home]"))
    expect(desk).to_have_url(re.compile("/sv/tags/food/move$"))
    expect(desk.locator("#changes-title")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Omsorg › Hemtjänst › Måltid")
    desk.get_by_role("button", name="Flytta", exact=True).click()
    expect(desk.locator(".notice")).to_contain_text("”Måltid” har flyttats.")
    desk.goto(TOPICS)
    expect(desk.locator("[data-tree] tbody th").nth(2)).to_contain_text("Nivå 3: Måltid")


def test_what_is_dropped_on_the_head_goes_to_the_top(desk: Page) -> None:
    desk.locator("[data-move=home]").drag_to(desk.locator("[data-tree] thead"))
    expect(desk).to_have_url(re.compile("/sv/tags/home/move$"))
    expect(desk.locator("main")).to_contain_text("Det ligger här nu: Omsorg › Hemtjänst")


def test_keys_move_a_topic(desk: Page) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("m")
    expect(desk.locator("[data-tree-status]")).to_contain_text("”Måltid” är upplyft.")
    desk.keyboard.press("j")
    desk.keyboard.press("i")
    expect(desk.locator("main")).to_contain_text("Omsorg › Måltid")


def test_keys_put_a_topic_at_the_top(desk: Page) -> None:
    for key in ("j", "j", "j", "m", "o"):
        desk.keyboard.press(key)
    expect(desk.locator("main")).to_contain_text("Det ligger här nu: Omsorg › Hemtjänst")


def test_what_is_picked_up_is_let_go(desk: Page) -> None:
    for key in ("j", "m", "Escape"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-tree-status]")).to_be_empty()
    desk.keyboard.press("j")
    desk.keyboard.press("m")
    desk.get_by_role("button", name="Släpp ämnet").click()
    expect(desk.locator("[data-tree-status]")).to_be_empty()
    expect(desk).to_have_url(re.compile(f"{TOPICS}$"))
