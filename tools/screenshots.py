"""Take the README's pictures of a running wiki: `python tools/screenshots.py http://127.0.0.1:5000`.

Needs the development environment (`make test` makes it) and Chromium; $CHROMIUM names another one.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_FOLDER = Path(__file__).parent.parent / "docs" / "images"
# name, address, width, height, colour scheme
_PICTURES = (
    ("front", "/sv/", 1280, 900, "light"),
    ("article", "/sv/articles/tvattmaskinen-som-social-innovation", 1280, 900, "light"),
    ("search", "/sv/search?q=innovationer+i+skolan", 1280, 900, "dark"),
    ("phone", "/en/articles/what-is-social-innovation", 375, 812, "light"),
)


def main() -> None:
    """Take each picture as a reader sees the page on arriving."""
    if len(sys.argv) != 2:
        sys.exit("Name the address of a running wiki: http://127.0.0.1:5000")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, address, width, height, scheme in _PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(sys.argv[1] + address, wait_until="networkidle")
            page.screenshot(path=_FOLDER / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
