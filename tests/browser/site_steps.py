"""The steps that lead the form of the site to one of its states."""

from playwright.sync_api import Page

from tests.browser.page_steps import PROFILE, press
from tests.browser.words import LONG_WORD

SITE_LOGO = "form[action$='/site/logo'] button[type=submit]"


def save_pale_site(page: Page) -> None:
    """Send the form of the site with a colour that cannot be read, and a day that is none."""
    page.locator("[name=accent]").fill("#ffcc00")
    page.evaluate("document.querySelector('[name=announcement_until]').type = 'text'")
    page.locator("[name=announcement_until]").fill(LONG_WORD)
    press(f"{PROFILE} .form-actions button[type=submit]")(page)


def save_site_late(page: Page) -> None:
    """Send the form of the site as if it had been saved by somebody else meanwhile."""
    page.evaluate("document.querySelector('[name=base]').value = ''")
    page.locator("[name=question_sv]").fill(f"Vad är {LONG_WORD}?")
    press(f"{PROFILE} .form-actions button[type=submit]")(page)
