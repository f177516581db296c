"""The steps that lead a page to one of its states: what is filled in and pressed."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.library import TWO_STEPS
from tests.browser.words import LONG_WORD
from tests.builders import PASSWORD

PROFILE = "form.term-form"
LOGO = "form[action$='/logos/light'] button[type=submit]"
MAIN_FORM_BUTTON = "main form[method=post] .form-actions button[type=submit]"


def press(selector: str) -> Callable[[Page], None]:
    """Return a step that presses a button and waits for the next page."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(selector).click()

    return act


def log_in_first(page: Page) -> None:
    """Give the password of somebody who logs in in two steps."""
    if page.locator("main [name=code]").count():  # the profile has been here before
        return
    page.locator("main [name=email]").fill(TWO_STEPS)
    page.locator("main [name=password]").fill(PASSWORD)
    press(MAIN_FORM_BUTTON)(page)


def save_without_title(page: Page) -> None:
    """Send the editor's form with two faults."""
    page.locator("[name=title]").fill("")
    page.evaluate("document.querySelector('.editor-facts').open = true")
    page.locator("[name=starts_at], [name=year]").first.fill("i fjol")
    press("[name=intent][value=save]")(page)


def save_over_others(page: Page) -> None:
    """Send the editor's form based on the first revision, although others have saved since."""
    page.evaluate("document.querySelector('[name=base]').value = '1'")
    text = page.locator("[name=body]")
    text.fill(text.input_value().replace("prövade och ändrade 3 gånger", "prövade något annat"))
    press("[name=intent][value=save]")(page)


def save_term_over_others(page: Page) -> None:
    """Send the form of a term as if it had been saved by somebody else meanwhile."""
    page.evaluate("document.querySelector('[name=base]').value = ''")
    page.locator("[name=description_sv]").fill("En brygga är en plats där båtar lägger till.")
    page.locator("[name=synonyms_en]").fill("jetty\npier")
    press(MAIN_FORM_BUTTON)(page)


def name_without_role(page: Page) -> None:
    """Send the form of a profile with a contact that has no role, and no web address."""
    page.locator("[name=contact_name_7], [name=contact_name_3]").first.fill(LONG_WORD)
    page.locator("[name=website]").fill("umu")
    press(f"{PROFILE} .form-actions button[type=submit]")(page)


def save_profile_late(page: Page) -> None:
    """Send the form of a profile as if it had been saved by somebody else meanwhile."""
    page.evaluate("document.querySelector('[name=base]').value = ''")
    page.locator("[name=description_sv]").fill("Ett lärosäte i norr.")
    press(f"{PROFILE} .form-actions button[type=submit]")(page)


def ask_for_preview(page: Page) -> None:
    """Send the editor's form with the button that is shown only without scripts."""
    with page.expect_navigation():
        page.locator(".form-actions [value=preview]").evaluate("button => button.click()")


def name_nobody(page: Page) -> None:
    """Send the form of the authors with a line of its own that has no valid ORCID."""
    press("[name=intent][value=add]")(page)
    page.locator("[name=name]:not([type=hidden])").fill("Utan Konto")
    page.locator("[name=orcid]:not([type=hidden])").fill("0000-0002-1825-0079")
    press(".form-actions [value=save]")(page)


def choose_nothing(page: Page) -> None:
    """Send the desk's form with no article and no term."""
    press("#queue .button-primary")(page)


def choose_some(page: Page) -> None:
    """Tick two rows of a list and unfold one, by keys."""
    page.keyboard.type("jxpjx")
    page.locator(".suggested[aria-busy=false]").wait_for()


def propose_none(page: Page) -> None:
    """Send the form in which an author proposes topics with none."""
    press("form.tag-form .form-actions button[type=submit]")(page)


def refuse_none(page: Page) -> None:
    """Send the desk's form of proposals with an answer and nothing that it is for."""
    page.locator("[name=answer]").fill("Artikeln handlar om något annat.")
    press("form.dense .bulk-bar [value=refuse]")(page)


def leave_unsaved(page: Page) -> None:
    """Type in the editor and leave: the copy that the browser stored is offered."""
    page.locator("[name=body]").press_sequentially("Ord")
    page.locator("[data-editor-status]:not(:empty)").wait_for()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("[data-editor-kept]").wait_for()


def compare_unsaved(page: Page) -> None:
    """Open the comparison of a text that the wiki has kept."""
    with page.expect_navigation():
        page.locator("main a[href*='/copies/']").first.click()


def drop_unsaved(page: Page) -> None:
    """Open the question whether to throw that text away."""
    compare_unsaved(page)
    with page.expect_navigation():
        page.locator("main a[href$='/drop']").click()


def show_suggestions(page: Page) -> None:
    """Type in the large search field until suggestions come."""
    field = page.locator("main input[data-site-search]")
    field.fill("")
    field.press_sequentially("bryggor")
    page.get_by_role("option").first.wait_for()


def show_titles(page: Page) -> None:
    """Begin a link in the text of the editor, so that titles are suggested."""
    text = page.locator("[name=body]")
    text.press("ControlOrMeta+End")
    text.press_sequentially(" [[bet")
    page.get_by_role("option").first.wait_for()


def show_peek(page: Page) -> None:
    """Reach a link to another article, so that its peek comes."""
    link = page.locator(".prose > p a[href$='/articles/beta']").first
    link.blur()
    link.focus()
    page.locator(".peek").wait_for()


def show_menu(page: Page) -> None:
    """Unfold the main menu, where it is folded."""
    summary = page.locator(".site-menu > summary")
    if summary.is_visible() and page.locator(".site-menu:not([open])").count():
        summary.click()


def show_contents(page: Page) -> None:
    """Unfold the contents, where they are folded."""
    summary = page.locator(".contents-folded > summary")
    if summary.is_visible() and page.locator(".contents-folded:not([open])").count():
        summary.click()


def show_shortcuts(page: Page) -> None:
    """Open the list of keyboard shortcuts."""
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def paste_sources(page: Page) -> None:
    """Paste a source that the library has, a new one, and a broken one."""
    page.locator("[name=text]").fill(
        "@book{a, title={En bok om bryggor}, author={Ek, Eva}, year=2020}\n"
        f"@book{{b, title={{{LONG_WORD}}}}}\n@book{{c, title = {{Trasig\n"
    )
    press(MAIN_FORM_BUTTON)(page)


def show_file_of_terms(page: Page) -> None:
    """Look at what a table of terms would change."""
    page.fill("#text", "address,label_sv,label_en\n,Lekplatser,Playgrounds\n")
    with page.expect_navigation():
        page.click(MAIN_FORM_BUTTON)
