"""A backup is of one moment, whoever writes and deletes meanwhile; a killed one looks like none."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.builders import Person, make_article, make_user
from tests.content.test_commands import everything
from tests.fixtures.sample import MakeWiki
from tests.media.pictures import PDF
from tests.operations.test_crafted_backups import run
from wiki.articles.actions.remove import remove_file
from wiki.db import db
from wiki.media.actions import add_file
from wiki.operations.backup import write_backup
from wiki.operations.verify import verify_backup

Work = Callable[[int], object]


@pytest.mark.slow
def test_a_backup_under_four_writers_is_whole(make_wiki: MakeWiki, tmp_path: Path) -> None:
    app = make_wiki()
    with app.app_context():
        upgrade()
        editor = make_user("editor")
        for number in range(20):
            add_file(BytesIO(PDF + b"%d" % number), f"{number}.pdf", editor.viewer)
        db.session.remove()
    works = [_writing("a", editor), _writing("b", editor), _adding(editor), _changing(editor)]
    stop, done = threading.Event(), [0] * len(works)
    threads = [
        threading.Thread(target=_repeat, args=(app, work, place, stop, done))
        for place, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    written = []
    with app.app_context():
        for number in range(5):
            written.append(write_backup(tmp_path / f"{number}.zip"))
    stop.set()
    for thread in threads:
        thread.join()

    with app.app_context():
        for number, backup in enumerate(written):
            assert [*backup.missing] == []
            assert verify_backup(tmp_path / f"{number}.zip").faults == []
        db.session.remove()
    assert min(done) > 0
    media = Path(app.instance_path) / "media"
    assert list(media.glob(".gone-*")) == []


def _writing(name: str, editor: Person) -> Work:
    return lambda number: make_article(f"Text {name} {number}", editor, body="Vid vattnet.")


def _adding(editor: Person) -> Work:
    return lambda number: add_file(BytesIO(PDF + b"a%d" % number), f"a{number}.pdf", editor.viewer)


def _changing(editor: Person) -> Work:
    """Delete a file and put another in its place."""

    def change(number: int) -> None:
        place = number % 20
        name = f"{place}" if number < 20 else f"b{number - 20}"
        remove_file(name, editor.viewer)
        add_file(BytesIO(PDF + b"b%d" % number), f"b{number}.pdf", editor.viewer)

    return change


def _repeat(app: Flask, work: Work, place: int, stop: threading.Event, done: list[int]) -> None:
    while not stop.is_set():
        with app.app_context():
            work(done[place])
            db.session.remove()
        done[place] += 1


_HALF = """
import sys
from pathlib import Path
from wiki.operations.whole_file import write_whole
with write_whole(Path(sys.argv[1])) as file:
    file.write(Path(sys.argv[2]).read_bytes()[:-100])
    file.flush()
    print("half", flush=True)
    sys.stdin.read()
"""


@pytest.mark.long
def test_a_backup_that_is_killed_leaves_none(app: Flask, tmp_path: Path) -> None:
    target, whole = tmp_path / "new.zip", tmp_path / "whole.zip"
    assert run(app, "backup", str(whole))[0] == 0
    with subprocess.Popen(
        [sys.executable, "-c", _HALF, str(target), str(whole)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert not target.exists()
    [left] = [path for path in tmp_path.iterdir() if path != whole]
    assert left.suffix == ".partial"
    assert left.stat().st_mode & 0o777 == 0o600
    code, output = run(app, "restore", str(left))
    assert (code, "is not a complete backup" in output) == (1, True)


_RESTORE = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from wiki.app import create_app
from wiki.db import db
from wiki.operations.restore import restore_backup

def kill(_connection, _cursor, statement, *_rest):
    if statement.startswith("INSERT INTO " + sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

app = create_app({"DATABASE_URL": sys.argv[1]}, instance=Path(sys.argv[2]))
with app.app_context():
    event.listen(db.engine, "after_cursor_execute", kill)
    restore_backup(app, Path(sys.argv[3]), replace=True)
"""


@pytest.mark.slow
@pytest.mark.sampled(3)
@pytest.mark.parametrize("table", ["users", "revisions", "audit_entries"])
def test_a_restore_that_is_killed_leaves_the_wiki_as_it_was(
    make_wiki: MakeWiki, tmp_path: Path, table: str
) -> None:
    app = make_wiki()
    with app.app_context():
        upgrade()
        make_article("Bryggan", make_user("editor"), body="Vid vattnet.")
        db.session.remove()
    assert run(app, "backup", str(tmp_path / "wiki.zip"))[0] == 0
    with app.app_context():
        make_article("Ängen", make_user("editor"))
        db.session.remove()
    before = everything(app)
    with app.app_context():
        db.engine.dispose()
        url = db.engine.url.render_as_string(hide_password=False)
    ended = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-c", _RESTORE),
            *(url, app.instance_path, str(tmp_path / "wiki.zip"), table),
        ],
        check=False,
        timeout=120,
    )
    assert ended.returncode == -signal.SIGKILL
    assert everything(app) == before
    assert run(app, "restore", "--replace", str(tmp_path / "wiki.zip"))[0] == 0
    assert app.test_client().get("/sv/articles/angen").status_code == 404
