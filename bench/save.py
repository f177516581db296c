"""Measure the CPU time of a save over HTTP in a filled wiki, including the rendering process.

Prints p50 and p95; the target for p50 is at most 50 ms with 1,000 articles.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

if not __package__:  # started as a file, `python bench/save.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from flask import Flask
from flask.testing import FlaskClient

from bench.corpus import make_documents
from bench.wikis import PASSWORD, make_editor, new_wiki

_SAVES = 200


def main() -> None:
    """Save articles one by one, each with a different text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    articles = parser.parse_args().articles
    with new_wiki(articles) as app:
        client = _logged_in(app)
        bodies = [document.body for document in make_documents(_SAVES + 10)]
        times = [_save(client, number, body) for number, body in enumerate(bodies)][10:]
    quantiles = statistics.quantiles(times, n=20)
    p50, p95 = statistics.median(times) * 1000, quantiles[18] * 1000
    print(f"{articles} articles: save p50 {p50:.1f} ms CPU (at most 50), p95 {p95:.1f} ms")


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
