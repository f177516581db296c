"""Follow a researcher from a Word file to a published article, with real keys and presses.

What is typed at each stage is looked for on the published page: no word may be lost on the way,
through an ended session, a closed browser, another browser, and another writer.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect
from sqlalchemy import delete

from tests.builders import PASSWORD, Person, make_user
from tests.documents.test_reading import WHOLE
from tests.fixtures.browser import watched_context
from tests.media.pictures import picture
from tests.references.registry import registry
from wiki.accounts.models import UserSession
from wiki.db import db

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
EDIT = "/sv/articles/bryggan-i-malmo/edit"
STATUS = "[data-editor-status]"
# Copies a picture as a program for pictures does.
COPY = """(content) => {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    const file = new Blob([bytes], { type: "image/png" });
    return navigator.clipboard.write([new ClipboardItem({ "image/png": file })]);
}"""
BIBTEX = "@book{b, title = {Nytta för alla}, author = {Åström, Anna}, year = 2020}"
SUMMARY = "En brygga där grannar möts."
FIRST = "Här möts grannar som aldrig hade talats vid."
BEFORE = "Bryggan byggdes 2019."
MINE = "Bryggan byggdes 2019 av grannarna själva."
THEIRS = "Bryggan byggdes våren 2019."
AFTER_SESSION = "Efter ett år var de dubbelt så många."
UNSAVED = "Det sista skrevs på tåget hem."
FROM_COLLEAGUE = "En granskare har läst allt."


@dataclass
class Journey:
    """A wiki, the sort of screen, and who takes part."""

    app: Flask
    browser: Browser
    url: str
    screen: dict[str, object]
    researcher: Person
    editor: Person
    typed: list[str] = field(default_factory=list)

    @contextmanager
    def profile(self, person: Person) -> Iterator[Page]:
        """Open a browser of its own, and log in by the form."""
        with self.context() as context:
            page = context.new_page()
            page.goto("/sv/login")
            self.log_in(page, person)
            yield page

    @contextmanager
    def context(self, **options: object) -> Iterator[BrowserContext]:
        with watched_context(self.browser, self.url, **self.screen, **options) as context:
            yield context

    def log_in(self, page: Page, person: Person) -> None:
        page.locator("main [name=email]").press_sequentially(person.email)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def press(self, place: Locator) -> None:
        """Press with the finger or with the mouse."""
        place.tap() if "has_touch" in self.screen else place.click()

    def type(self, page: Page, words: str) -> None:
        page.keyboard.type(words)
        self.typed.append(words)

    def fits(self, page: Page) -> None:
        """Check that nothing scrolls sideways."""
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], page.url


@pytest.fixture(params=[WIDE, PHONE], ids=["1440", "390"])
def journey(
    request: pytest.FixtureRequest, app: Flask, browser: Browser, server_url: str
) -> Iterator[Journey]:
    people = make_user("author", "Asta Forskare", app=app), make_user("editor", "Edit Ek", app=app)
    app.config["WTF_CSRF_ENABLED"] = True  # a session that is renewed has other tokens
    with registry() as (lookup, _):
        app.config["SOURCE_LOOKUP"] = lookup
        yield Journey(app, browser, server_url, request.param, *people)


def test_from_a_word_file_to_a_published_article(journey: Journey) -> None:
    with journey.profile(journey.researcher) as page:
        add_sources(journey, page)
        begin(journey, page)
        cite(journey, page)
        paste_picture(journey, page)
        page.keyboard.press("Control+s")
        expect(page.locator(STATUS)).to_contain_text("Utkast 1")
        go_on_without_session(journey, page)
        leave_unsaved(journey, page)
    with journey.profile(journey.editor) as other:
        write_over(journey, other)
        with journey.profile(journey.researcher) as page:
            take_copy_and_settle(journey, page)
        publish(journey, other)
    read_without_scripts(journey)


def add_sources(journey: Journey, page: Page) -> None:
    """Paste BibTeX, then a DOI that is looked up, and store both."""
    for words, title in ((BIBTEX, "Nytta för alla"), ("10.1162/itgg.2006", "Social innovation")):
        page.goto("/sv/sources/new")
        page.locator("main [name=text]").focus()
        page.keyboard.insert_text(words)
        journey.press(page.get_by_role("button", name="Se vad som uppfattades"))
        expect(page.locator(".choices strong")).to_contain_text(title)
        journey.press(page.get_by_role("button", name="Lagra de valda källorna"))
        expect(page.locator(".notice-success")).to_be_visible()


def begin(journey: Journey, page: Page) -> None:
    """Begin a case with its template, and open a Word file into it."""
    page.goto("/sv/articles/new")
    journey.press(page.locator("main a[href*='kind=case&start=template']"))
    page.wait_for_url("**start=template**")  # with its scripts, which Enter needs
    page.locator("#title").press_sequentially("Bryggan i Malmö")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    journey.type(page, SUMMARY)
    journey.press(page.get_by_text("Öppna ett Word-dokument"))
    chosen = FilePayload(name="min.docx", mimeType="application/octet-stream", buffer=WHOLE)
    page.get_by_label("Word-dokument (.docx)").set_input_files(chosen)
    with page.expect_navigation():
        journey.press(page.get_by_role("button", name="Lägg den i texten"))
    expect(page.locator("#title")).to_have_value("Bryggan i Malmö")
    expect(page.locator("#summary")).to_have_value(SUMMARY)
    expect(page.locator("#body")).to_have_value(
        re.compile(r"## Utmaningen.*## Bakgrund.*## Källor", re.S)
    )
    journey.fits(page)


def cite(journey: Journey, page: Page) -> None:
    """Write a sentence and cite a source of the two that the list offers."""
    after(page, "    Mer.")
    page.keyboard.type("\n\n## Mötet\n\n")
    journey.type(page, FIRST)
    page.keyboard.type(" [@alla")
    offered = page.get_by_role("listbox", name="Källor att hänvisa till").get_by_role("option")
    expect(offered).to_have_text("Nytta för alla Åström, Anna 2020")
    page.keyboard.press("Enter")
    page.keyboard.type(", s. 4")
    expect(page.locator("#body")).to_have_value(re.compile(r"\[@astrom2020, s\. 4\]"))
    page.keyboard.press("End")
    page.keyboard.type("\n\n")
    page.keyboard.type(BEFORE)
    page.keyboard.type("\n\n")


def paste_picture(journey: Journey, page: Page) -> None:
    """Paste a picture, and say in the dialog what it is, by keys."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPY, base64.b64encode(picture("PNG", 90, 60)).decode())
    page.keyboard.press("ControlOrMeta+v")
    dialog = page.get_by_role("dialog", name="Innan den visas")
    expect(dialog.get_by_label("Vad bilden visar")).to_be_focused()
    page.keyboard.type("En brygga i dis")
    for name, words in (("Bildtext eller titel", "Bryggan om våren"), ("Gjord av", "Anna Lind")):
        dialog.get_by_label(name).focus()
        journey.type(page, words)
    dialog.get_by_label("Licens").select_option("cc-by")
    journey.fits(page)
    journey.press(dialog.get_by_role("button", name="Använd den"))
    expect(page.locator("#body")).to_have_value(re.compile(r"!\[En brygga i dis\]\(media:\w+\)\n"))


def go_on_without_session(journey: Journey, page: Page) -> None:
    """Lose the session while typing, log in again in a window of its own, and go on."""
    with journey.app.app_context():
        db.session.execute(delete(UserSession))
        db.session.commit()
    page.keyboard.type("\n\n")
    journey.type(page, AFTER_SESSION)
    again = page.get_by_role("dialog", name="Logga in igen")
    expect(again).to_be_visible()
    journey.fits(page)
    with page.context.expect_page() as opened:
        journey.press(again.get_by_role("link", name="Logga in i ett nytt fönster"))
    journey.log_in(opened.value, journey.researcher)
    expect(opened.value.locator("h1")).to_have_text("Du är inloggad")
    opened.value.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")  # a headless browser has no windows
    expect(again).to_be_hidden()
    expect(page.locator(STATUS)).to_contain_text("Kopia sparad")
    page.locator("#body").press("ControlOrMeta+s")
    expect(page.locator(STATUS)).to_contain_text("Utkast 2")


def leave_unsaved(journey: Journey, page: Page) -> None:
    """Change a sentence and add one; the browser closes when the wiki has its copy."""
    after(page, BEFORE.rstrip("."))
    page.keyboard.type(MINE.removeprefix(BEFORE.rstrip(".")).rstrip("."))
    after(page, AFTER_SESSION)
    page.keyboard.type("\n\n")
    journey.type(page, UNSAVED)
    expect(page.locator(STATUS)).to_contain_text("Kopia sparad")
    journey.typed.append(MINE)


def write_over(journey: Journey, page: Page) -> None:
    """Change the same sentence as an editor, and another place."""
    page.goto(EDIT)
    after(page, "Bryggan byggdes")
    page.keyboard.type(" våren")
    after(page, "## Mötet\n")
    page.keyboard.type("\n")
    journey.type(page, FROM_COLLEAGUE)
    page.keyboard.type("\n")
    journey.typed.append(THEIRS)
    journey.press(page.get_by_role("button", name="Spara utkast"))
    expect(page.locator(STATUS)).to_contain_text("Sparad som version 3")


def take_copy_and_settle(journey: Journey, page: Page) -> None:
    """Take the words in another browser, save them, and choose both sentences."""
    page.goto(EDIT)
    expect(page.locator("[data-editor-others]")).to_contain_text("Edit Ek öppnade")
    expect(page.locator("[data-editor-kept-older]")).to_be_visible()
    journey.press(page.locator("[data-editor-kept-take]"))
    expect(page.locator("#body")).to_have_value(re.compile(re.escape(UNSAVED)))
    journey.press(page.get_by_role("button", name="Spara utkast"))
    expect(page.get_by_role("alert").first).to_contain_text("Edit Ek sparade version 3")
    journey.fits(page)
    journey.press(page.get_by_label("Båda, din först"))
    preview = page.locator("[data-settle-preview]")
    for words in (MINE, THEIRS, FROM_COLLEAGUE, UNSAVED):
        expect(preview).to_contain_text(words)
    with page.expect_navigation():
        journey.press(page.get_by_role("button", name="Spara utkast"))
    expect(page.locator("main")).to_contain_text(UNSAVED)


def publish(journey: Journey, page: Page) -> None:
    page.goto("/sv/desk/")
    with page.expect_navigation():
        journey.press(page.get_by_role("main").get_by_role("button", name="Publicera"))


def read_without_scripts(journey: Journey) -> None:
    """Find every word, the picture, the note, the source and the names, as any reader does."""
    with journey.context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/sv/articles/bryggan-i-malmo")
        for words in journey.typed:
            expect(page.locator("main")).to_contain_text(words)
        text = page.locator(".prose").first
        for words in (
            "Bakgrund",
            "Vanlig fet text och kursiv",
            "Sagt av någon.",
            "Svensson, Boken",
        ):
            expect(text).to_contain_text(words)
        expect(text).to_contain_text(f"{FIRST} (Åström, 2020, s. 4)")
        expect(text).not_to_contain_text("%%")
        shown = text.get_by_role("img", name="En brygga i dis")
        assert page.request.get(str(shown.get_attribute("src"))).ok
        expect(text.get_by_role("heading", name=re.compile("^Källor"))).to_have_count(1)
        expect(page.locator("[class^=sources-]")).to_contain_text("Åström, A. (2020)")
        expect(page.locator(".byline")).to_have_text("Av Asta Forskare")
        authors = page.locator("[aria-labelledby='authors-title']")
        expect(authors.get_by_role("list").first).to_have_text("Asta Forskare")
        expect(page.locator("[aria-labelledby='contributors-title']")).to_have_text("Edit Ek")
        journey.fits(page)


def after(page: Page, words: str) -> None:
    """Put the caret behind some words."""
    page.locator("#body").focus()
    page.locator("#body").evaluate(
        "(text, words) => { const at = text.value.indexOf(words) + words.length;"
        " text.setSelectionRange(at, at); }",
        words,
    )
