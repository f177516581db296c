"""Check every page with the Nu Html Checker: `make html`, which needs Java, npm and Chromium.

The pages are those of tests/browser/pages.py and of the sitemap, in both languages, of a wiki that
is filled as for the browser tests. The style sheet is checked as browsers load it.
"""

import logging
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import log_in
from tests.browser.library import Library, filled_library
from tests.browser.page_type import PageType, reach
from tests.browser.pages import PAGES
from tests.fixtures.browser import find_chromium, launched, serving, watched_context
from tests.hurry import IS_HURRIED
from tools.npm import get_file

_ROOT = Path(__file__).parent.parent
_VERSION = "26.9.27"
_SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
_JAR = _ROOT / ".venv" / f"vnu-{_VERSION}.jar"
_URL = re.compile("<loc>(.+?)</loc>")
# Every other message of the checker is a fault, warnings too.
_KNOWN = "|".join(
    [
        # VoiceOver on a Mac does not recognise a list without bullets unless it has the role.
        "The .list. role is unnecessary for element",
        # Features that the checker of style sheets does not know yet.
        "Property .(field-sizing|paint-order|container-type). doesn.t exist",
        "Unrecognized at-rule .@container",
    ]
)


def main() -> int:
    """Collect the pages, check them, and return the exit code."""
    missing = [name for name in ("java", "npm") if not shutil.which(name)]
    chromium = find_chromium()
    if missing or chromium is None:
        sys.exit(f"Not found: {', '.join(missing) or 'chromium'}. See docs/testing.md.")
    get_file(f"vnu-jar@{_VERSION}", _SHA512, "package/build/dist/vnu.jar", _JAR)
    logging.disable(logging.WARNING)  # a line for each request would hide the faults
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "pages")
        place.mkdir()
        with (
            filled_library(f"sqlite:///{folder}/wiki.db", Path(folder, "instance")) as library,
            serving(library.app) as url,
            launched(chromium) as browser,
        ):
            _collect(browser, library, url, place)
        return _check(place)


def _collect(browser: Browser, library: Library, url: str, place: Path) -> None:
    """Write each page into a file named after it."""
    for role in {kind.role for kind in PAGES}:
        with watched_context(browser, url) as context:
            if role is not None:
                log_in(context, library, role)
            for number, kind in enumerate(kind for kind in PAGES if kind.role == role):
                # In a hurry each page is checked in one language, the next in the other.
                for language in ("sv", "en") if not IS_HURRIED else (("sv", "en")[number % 2],):
                    _write(place, f"{language} {kind.name}", _read(context, kind, language))
            if role is None:
                sitemap = context.request.get("/sitemap.xml").text()
                for path in (urlsplit(found).path for found in _URL.findall(sitemap)):
                    _write(place, path, context.request.get(path).text())
                sheet = context.request.get("/static/css/site.css").text()
                (place / "site.css").write_text(sheet, "utf-8")


def _read(context: BrowserContext, kind: PageType, language: str) -> str:
    """Return a page as the server sends it, using a browser if it takes steps to reach."""
    if kind.act is None:
        return context.request.get(f"/{language}{kind.address}").text()
    page = context.new_page()
    text = reach(page, kind, language).text()
    page.close(run_before_unload=False)
    return text


def _write(place: Path, name: str, text: str) -> None:
    file = re.sub(r"[^\w-]+", "-", name).strip("-") + ".html"
    (place / file).write_text(text, "utf-8")


def _check(place: Path) -> int:
    """Run the checker on the pages and the style sheet; return 0 if it finds no fault."""
    command: list[str | Path] = [
        "java",
        "-Xss2m",
        "-jar",
        _JAR,
        "--stdout",
        "--Werror",
        "--skip-info-messages",
    ]
    command += ["--filterpattern", f".*({_KNOWN}).*"]
    files = sorted(place.glob("*.html"))
    runs = [
        subprocess.run([*command, *arguments], check=False, cwd=place)
        for arguments in (files, ["--css", place / "site.css"])
    ]
    print(f"{len(files)} pages and the style sheet were checked")
    return int(not files or any(run.returncode for run in runs))


if __name__ == "__main__":
    sys.exit(main())
