"""Measure what a publication costs that many people watch: the save, the notices, the letters.

The save writes one row, however many watch; the target for the difference is at most 2 ms of CPU.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

if not __package__:  # started as a file, `python bench/notices.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask

from bench.wikis import make_editor, new_wiki
from wiki.accounts.models import Role, User
from wiki.accounts.queries import viewer_of
from wiki.articles.actions.save import create_article, save_article
from wiki.articles.text import check_text
from wiki.db import db, write
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import NoticeSettings, Rhythm, Watch, WatchKind

_SAVES = 40


def main() -> None:
    """Publish versions of an article that nobody watches, and then that everybody watches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watchers", type=int, default=1_000)
    watchers = parser.parse_args().watchers
    settings = {
        "MAIL_SERVER": "smtp://127.0.0.1:1",
        "MAIL_SENDER": "wiki@example.org",
        "REQUIRED_FOR_PUBLICATION": "none",
    }
    with new_wiki(10, **settings) as app:
        make_editor(app)
        article_id = _make_article(app)
        alone = _publish_many(app, article_id, 0)
        _add_watchers(app, article_id, watchers)
        watched = _publish_many(app, article_id, _SAVES)
        begin = time.process_time()
        letters = notify_now(app)
        seconds = time.process_time() - begin
    print(
        f"a save that nobody watches: {alone:.1f} ms CPU; with {watchers} watchers: {watched:.1f}"
    )
    print(f"in the background: {letters} letters in {seconds:.2f} s of CPU")


def _make_article(app: Flask) -> int:
    with app.app_context():
        viewer = viewer_of(db.session.query(User).filter_by(email="bench@example.org").one())
        text = check_text("concept", "Bevakad", "", "Text.", {})
        return create_article("sv", "concept", text, viewer, publish=True).article.id


def _add_watchers(app: Flask, article_id: int, count: int) -> None:
    with app.app_context(), write():
        for number in range(count):
            email, role = f"watcher-{number}@example.org", Role.AUTHOR.value
            user = User(email=email, name=f"Watcher {number}", role=role, password_hash="!")
            db.session.add(user)
            db.session.flush()
            kind = WatchKind.ARTICLE.value
            db.session.add(Watch(user_id=user.id, kind=kind, target_id=article_id))
            db.session.add(NoticeSettings(user_id=user.id, rhythm=Rhythm.NOW.value))


def _publish_many(app: Flask, article_id: int, first: int) -> float:
    """Return the median CPU time of a publication, in milliseconds."""
    times = []
    with app.app_context():
        viewer = viewer_of(db.session.query(User).filter_by(email="bench@example.org").one())
        for number in range(first + 1, first + _SAVES + 1):
            text = check_text("concept", "Bevakad", "", f"Text {number}.", {})
            begin = time.process_time()
            save_article(article_id, text, number, viewer, publish=True)
            times.append(time.process_time() - begin)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
