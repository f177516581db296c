"""Use the wiki with only a keyboard, and the editor with keyboard and mouse."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

NEW_ARTICLE = "/sv/articles/new?kind=concept"


def focused(page: Page) -> str:
    """Return the text of the focused element."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Page, selector: str) -> None:
    """Press the Tab key until an element has the focus."""
    wanted = page.locator(selector)
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def test_first_tab_skips_to_the_content(visit: Visit) -> None:
    page = visit()
    page.goto("/sv/articles/alfa")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_menu_on_a_phone_opens_and_closes(visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 640})
    page.goto("/sv/")
    link = page.locator(".site-nav").get_by_role("link", name="Evenemang")
    expect(link).to_be_hidden()
    tab_to(page, ".site-menu > summary")
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.site-nav') !== null")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(link).to_be_hidden()


def test_whatever_has_the_focus_shows_it(visit: Visit) -> None:
    page = visit(viewport={"width": 1280, "height": 900})
    page.goto("/sv/articles/alfa")
    for _ in range(45):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "(() => { const style = getComputedStyle(document.activeElement);"
            " return style.outlineStyle !== 'none' || style.boxShadow !== 'none' })()"
        )
        assert shown, focused(page)


def test_toolbar_is_one_stop_and_its_arrows_choose(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto(NEW_ARTICLE)
    text = page.locator("#body")
    text.fill("ord")
    text.select_text()
    page.keyboard.press("Shift+Tab")
    bold, italic = (page.locator(f"[data-editor-action={name}]") for name in ("bold", "italic"))
    expect(bold).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(italic).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_have_value("*ord*")
    expect(text).to_be_focused()
    # The Tab key leaves the text area: no keyboard trap.
    page.keyboard.press("Tab")
    expect(text).not_to_be_focused()


def test_toolbar_obeys_the_mouse(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto(NEW_ARTICLE)
    text = page.locator("#body")
    text.fill("ett\ntvå")
    text.select_text()
    page.locator("[data-editor-action=list]").click()
    expect(text).to_have_value("- ett\n- två")
    page.locator("[data-editor-action=list]").click()
    expect(text).to_have_value("ett\ntvå")


def test_the_preview_of_what_is_stored_comes_with_the_page(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/sv/articles/alfa/edit")
    expect(page.locator("[data-preview-url] strong")).to_have_text("bryggor")
    page.wait_for_timeout(300)
    assert [url for url in asked if url.endswith("/preview")] == []


def test_preview_follows_what_is_typed(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto(NEW_ARTICLE)
    preview = page.locator("[data-preview-url]")
    page.locator("#body").press_sequentially("## Rubrik\n\nDet är **viktigt**.")
    expect(preview.locator("strong")).to_have_text("viktigt")
    expect(preview.locator("h2")).to_contain_text("Rubrik")


def test_faults_take_the_focus_and_lead_to_their_fields(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto(NEW_ARTICLE)
    page.locator("[name=intent][value=save]").press("Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#title")).to_be_focused()
    expect(page.locator("#title")).to_have_attribute("aria-invalid", "true")
