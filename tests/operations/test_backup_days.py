"""Days, which have no time, survive a backup as moments do."""

from datetime import date
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from tests.builders import make_article, make_user
from tests.fixtures.sample import MakeWiki
from wiki.articles.models import Article
from wiki.db import db
from wiki.figures.models import ReadCount
from wiki.operations.backup import write_backup
from wiki.operations.restore import restore_backup

pytestmark = pytest.mark.long


def test_days_are_restored(make_wiki: MakeWiki, tmp_path: Path) -> None:
    app = make_wiki()
    with app.app_context():
        upgrade()
        article_id = make_article("Alfa", make_user("editor"))
        make_article("Beta", make_user("editor"))
        db.session.get_one(Article, article_id).check_by = date(2027, 2, 28)
        db.session.add(ReadCount(day=date(2026, 12, 1), article_id=article_id, times=3))
        db.session.commit()
        write_backup(tmp_path / "wiki.zip")
        restore_backup(app, tmp_path / "wiki.zip", replace=True)
        days = db.session.scalars(select(Article.check_by).order_by(Article.id)).all()
        assert days == [date(2027, 2, 28), None]
        assert db.session.scalars(select(ReadCount.day)).all() == [date(2026, 12, 1)]
        db.session.remove()
