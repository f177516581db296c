"""An upgrade waits for whoever writes, as a second start does for the first."""

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from flask_migrate import upgrade

from tests.fixtures.sample import own_wiki
from wiki.db import db


@pytest.mark.long
def test_an_upgrade_waits_longer_than_others_do(tmp_path: Path) -> None:
    """On SQLite, which locks the whole database."""
    with (
        own_wiki(f"sqlite:///{tmp_path}/wiki.db", tmp_path / "instance") as app,
        app.app_context(),
    ):
        with db.engine.connect():
            pass  # the first connection makes the file
        other = sqlite3.connect(
            str(db.engine.url.database), isolation_level=None, check_same_thread=False
        )
        other.execute("BEGIN IMMEDIATE")

        def end() -> None:
            time.sleep(1.5)
            other.execute("ROLLBACK")

        thread = threading.Thread(target=end)
        thread.start()
        upgrade()
        thread.join()
        other.close()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 0
