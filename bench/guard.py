"""Compare what requests cost with what they cost before, and fail when one costs 15 % more.

Counts the function calls that the program makes for each, divided by those of a bare Flask view in
the same run: no busy machine changes these, where times on a shared one differ by more than that.
The CPU time is printed beside, as a ratio too. `--keep` writes the ratios down as those of today.
"""

import argparse
import cProfile
import json
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

if not __package__:  # started as a file, `python bench/guard.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask.testing import FlaskClient

from bench.wikis import PASSWORD, SETTINGS, make_editor
from wiki.app import create_app
from wiki.operations.first_start import prepare

_RATIOS = Path(__file__).parent / "ratios.json"
_MOST = 1.15
_TIMES = 6
_ARTICLE = "/sv/articles/vad-ar-social-innovation"
# Eight words; the last differs, so that no answer comes from the cache.
_QUESTION = "/sv/search?q=hur+arbetar+kommuner+tillsammans+med+social+innovation+x{}"
_TEXT = "En [[Förändringsteori]] med **fet** text.\n\n## Rubrik\n\n- ett\n- två\n\n" * 10

Request = Callable[[int], Any]


class Meter:
    """A layer around an application that counts the calls and times each request."""

    def __init__(self, app: Flask) -> None:
        self._behind = app.wsgi_app
        self.calls: list[int] = []
        self.seconds: list[float] = []
        app.wsgi_app = self  # type: ignore[method-assign,assignment]  # as Flask documents

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        """Answer, in turns with and without counting, which itself takes time."""
        if len(self.seconds) > len(self.calls):
            with cProfile.Profile() as profile:
                body = list(self._behind(environ, start))
            self.calls.append(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]  # not in its stubs
            return body
        began = time.process_time()
        body = list(self._behind(environ, start))
        self.seconds.append(time.process_time() - began)
        return body

    def read(self) -> tuple[float, float]:
        """Return the calls and the CPU seconds of a request, the least of all; and begin anew."""
        found = float(min(self.calls)), min(self.seconds)
        self.calls, self.seconds = [], []
        return found


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="write the ratios down")
    chosen = parser.parse_args()
    found = measure()
    if chosen.keep:
        _RATIOS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        return 0
    worse = find_worse(found, json.loads(_RATIOS.read_text("utf-8")))
    for line in worse:
        print(line, file=sys.stderr)
    return 1 if worse else 0


def find_worse(found: Mapping[str, float], kept: Mapping[str, float]) -> list[str]:
    """Return a sentence for each request that costs more than it may, or that is not kept."""
    sentences = []
    for name, ratio in found.items():
        if name not in kept:
            sentences.append(f"{name} has no ratio yet: python -m bench.guard --keep")
        elif ratio > kept[name] * _MOST:
            sentences.append(
                f"{name} makes {ratio:.1f} times the calls of a bare view, "
                f"{ratio / kept[name] - 1:.0%} more than before ({kept[name]:.1f}). "
                "If that is meant: python -m bench.guard --keep"
            )
    return sentences


def measure() -> dict[str, float]:
    """Return the calls of each request, as ratios to those of a bare view, and print them."""
    bare_calls, bare_seconds = _measure_bare()
    ratios = {}
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({**SETTINGS, "PAGE_CACHE_MEGABYTES": 16}, instance=Path(folder))
        prepare(app, lambda _line: None)
        make_editor(app)
        requests = _list_requests(app)  # logs in, which is not measured
        meter = Meter(app)
        for name, request in requests.items():
            for number in range(4):  # fills the caches
                request(number)
            meter.read()
            for number in range(4, 4 + 2 * _TIMES):
                request(number)
            calls, seconds = meter.read()
            ratios[name] = round(calls / bare_calls, 1)
            cost = f"{seconds * 1000:7.2f} ms CPU, {seconds / bare_seconds:6.1f} x"
            print(f"{name:>10}: {calls:7.0f} calls, {ratios[name]:6.1f} x a bare view;{cost}")
        app.extensions["sandbox"].close()
    return ratios


def _measure_bare() -> tuple[float, float]:
    app = Flask("bare")
    app.add_url_rule("/", "page", lambda: "x" * 10_000)
    meter, client = Meter(app), app.test_client()
    for _ in range(2 * _TIMES + 4):
        client.get("/")
    return meter.read()


def _list_requests(app: Flask) -> Mapping[str, Request]:
    reader, editor = app.test_client(), app.test_client()
    _expect(editor.post("/sv/login", data={"email": "bench@example.org", "password": PASSWORD}))
    return {
        "ready": lambda _number: _expect(reader.get(_ARTICLE)),
        "cold": lambda _number: _get_cold(app, reader, _ARTICLE),
        "logged in": lambda _number: _expect(editor.get(_ARTICLE)),
        "front page": lambda _number: _get_cold(app, reader, "/sv/"),
        "changes": lambda _number: _get_cold(app, reader, "/sv/changes"),
        "a to z": lambda _number: _get_cold(app, reader, "/sv/articles/"),
        "search": lambda number: _expect(reader.get(_QUESTION.format(number))),
        "preview": lambda number: _preview(editor, number),
        "save": lambda number: _save(editor, number),
    }


def _get_cold(app: Flask, client: FlaskClient, address: str) -> None:
    app.extensions["page_cache"].clear()
    _expect(client.get(address))


def _preview(client: FlaskClient, number: int) -> None:
    form = {"title": "Prov", "body": f"{_TEXT}\n{number}"}
    _expect(client.post("/sv/articles/preview?kind=concept", data=form))


def _save(client: FlaskClient, number: int) -> None:
    form = {"title": f"Sparad {number}", "body": _TEXT, "intent": "save"}
    _expect(client.post("/sv/articles/new?kind=concept", data=form))


def _expect(response: Any) -> None:
    if response.status_code not in {200, 302, 303}:
        raise RuntimeError(f"{response.request.path} was answered with {response.status_code}")


if __name__ == "__main__":
    sys.exit(main())
