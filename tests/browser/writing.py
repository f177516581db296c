"""Type into the editor, leave it, and see what it has kept."""

from playwright.sync_api import Dialog, Page, expect

NEW_ARTICLE = "/sv/articles/new?kind=concept"
EDIT = "/sv/articles/bryggor/edit"
BODY = "Ett.\n\nTvå.\n\nTre."
SAVE = "[name=intent][value=save]"
WORDS = "Ord som inte får gå förlorade, inte ens när någonting går sönder."


def write(page: Page, title: str = "Bryggor") -> None:
    """Type a text, and wait until the browser has stored its copy."""
    page.locator("#title").press_sequentially(title)
    page.locator("#body").press_sequentially(WORDS)
    expect(page.locator("[data-editor-status]")).not_to_be_empty()


def expect_saved(page: Page, title: str = "Bryggor") -> None:
    """Expect the editor to be open still, with the saved text."""
    expect(page.locator("h1")).to_have_text(f"Redigera ”{title}”")
    expect(page.locator("#title")).to_have_value(title)


def leave(page: Page, address: str = "/sv/about") -> list[str]:
    """Leave in spite of every warning; return the types of the warnings."""
    warnings: list[str] = []

    def accept(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(address)
    page.remove_listener("dialog", accept)
    return warnings


def offers(page: Page) -> list[str]:
    """Return the beginnings of the kept texts that are offered, the latest first."""
    return page.locator("[data-editor-kept-words]:visible").all_inner_texts()
