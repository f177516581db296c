"""Measure the pages of the desk at 10,000 articles, of which 500 wait as drafts.

Prints, for each page, its CPU time (at most 15 ms), how many times that of a bare Flask view it is,
and its SQL statements. `--articles` and `--waiting` choose other sizes.
"""

import argparse
import sys
from pathlib import Path

if not __package__:  # started as a file, `python bench/desk.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask

from bench.pages import fill_lists, measure_pages
from bench.wikis import PASSWORD, make_editor, new_wiki
from wiki.accounts.actions.users import create_user
from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.save import create_article
from wiki.articles.text import check_text
from wiki.db import db

_MOST = 15
PAGES = {
    "drafts": "/sv/desk/",
    "proposals": "/sv/desk/proposals",
    "topic": "/sv/desk/without/topic",
    "university": "/sv/desk/without/university",
    "tips": "/sv/desk/tips",
    "due": "/sv/desk/due",
    "translations": "/sv/desk/translations",
    "untranslated": "/sv/desk/translations?show=missing",
    "searches": "/sv/desk/searches",
    "wanted": "/sv/desk/wanted",
    "unlinked": "/sv/desk/unlinked",
    "advice": "/sv/desk/advice",
    "published": "/sv/desk/published",
    "archived": "/sv/desk/archived",
    "templates": "/sv/desk/templates",
    "topics": "/sv/desk/topics",
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
        fill_lists(app)
        make_editor(app)
        client = app.test_client()
        client.post("/sv/login", data={"email": "bench@example.org", "password": PASSWORD})
        measure_pages(app, client, PAGES, _MOST)


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


if __name__ == "__main__":
    main()
