"""Measure the pages of the desk and of administration at 10,000 articles, of which 500 wait.

The journal has three entries for each article, made by one person.

Prints, for each page, its CPU time (at most 15 ms), how many times that of a bare Flask view it is,
and its SQL statements. `--articles` and `--waiting` choose other sizes.
"""

import argparse
import sys
from pathlib import Path

if not __package__:  # started as a file, `python bench/desk.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from sqlalchemy import insert, select

from bench.pages import fill_lists, measure_pages
from bench.wikis import PASSWORD, new_wiki
from wiki.accounts.actions.users import create_user
from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.save import create_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db, write

_MOST = 15
_ADMIN = "admin@example.org"
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
    "answer": "/sv/desk/searches/answer?of=sv&q=ord",
    "wanted": "/sv/desk/wanted",
    "unlinked": "/sv/desk/unlinked",
    "advice": "/sv/desk/advice",
    "published": "/sv/desk/published",
    "archived": "/sv/desk/archived",
    "templates": "/sv/desk/templates",
    "template": "/sv/desk/templates/concept",
    "suggested": "/sv/desk/suggested",
    "topics": "/sv/desk/topics",
    "vocabulary": "/sv/desk/vocabulary",
    "overview": "/sv/admin/",
    "users": "/sv/admin/users",
    "invitation": "/sv/admin/invitations/new",
    "journal": "/sv/admin/journal",
    "trail": "/sv/trails/article/1",
    "health": "/sv/admin/health",
    "mail": "/sv/admin/mail",
    "site": "/sv/admin/site",
}


def main() -> None:
    """Make the wiki, then ask for each page as an administrator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=500)
    sizes = parser.parse_args()
    with new_wiki(sizes.articles) as app:
        _write_drafts(app, sizes.waiting)
        fill_lists(app)
        _write_journal(app)
        client = app.test_client()
        client.post("/sv/login", data={"email": _ADMIN, "password": PASSWORD})
        measure_pages(app, client, PAGES, _MOST)


def _write_journal(app: Flask) -> None:
    """Make an administrator, in whose name each article was made, published and tagged."""
    with app.app_context():
        admin = create_user(_ADMIN, "Admin", Role.ADMIN, PASSWORD, Viewer(role=Role.ADMIN))
        entry = {"object_type": "article", "actor_id": admin.id, "at": now()}
        entries = [
            {**entry, "object_id": number, "action": action, "detail": {"title": f"Nr {number}"}}
            for number in db.session.scalars(select(Article.id))
            for action in ("create", "publish", "tag")
        ]
        with write():
            db.session.execute(insert(AuditEntry), entries)
        db.session.remove()


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
