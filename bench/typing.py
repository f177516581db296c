"""Measure in Chromium how long a key press in the editor takes to its styling, and to its preview.

Words are typed in the middle of texts of 50 and 256 kB. "To the frame" runs from the browser's own
stamp of the key press to the end of the frame that shows it, and so contains the wait for the
screen, which begins a frame each 16.7 ms: an empty text area waits as long. "Work" is the same
without that wait: until the key is handled, and from the beginning of the frame to its end. Both
contain the text area's own work and what else a busy machine does; "CPU" is what the page's thread
computed from one key to the next. Below each line, the same with the styling layer taken away.

A preview is measured from a key until what it changed has been laid out: from a single key after a
rest of some seconds, and from the last letter of a word, before which the server was busy with the
letters before. "Load" is the processor time that the server and its renderer take for somebody who
types without a pause, in percent of one core.
"""

import logging
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

if not __package__:  # started as a file, `python bench/typing.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.conftest import log_in
from tests.browser.library import Library, filled_library
from tests.fixtures.browser import find_chromium, launched, serving
from wiki.accounts.models import Role

_WANTED_MS = 16
_PREVIEW_WANTED_MS = 300
_KEYS = 80
_PREVIEWS = 20
_REST_MS = 2_500  # longer than the editor waits after a slow answer
_LOAD_KEYS = 120
_PAUSE_MS = 50  # the frame of a key is over
_PACE_MS = (150, 210, 120, 260, 180)  # between the letters of a word
_PARAGRAPH = (
    "## Rubrik {0}\n\nEn **fet** och *kursiv* rad med [[Råd|en länk]], en not[^{0}] och `kod`, och "
    + "flera ord om hur sociala innovationer sprids mellan kommuner. " * 6
    + "\n\n- en punkt\n- [x] en till\n\n> Ett citat ur [boken](https://example.org/{0}).\n\n"
)
_WATCH = """() => {
    window.spent = [];
    window.worked = [];
    const channel = new MessageChannel();
    let stamp, handled, begun;
    channel.port1.onmessage = () => {
        const now = performance.now();
        window.spent.push(now - stamp);
        window.worked.push(now - begun + handled - stamp);
    };
    addEventListener("input", () => { handled = performance.now(); }); // after all other listeners
    document.querySelector("#body").addEventListener("keydown", (event) => {
        stamp = event.timeStamp;
        requestAnimationFrame(() => {
            begun = performance.now();
            channel.port2.postMessage(0);
        });
    }, true);
}"""
# Until the frame after the answer is put in.
_WATCH_PREVIEW = """() => {
    window.shown = [];
    let stamp;
    const text = document.querySelector("#body");
    text.addEventListener("keydown", (event) => { stamp = event.timeStamp; }, true);
    new MutationObserver(() => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.shown.push(performance.now() - stamp);
        channel.port2.postMessage(0);
    })).observe(document.querySelector("[data-preview-url]"), { childList: true, subtree: true });
}"""
_FILL = """(text, words) => {
    text.value = words;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.setSelectionRange(words.length / 2, words.length / 2);
}"""


def main() -> None:
    """Print a line for each length, with and without the layer."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("Not found: chromium. See docs/testing.md.")
    logging.disable(logging.WARNING)  # a line for each request would hide the figures
    with (
        tempfile.TemporaryDirectory() as folder,
        filled_library(f"sqlite:///{folder}/wiki.db", Path(folder, "instance")) as library,
        serving(library.app) as url,
        launched(chromium) as browser,
    ):
        print(f"from a key press to its styling, at 50 kB p95 at most {_WANTED_MS} ms")
        for size in (0, 50_000, 256_000):
            with _editor(browser, library, url, size) as page:
                page.evaluate(_WATCH)
                print(f"{size // 1000:>4} kB, styled: {_type(page)}")
                page.evaluate("document.querySelector('.written-layer').remove()")
                print(f"{size // 1000:>4} kB, plain:  {_type(page)}")
        clock = _ServerClock(library.app)
        print(f"from a key press to its preview, at most {_PREVIEW_WANTED_MS} ms")
        for size in (1_000, 10_000, 50_000):
            with _editor(browser, library, url, size) as page:
                page.evaluate(_WATCH_PREVIEW)
                for name, letters in (("a single key", "o"), ("a word", "framsida")):
                    print(f"{size // 1000:>4} kB, {name}: {_preview(page, letters)}")
                print(f"{size // 1000:>4} kB, load: {_load(page, clock)}")


@contextmanager
def _editor(browser: Browser, library: Library, url: str, size: int) -> Iterator[Page]:
    """Open the editor with a text of so many bytes."""
    context = browser.new_context(base_url=url, viewport={"width": 1280, "height": 800})
    log_in(context, library, Role.AUTHOR)
    page = context.new_page()
    page.goto("/sv/articles/new?kind=concept")
    page.locator(".written-layer").wait_for(state="attached")
    _write(page, size)
    yield page
    context.close()


def _write(page: Page, size: int) -> None:
    paragraphs = [_PARAGRAPH.format(number) for number in range(size // len(_PARAGRAPH) + 2)]
    text = page.locator("#body")
    text.focus()
    text.evaluate(_FILL, "".join(paragraphs)[:size])
    page.wait_for_timeout(1500)


def _type(page: Page) -> str:
    """Type words, and return how long each press took."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate("window.spent.length = window.worked.length = 0")
    computed = [_read_clock(session)]
    for letter in ("en **ny** rad " * 20)[:_KEYS]:
        page.keyboard.press(letter)
        page.wait_for_timeout(_PAUSE_MS)
        computed.append(_read_clock(session))
    differences = [1000 * (after - before) for before, after in pairwise(computed)]
    spent, worked = page.evaluate("[window.spent, window.worked]")
    figures = {"to the frame": spent, "work": worked, "CPU": differences}
    return "; ".join(f"{name} {_describe(times)}" for name, times in figures.items())


def _preview(page: Page, letters: str) -> str:
    """Type letters and rest, many times; return how long the previews of the last letters took."""
    shown = []
    for _ in range(_PREVIEWS):
        page.evaluate("window.shown.length = 0")
        for letter, pace in zip(letters, cycle(_PACE_MS), strict=False):
            page.wait_for_timeout(pace)
            page.keyboard.press(letter)
        page.wait_for_timeout(_REST_MS)
        shown += page.evaluate("window.shown.slice(-1)")
    return f"{_describe(shown)}, {len(shown)} of {_PREVIEWS}"


class _ServerClock:
    """Counts the requests of an application, and the processor time that they take."""

    def __init__(self, app: Flask) -> None:
        self.requests = 0
        self._seconds = 0.0
        self._answer = app.wsgi_app
        app.wsgi_app = self._count  # type: ignore[assignment,method-assign]  # middleware

    def _count(self, *request: Any) -> Any:
        began = time.thread_time()
        answer = self._answer(*request)
        self._seconds += time.thread_time() - began
        self.requests += 1
        return answer

    def read_seconds(self) -> float:
        """Return the processor time so far, with that of the renderer."""
        renderers = [str(child.pid) for child in multiprocessing.active_children()]
        stats = [Path("/proc", pid, "stat").read_text().rpartition(")")[2] for pid in renderers]
        ticks = sum(int(value) for stat in stats for value in stat.split()[11:13])
        return self._seconds + ticks / os.sysconf("SC_CLK_TCK")


def _load(page: Page, clock: _ServerClock) -> str:
    """Type for a while; return how much of a core that takes."""
    began, before, requests = time.monotonic(), clock.read_seconds(), clock.requests
    for letter, pace in zip("a" * _LOAD_KEYS, cycle(_PACE_MS), strict=False):
        page.wait_for_timeout(pace)
        page.keyboard.press(letter)
    elapsed, used = time.monotonic() - began, clock.read_seconds() - before
    rate = (clock.requests - requests) / elapsed
    return f"{100 * used / elapsed:.0f} % of a core, {rate:.1f} requests a second"


def _read_clock(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _describe(times: list[float]) -> str:
    times = sorted(times)
    return f"p50 {times[len(times) // 2]:.1f}, p95 {times[len(times) * 95 // 100]:.1f} ms"


if __name__ == "__main__":
    main()
