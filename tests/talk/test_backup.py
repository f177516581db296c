"""A backup brings talk back, with its notices; and a step back leaves an older wiki."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

from tests.builders import make_article, make_user
from tests.fixtures.sample import MakeWiki
from wiki.articles.models import Article
from wiki.db import db
from wiki.operations.backup import write_backup
from wiki.operations.restore import restore_backup
from wiki.talk.actions.posts import Opening, start_thread
from wiki.talk.models import Mention, Post, Thread
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import Notice

pytestmark = pytest.mark.long


def test_talk_and_its_notices_are_restored(make_wiki: MakeWiki, tmp_path: Path) -> None:
    app = make_wiki()
    with app.app_context():
        upgrade()
        eva, bo = make_user("editor", "Eva Berg"), make_user("author", "Bo Lind")
        article_id = make_article("Alfa", eva, body="Ord i en text.")
        said = Opening("Se här, @Bo Lind.", quote="Ord i")
        with app.test_request_context():
            start_thread(article_id, said, eva.viewer)
            start_thread(article_id, Opening("Och @Eva Berg?"), bo.viewer)
        db.session.remove()
    notify_now(app)
    with app.app_context():
        write_backup(tmp_path / "wiki.zip")
        before = _count()
        assert before == [2, 2, 2, 2]
        restore_backup(app, tmp_path / "wiki.zip", replace=True)
        assert _count() == before
        article = db.session.get_one(Article, article_id)
        assert article.open_threads == 2
        db.session.remove()
        downgrade(revision="0044")
        assert db.session.scalar(text("SELECT count(*) FROM notices")) == 0
        db.session.remove()
        upgrade()
        assert _count() == [0, 0, 0, 0]
        db.session.remove()


def _count() -> list[int]:
    tables = (Thread, Post, Mention, Notice)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
