"""Fixtures for browser tests: a filled wiki on a live server, created once and only read."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.library import Library, filled_library
from tests.browser.writing import NEW_ARTICLE
from tests.builders import make_session, make_user
from tests.fixtures.browser import serving, watched_context
from wiki.accounts.models import Role

# A device that makes passkeys, and that whoever has it unlocks.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# Opens a page in a fresh profile, logged in with this role; options go to Playwright.
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def library(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    """Fill an application for these tests, which must not change it."""
    with filled_library(new_database(), tmp_path_factory.mktemp("library")) as library:
        yield library


@pytest.fixture(scope="session")
def library_url(library: Library) -> Iterator[str]:
    """Serve the filled wiki."""
    with serving(library.app) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, library: Library, library_url: str) -> Iterator[Visit]:
    """Return a function that opens a page in a fresh profile, logged in with a role or not."""
    with ExitStack() as contexts:

        def open_page(role: Role | None = None, **options: object) -> Page:
            context = contexts.enter_context(_reading_context(browser, library_url, **options))
            if role is not None:
                log_in(context, library, role)
            return context.new_page()

        yield open_page


@pytest.fixture(scope="module")
def revisit(browser: Browser, library: Library, library_url: str) -> Iterator[Visit]:
    """Return the same function for tests that may share profiles, which halves their time."""
    with _shared_profiles(browser, library, library_url) as open_context:

        def open_page(role: Role | None = None, **options: object) -> Page:
            return open_context(role, **options).new_page()

        yield open_page


@pytest.fixture(scope="module")
def reuse(browser: Browser, library: Library, library_url: str) -> Iterator[Visit]:
    """Return the same function for tests that leave the page as they found it."""
    with _shared_profiles(browser, library, library_url) as open_context:

        @cache
        def open_page(role: Role | None = None, **options: object) -> Page:
            return open_context(role, **options).new_page()

        yield open_page


@contextmanager
def _shared_profiles(
    browser: Browser, library: Library, library_url: str
) -> Iterator[Callable[..., BrowserContext]]:
    with ExitStack() as contexts:

        @cache
        def open_context(role: Role | None, **options: object) -> BrowserContext:
            context = contexts.enter_context(_reading_context(browser, library_url, **options))
            if role is not None:
                log_in(context, library, role)
            return context

        yield open_context


@contextmanager
def _reading_context(browser: Browser, url: str, **options: object) -> Iterator[BrowserContext]:
    """Yield a profile whose typed words the wiki does not keep, since others share it."""
    with watched_context(browser, url, **options) as context:
        told = {"others": ""}
        context.route(re.compile(r"/copies(/open)?\?"), lambda route: route.fulfill(json=told))
        yield context


def log_in(context: BrowserContext, library: Library, role: Role) -> None:
    """Give a profile the session of the user with this role."""
    token = library.tokens[role]
    base_url = urlsplit(library.app.config["BASE_URL"])
    context.add_cookies(
        [{"name": "session", "value": token, "domain": str(base_url.hostname), "path": "/"}]
    )


@pytest.fixture
def editor_page(app: Flask, page: Page, server_url: str) -> Page:
    """Return the empty editor, opened by an author."""
    token = make_session(app, make_user("author", app=app))
    page.context.add_cookies([{"name": "session", "value": token, "url": server_url}])
    page.goto(NEW_ARTICLE)
    return page


@pytest.fixture
def page_with_key(app: Flask, browser: Browser, server_url: str) -> Iterator[Page]:
    """A page of a wiki that has a name, in a browser with a device that makes passkeys."""
    url = f"http://localhost:{urlsplit(server_url).port}"
    app.config["BASE_URL"] = url
    with watched_context(browser, url) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
