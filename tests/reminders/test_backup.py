"""A backup brings back of what people were reminded; a step back leaves an older wiki."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

from tests.builders import make_article, make_user
from tests.fixtures.sample import MakeWiki
from wiki.db import db
from wiki.operations.backup import write_backup
from wiki.operations.restore import restore_backup
from wiki.reminders.models import Reminder
from wiki.upkeep.actions import plan_upkeep
from wiki.upkeep.queries import today
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import Notice

pytestmark = pytest.mark.long


def test_a_restored_wiki_reminds_nobody_again(make_wiki: MakeWiki, tmp_path: Path) -> None:
    app = make_wiki()
    with app.app_context():
        upgrade()
        eva = make_user("editor", "Eva Berg")
        plan_upkeep(make_article("Alfa", eva), None, today(), ":", eva.viewer)
        db.session.remove()
    notify_now(app)
    with app.app_context():
        assert _count() == [1, 1]
        write_backup(tmp_path / "wiki.zip")
        restore_backup(app, tmp_path / "wiki.zip", replace=True)
    notify_now(app)
    with app.app_context():
        assert _count() == [1, 1]
        db.session.remove()
        downgrade(revision="0048")
        assert db.session.scalar(text("SELECT count(*) FROM notices")) == 0
        db.session.remove()
        upgrade()
        assert _count() == [0, 0]
        db.session.remove()


def _count() -> list[int]:
    tables = (Reminder, Notice)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
