"""Test that choosing among many is safe: a filter loses no tick, with scripts and without."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.builders import make_article, make_session, make_tag, make_user, put_on
from tests.fixtures.browser import watched_context


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_filter_loses_no_tick(
    app: Flask, browser: Browser, server_url: str, has_scripts: bool, width: int
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    editor = make_user("editor", app=app)
    put_on(make_article("Bryggor", editor, app=app), make_tag("harbour", app=app), app=app)
    make_tag("quay", app=app)
    make_tag("water", app=app, synonyms_sv=("Sjöar",))
    with watched_context(
        browser,
        server_url,
        java_script_enabled=has_scripts,
        viewport={"width": width, "height": 800},
    ) as context:
        token = make_session(app, editor)
        context.add_cookies([{"name": "session", "value": token, "url": server_url}])
        page = context.new_page()
        page.goto("/sv/articles/bryggor/tags")
        page.locator("main label", has_text="Quay").click()
        page.locator("main label", has_text="Harbour").click()  # taken off
        field = page.get_by_label("Hitta ett ämnesord")
        field.fill("sjöar")
        if not has_scripts:
            field.press("Enter")
        expect(page.locator("main label", has_text="Harbour")).to_be_hidden()
        expect(page.locator("main label", has_text="Quay")).to_be_visible()
        expect(page.locator("[data-filter-status]")).to_contain_text("1 ämnesord")
        page.locator("main label", has_text="Water").click()
        field.fill("inget")
        page.get_by_role("button", name="Filtrera").click()
        expect(page.locator("[data-filter-status]")).to_contain_text("0 ämnesord")
        page.get_by_role("button", name="Spara ämnesorden").click()
        expect(page.locator(".chips li")).to_have_text(["Quay", "Water"])
