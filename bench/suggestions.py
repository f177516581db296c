"""Time in Chromium how long it takes from a key press until its suggestions are drawn.

Titles are typed letter by letter into the search field of a page. The time includes the delay in
the script, the request, and drawing the list.
"""

import argparse
import os
import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if not __package__:  # started as a file, `python bench/suggestions.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.completion import fill, rank
from bench.wikis import new_wiki
from wiki.db import db

_WANTED_MILLISECONDS = 150
_TITLES = 12
_LETTERS = 8
# Slow enough for each key to get its own list: fast typists wait for the last key only.
_BETWEEN_KEYS_MILLISECONDS = 350
# From the browser's time stamp of the key press to the frame that shows the list.
_WATCH = """
window.shown = [];
addEventListener("keydown", (event) => { window.pressed = event.timeStamp; }, true);
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    const pressed = window.pressed;
    if (document.querySelector(".suggestions:not([hidden])"))
      requestAnimationFrame(() => window.shown.push(performance.now() - pressed));
  }).observe(document.body, { subtree: true, childList: true });
});
"""


def main() -> None:
    """Print p50 and p95 of each size; the machine should be otherwise idle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000])
    for count in parser.parse_args().articles:
        with new_wiki(0) as app:
            with app.app_context():
                titles = fill(app, count)
                db.session.remove()
            with _served(app) as url:
                times = _measure(url, random.Random(5).sample(titles, _TITLES))
        print(
            f"{count:>6} articles: from the key to the list p50 {rank(times, 50):.0f} ms, "
            f"p95 {rank(times, 95):.0f} ms (at most {_WANTED_MILLISECONDS}), "
            f"most {max(times):.0f} ms, {len(times)} keys",
            flush=True,
        )


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Log nothing."""


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _measure(url: str, titles: list[str]) -> list[float]:
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(_WATCH)
        times = [
            milliseconds
            for title in titles
            for milliseconds in _type(page, f"{url}/sv/search", title)
        ]
        browser.close()
    return times


def _type(page: Page, url: str, title: str) -> list[float]:
    page.goto(url)
    page.locator("#search-large").press_sequentially(
        title[:_LETTERS], delay=_BETWEEN_KEYS_MILLISECONDS
    )
    page.wait_for_timeout(_BETWEEN_KEYS_MILLISECONDS)
    times: list[float] = page.evaluate("window.shown")
    return times


if __name__ == "__main__":
    main()
