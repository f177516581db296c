"""Measure in Chromium the bytes and requests of an article of each kind for a first-time reader.

The sample's articles are opened over a slow connection. Prints the bytes of HTML, style sheet,
scripts and fonts, the layout shift while they load, and the lines of CSS and JavaScript.
"""

import logging
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

if not __package__:  # started as a file, `python bench/weight.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Request

from tests.browser.library import filled_library
from tests.fixtures.browser import find_chromium, launched, serving

_WANTED_KB, _WANTED_REQUESTS = 150, 8
_STATIC = Path(__file__).resolve().parents[1] / "static"
_ARTICLES = {
    "concept": "vad-ar-social-innovation",
    "case": "tvattmaskinen-som-social-innovation",
    "method": "samskapande-som-metod",
    "organisation": "motesplats-social-innovation",
    "event": "samhallsnyttiga-samtal",
}
_PARTS = ("document", "stylesheet", "script", "font")
# 200 kB a second with 150 ms of latency: a phone far from the mast.
_SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 90_000,
}
_WATCH_SHIFTS = (
    "window.shift = 0; new PerformanceObserver((list) => { for (const shift of list.getEntries())"
    " window.shift += shift.value }).observe({ type: 'layout-shift', buffered: true })"
)


def main() -> None:
    """Print a line for each kind and width, then the lines of code."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("Not found: chromium. See docs/testing.md.")
    logging.disable(logging.WARNING)  # a line for each request would hide the figures
    print(f"at most {_WANTED_KB} kB in {_WANTED_REQUESTS} requests, nothing moved")
    with (
        tempfile.TemporaryDirectory() as folder,
        filled_library(f"sqlite:///{folder}/wiki.db", Path(folder, "instance")) as library,
        serving(library.app) as url,
        launched(chromium) as browser,
    ):
        for kind, slug in _ARTICLES.items():
            for width in (375, 1280):
                _weigh(browser, f"{url}/sv/articles/{slug}", kind, width)
    for name in ("css", "js"):
        texts = [path.read_text("utf-8") for path in (_STATIC / name).glob(f"*.{name}")]
        lines = sum(text.count("\n") for text in texts)
        print(
            f"{name}: {lines} lines, {sum(text.count('!important') for text in texts)} !important"
        )


def _weigh(browser: Browser, url: str, kind: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="sv-SE")
    page.add_init_script(_WATCH_SHIFTS)
    done: list[Request] = []

    def note(request: Request) -> None:
        done.append(request)

    page.on("requestfinished", note)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)
    page.goto(url, wait_until="networkidle")
    sizes: defaultdict[str, int] = defaultdict(int)
    for request in done:
        sizes[request.resource_type] += request.sizes()["responseBodySize"]
    parts = ", ".join(f"{name} {sizes[name] / 1000:.0f}" for name in _PARTS)
    print(
        f"{kind:>12} {width:>5} px: {sum(sizes.values()) / 1000:.0f} kB in {len(done)} requests"
        f" ({parts}), moved {page.evaluate('window.shift'):.4f}"
    )
    page.close()


if __name__ == "__main__":
    main()
