"""Edit one section with real keys: it is saved and kept as a part of the whole text."""

from flask import Flask
from playwright.sync_api import Page, expect

from tests.builders import log_in, make_article, make_session, make_user

BODY = "Inledning.[^1]\n\n## Mål\n\nEtt.[^1]\n\n## Åren\n\nMånga.\n\n[^1]: En not."
URL = "/sv/articles/bryggor"


def kept_in_browser(page: Page) -> list[str]:
    keys: list[str] = page.evaluate(
        "Object.keys(localStorage).filter((key) => /unsaved/.test(key))"
    )
    return keys


def test_a_section_is_saved_and_kept_as_part_of_the_text(
    app: Flask, page: Page, server_url: str
) -> None:
    person = make_user("editor", app=app)
    make_article("Bryggor", person, body=BODY, app=app)
    token = make_session(app, person)
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto(URL)
    page.get_by_role("link", name="Redigera avsnittet ”Mål”").click()
    text, status = page.locator("#body"), page.locator("[data-editor-status]")
    preview = page.locator(".editor-preview")
    expect(text).to_have_value("## Mål\n\nEtt.[^1]")
    expect(preview).to_contain_text("En not.")
    expect(preview).not_to_contain_text("Inledning")
    colleague = app.test_client()
    log_in(colleague, make_user("editor", app=app))
    theirs = {"title": "Bryggor", "body": f"Överst.\n\n{BODY}", "base": "1"}
    assert colleague.post(f"{URL}/edit", data=theirs).status_code == 303
    # Saved with another heading, and with what a colleague wrote elsewhere.
    text.fill("## Målen\n\nTvå.[^1]")
    expect(preview.locator(".prose h2").first).to_contain_text("Målen")
    expect(preview).to_contain_text("En not.")
    text.press("Control+s")
    expect(status).to_contain_text("Utkast 3")
    expect(page.locator("[name=section]")).to_have_value("4")
    assert page.url.endswith("/edit?section=s-malen")
    assert kept_in_browser(page) == []
    text.press("Control+End")
    page.keyboard.type(" Tre.")
    expect(status).to_contain_text("Kopia sparad")
    assert ":article-" in kept_in_browser(page)[0]
    # In the form of the whole text, the copy is the whole text.
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{URL}/edit")
    offers = page.locator("[data-editor-kept-take]:visible")
    expect(offers).to_have_count(1)
    offers.click()
    whole = f"Överst.\n\n{BODY}".replace("Mål\n\nEtt.", "Målen\n\nTvå.")
    expect(text).to_have_value(whole.replace("Två.[^1]", "Två.[^1] Tre."))
    # In the form of the section, the words of this browser are the section's.
    page.goto(f"{URL}/edit?section=s-malen")
    expect(text).to_have_value("## Målen\n\nTvå.[^1]")
    expect(offers).to_have_count(1)
    offers.click()
    expect(text).to_have_value("## Målen\n\nTvå.[^1] Tre.")
    text.press("Control+Enter")
    page.wait_for_url(f"**{URL}/revisions/4#s-malen")
    page.goto(f"{URL}/edit")
    assert kept_in_browser(page) == []


def test_other_sections_are_suggested_and_a_heading_can_go(
    app: Flask, page: Page, server_url: str
) -> None:
    person = make_user("editor", app=app)
    make_article("Bryggor", person, body=BODY, app=app)
    token = make_session(app, person)
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto(f"{URL}/edit?section=s-mal")
    text = page.locator("#body")
    text.press("Control+End")
    page.keyboard.type("\n\n[[#åre")
    expect(page.get_by_role("option")).to_have_text(["Åren"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value("## Mål\n\nEtt.[^1]\n\n[[#Åren]]")
    text.fill("Utan rubrik.[^1]")
    text.press("Control+s")
    page.wait_for_url(f"**{URL}/edit")
    expect(text).to_have_value(
        "Inledning.[^1]\n\nUtan rubrik.[^1]\n\n## Åren\n\nMånga.\n\n[^1]: En not."
    )
    expect(page.locator("#title")).to_have_value("Bryggor")
    expect(page.locator("[data-editor-kept]")).to_be_hidden()
