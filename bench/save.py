"""Measure the CPU time of a save over HTTP in a filled wiki, including the rendering process.

Prints p50 and p95; the target for p50 is at most 50 ms with 1,000 articles. Then renames an article
that 500 texts link to (`--links`): the time until the answer, at most 200 ms, and the CPU time
until all of them follow.
"""

import argparse
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

if not __package__:  # started as a file, `python bench/save.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from flask import Flask
from flask.testing import FlaskClient

from bench.corpus import make_documents
from bench.wikis import PASSWORD, make_editor, new_wiki
from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.articles.background.texts import follow_now
from wiki.content.actions import load_folder
from wiki.content.folder import Folder

_SAVES = 200
_RENAMES = 5


def main() -> None:
    """Save articles one by one, each with a different text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--links", type=int, default=500)
    options = parser.parse_args()
    _measure_saves(options.articles)
    _measure_rename(options.links)


def _measure_saves(articles: int) -> None:
    with new_wiki(articles) as app:
        client = _logged_in(app)
        bodies = [document.body for document in make_documents(_SAVES + 10)]
        times = [_save(client, number, body) for number, body in enumerate(bodies)][10:]
    quantiles = statistics.quantiles(times, n=20)
    p50, p95 = statistics.median(times) * 1000, quantiles[18] * 1000
    print(f"{articles} articles: save p50 {p50:.1f} ms CPU (at most 50), p95 {p95:.1f} ms")


def _measure_rename(links: int) -> None:
    first, *others = make_documents(links + 1)
    linking = [replace(each, body=f"{each.body}\n\nSe [[{first.title}]].") for each in others]
    with new_wiki(0) as app:
        with app.app_context():
            editor = ensure_editorial_account("Bench")
            load_folder(Folder([], [first, *linking]), lambda *_: None, editor)
        client, times = _logged_in(app), []
        slug = first.slug
        for number in range(_RENAMES):
            begin = time.perf_counter()
            form = {"title": f"Nytt namn {number}", "comment": "mätning"}
            response = client.post(f"/sv/articles/{slug}/rename", data=form)
            times.append((time.perf_counter() - begin) * 1000)
            slug = response.headers["Location"].rsplit("/", 1)[-1]
        begin = _cpu_seconds()
        done, spent = follow_now(app), _cpu_seconds() - begin
    print(
        f"rename with {links} links: {statistics.median(times):.0f} ms until the answer (at most "
        f"200), the first {times[0]:.0f}; {done} tasks afterwards took {spent:.1f} s CPU"
    )


def _logged_in(app: Flask) -> FlaskClient:
    make_editor(app)
    client = app.test_client()
    form = {"email": "bench@example.org", "password": PASSWORD}
    if client.post("/sv/login", data=form).status_code not in {302, 303}:
        raise RuntimeError("the log-in failed")
    return client


def _save(client: FlaskClient, number: int, body: str) -> float:
    form = {
        "title": f"Artikel {number}",
        "summary": "Kort.",
        "body": f"{body}\n\nSparad av mätningen.",
        "comment": "mätning",
        "base": "1",
        "intent": "save",
    }
    begin = _cpu_seconds()
    response = client.post(f"/sv/articles/artikel-{number}/edit", data=form)
    seconds = _cpu_seconds() - begin
    if response.status_code != 303:
        raise RuntimeError(f"save {number} responded with {response.status_code}")
    return seconds


def _cpu_seconds() -> float:
    """Return the CPU time of this process and of the rendering process."""
    children = psutil.Process().children(recursive=True)
    spent = [child.cpu_times() for child in children]
    return time.process_time() + sum(float(times.user + times.system) for times in spent)


if __name__ == "__main__":
    main()
