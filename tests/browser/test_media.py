"""An author puts pictures and a file into a text: by the button, by paste and by drop."""

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import RULES
from tests.media.pictures import PDF, SVG, picture
from wiki.accounts.models import Role

# Lets an event of the browser bring a file, as the clipboard and the mouse do.
BRING = """([kind, name, content]) => {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name));
    const more = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { ...more, clipboardData: data })
        : new DragEvent("drop", { ...more, dataTransfer: data });
    document.querySelector("#body").dispatchEvent(event);
}"""
# Otherwise axe would make style elements of the sheets, which the policy of the page forbids.
CHECKED = {"runOnly": RULES, "preload": False}


def _bring(page: Page, kind: str, name: str, content: bytes) -> None:
    page.evaluate(BRING, [kind, name, base64.b64encode(content).decode()])


@pytest.mark.parametrize("width", [1440, 390])
def test_pictures_and_files_are_sent_described_and_put_in(visit: Visit, width: int) -> None:
    page = visit(Role.AUTHOR, viewport={"width": width, "height": 844})
    page.goto("/sv/articles/new?kind=concept")
    text = page.locator("#body")
    text.fill("Före")
    colours = ("#123", "#345") if width > 400 else ("#567", "#789")
    files: list[FilePayload] = [
        {
            "name": f"Hamn {width}.png",
            "mimeType": "image/png",
            "buffer": picture("PNG", 90, 60, colours[0]),
        },
        {
            "name": f"Lag {width}.pdf",
            "mimeType": "application/pdf",
            "buffer": PDF + colours[0].encode(),
        },
    ]

    page.get_by_role("button", name="Bild eller fil").click()
    library = page.get_by_role("dialog", name="Bild eller fil")
    expect(library.get_by_role("button", name="bryggan")).to_be_visible()
    assert Axe().run(page, "dialog[open]", CHECKED).response["violations"] == []
    with page.expect_file_chooser() as chooser:
        library.get_by_role("button", name="Välj på den här datorn").click()
    chooser.value.set_files(files)
    dialog = page.get_by_role("dialog", name="Innan den visas")
    expect(dialog).to_be_visible()
    assert Axe().run(page, ".media-dialog", CHECKED).response["violations"] == []
    place = dialog.get_by_role("button", name="Använd den")
    place.click()
    expect(dialog.get_by_role("alert")).to_contain_text("Skriv vad bilden visar")
    expect(dialog.get_by_label("Vad bilden visar")).to_be_focused()
    page.keyboard.type("En [hamn] i dis")
    dialog.get_by_label("Bildtext eller titel").fill("Hamnen")
    dialog.get_by_label("Gjord av").fill("Anna Lind")
    dialog.get_by_label("Licens").select_option("cc-by")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Vad bilden visar")).to_be_hidden()  # now it asks about the file
    expect(dialog.get_by_label("Gjord av")).to_have_value("Anna Lind")
    dialog.get_by_label("Bildtext eller titel").fill("Lagen")
    place.click()

    expect(text).to_have_value(
        f"Före\n\n![En hamn i dis](media:hamn-{width})\n\n[Lagen](media:lag-{width})"
    )
    expect(text).to_be_focused()
    shown = page.locator("[data-preview-url] figure")
    expect(shown).to_contain_text("Hamnen Bild: Anna Lind, CC BY 4.0")
    assert shown.locator("img").evaluate("async (img) => (await img.decode(), img.naturalWidth)")

    page.get_by_role("button", name="Bild eller fil").click()
    library.get_by_label("Eller ta en ur biblioteket").fill(f"hamn-{width} anna")
    library.get_by_role("button", name="Hamnen").first.click()
    expect(text).to_have_value(re.compile(r"\(media:lag.*\n\n!\[En hamn i dis\]\(media:hamn"))

    _bring(page, "paste", "", picture("PNG", 90, 60, colours[1]))
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    left = page.get_by_text("finns i biblioteket, men inte i artikeln")
    expect(left).to_be_visible()
    _bring(page, "drop", "drawing.svg", SVG)
    expect(page.locator(".media-progress")).to_contain_text("En SVG-teckning kan innehålla skript")
    assert "svg" not in text.input_value()
    text.press("ControlOrMeta+z")
    expect(text).not_to_have_value("Lagen")


def test_a_lead_picture_is_chosen_in_the_library(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=method")
    page.locator(".editor-facts > summary").click()
    lead = page.get_by_label("Huvudbild")

    page.get_by_role("link", name="Välj i biblioteket").press("Enter")
    library = page.get_by_role("dialog", name="Bild eller fil")
    library.get_by_role("button", name="bryggan").click()
    dialog = page.get_by_role("dialog", name="Innan den visas")
    if dialog.is_visible():  # nobody has described it yet
        dialog.get_by_label("Vad bilden visar").fill("En brygga")
        dialog.get_by_label("Gjord av").fill("Anna Lind")
        dialog.get_by_label("Licens").select_option("cc-by")
        page.keyboard.press("Enter")

    expect(lead).to_have_value("media:bryggan")
    expect(lead).to_be_focused()
    expect(page.locator("#body")).to_have_value("")
    expect(page.locator("[data-media-lead-shown] img")).to_be_visible()
    lead.fill("media:annan")
    expect(page.locator("[data-media-lead-shown] img")).to_have_count(0)
