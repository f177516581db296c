"""Test the tool that takes screenshots of a page in each variant."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.library import Library
from tests.builders import PASSWORD
from tools.screenshots import take_all
from wiki.accounts.models import Role


def test_a_page_is_taken_at_each_width_in_both_schemes_and_languages(
    browser: Browser, library_url: str, tmp_path: Path
) -> None:
    taken = list(take_all(browser, library_url, tmp_path, "shortcuts", (320, 768)))
    names = [
        f"shortcuts-{width}-{scheme}-{language}.png"
        for width in (320, 768)
        for scheme in ("light", "dark")
        for language in ("sv", "en")
    ]
    assert [path.name for path in taken] == names
    for path in taken:
        with Image.open(path) as picture:
            assert picture.width == int(path.name.split("-")[1])


def test_pages_for_users_are_taken_if_the_account_may_see_them(
    browser: Browser,
    library: Library,
    library_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert list(take_all(browser, library_url, tmp_path, "desk-wanted", (320,))) == []
    monkeypatch.setenv("WIKI_EMAIL", library.people[Role.EDITOR].email)
    monkeypatch.setenv("WIKI_PASSWORD", PASSWORD)
    assert len(list(take_all(browser, library_url, tmp_path, "desk-wanted", (320,)))) == 4
