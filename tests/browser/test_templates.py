"""A template nobody has written in is no unsaved text, and the page to try out lets go of words."""

from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

BEGUN = "/sv/articles/new?kind=case&start=template"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('wiki-unsaved:')).length"


def listen(page: Page) -> list[str]:
    """Note each question, and go on."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_a_template_is_left_without_a_question_until_something_is_written(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    asked = listen(page)
    page.goto(BEGUN)
    text = page.locator("[name=body]")
    text.press("End")
    text.press_sequentially("a")
    text.press("Backspace")
    page.goto("/sv/")
    assert asked == []
    assert page.evaluate(KEPT) == 0
    page.goto(BEGUN)
    text.press_sequentially("Ord")
    page.goto("/sv/")
    assert asked == ["beforeunload"]
    page.goto(BEGUN)
    expect(page.locator("[data-editor-kept]")).to_be_visible()
    assert text.input_value().startswith("%% Rader")


def test_the_page_to_try_out_is_left_freely_and_keeps_the_words_here(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    asked = listen(page)
    page.goto("/sv/try")
    text = page.locator("[name=body]")
    text.fill("## Mitt försök")
    expect(page.locator(".editor-preview h2[id]").last).to_contain_text("Mitt försök")
    page.goto("/sv/")
    assert asked == []
    page.goto("/sv/try")
    expect(page.locator("[data-editor-kept-words]:visible")).to_have_text("## Mitt försök")
