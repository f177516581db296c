"""Measure the pages of the desk at 10,000 articles, of which 500 wait as drafts.

Prints, for each page, the median and p95 of its CPU time (at most 15 ms) and its SQL statements.
`--articles` and `--waiting` choose other sizes.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

if not __package__:  # started as a file, `python bench/desk.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask.testing import FlaskClient

from bench.wikis import PASSWORD, count_statements, make_editor, new_wiki
from wiki.accounts.actions.users import create_user
from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.save import create_article
from wiki.articles.text import check_text
from wiki.db import db

_TIMES, _WARM = 25, 3
PAGES = {
    "drafts": "/sv/desk/",
    "proposals": "/sv/desk/proposals",
    "topic": "/sv/desk/without/topic",
    "university": "/sv/desk/without/university",
    "due": "/sv/desk/due",
    "searches": "/sv/desk/searches",
    "wanted": "/sv/desk/wanted",
    "unlinked": "/sv/desk/unlinked",
    "advice": "/sv/desk/advice",
    "archived": "/sv/desk/archived",
    "templates": "/sv/desk/templates",
    "vocabulary": "/sv/desk/vocabulary",
}


def main() -> None:
    """Make the wiki, then ask for each page as an editor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=500)
    sizes = parser.parse_args()
    with new_wiki(sizes.articles) as app:
        _write_drafts(app, sizes.waiting)
        make_editor(app)
        client = app.test_client()
        client.post("/sv/login", data={"email": "bench@example.org", "password": PASSWORD})
        for name, address in PAGES.items():
            times = sorted(_ask(client, address) * 1000 for _time in range(_TIMES + _WARM))[:-_WARM]
            with count_statements(app) as statements:
                _ask(client, address)
            p95 = times[int(len(times) * 0.95)]
            print(
                f"{name:<11} {statistics.median(times):6.1f} ms CPU, p95 {p95:6.1f} "
                f"(at most 15), {len(statements)} statements"
            )


def _write_drafts(app: Flask, count: int) -> None:
    with app.app_context():
        operator = Viewer(role=Role.ADMIN)
        user = create_user("author@example.org", "Author", Role.AUTHOR, PASSWORD, operator)
        viewer = Viewer(user.id, Role.AUTHOR, user.name)
    for number in range(count):
        with app.test_request_context():
            text = check_text("concept", f"Utkast {number}", "", f"En text, nummer {number}.", {})
            create_article("sv", "concept", text, viewer, publish=False)
            db.session.remove()


def _ask(client: FlaskClient, address: str) -> float:
    begin = time.process_time()
    response = client.get(address)
    seconds = time.process_time() - begin
    if response.status_code != 200:
        raise RuntimeError(f"{address} responded with {response.status_code}")
    return seconds


if __name__ == "__main__":
    main()
