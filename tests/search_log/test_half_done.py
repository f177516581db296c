"""An answer to a search and its record are stored together, or neither is."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session, UOWTransaction

from tests.builders import Person, make_article, make_tag
from wiki.articles.models import ArticleRequest, Redirect
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.search_log.actions import make_request, make_synonym
from wiki.search_log.models import SearchAnswer
from wiki.tags.models import TagSynonym


@dataclass(frozen=True)
class EditorAction:
    """An action of an editor: the call of the function, and the form that requests it."""

    call: str
    address: str
    form: dict[str, object]


@pytest.fixture
def editor_actions(app: Flask, editor: Person) -> dict[str, EditorAction]:
    """Prepare every action of editors on a search, and those that undo them."""
    article_id = make_article("Tvättmaskinen", editor, app=app)
    tag_id = make_tag("co-creation", app=app)
    with app.app_context():
        make_synonym("sv", "medskap", tag_id, editor.viewer)
        make_request("sv", "social bokföring", editor.viewer)
    return {
        "synonym": EditorAction(
            f"make_synonym('sv', 'samskap', {tag_id}, viewer)",
            "synonym",
            {"q": "samskap", "tag": tag_id},
        ),
        "address": EditorAction(
            f"make_redirect('sv', 'maskin', {article_id}, viewer)",
            "address",
            {"q": "maskin", "title": "Tvättmaskinen"},
        ),
        "request": EditorAction("make_request('sv', 'odling', viewer)", "request", {"q": "odling"}),
        "withdrawal": EditorAction(
            "withdraw_article_request('sv', 'Social bokföring', viewer)",
            "withdrawal",
            {"q": "social bokföring", "title": "Social bokföring"},
        ),
        "undo": EditorAction("undo_answer('sv', 'medskap', viewer)", "undo", {"q": "medskap"}),
    }


def stored(app: Flask) -> dict[str, list[Any]]:
    """Return both halves of all actions, and the audit log."""
    columns = {
        "synonyms": TagSynonym.text,
        "redirects": Redirect.slug,
        "requests": ArticleRequest.slug,
        "answers": SearchAnswer.text,
        "audit_log": AuditEntry.id,
    }
    with app.app_context():
        return {
            name: sorted(db.session.scalars(select(column))) for name, column in columns.items()
        }


KINDS = ["synonym", "address", "request", "withdrawal", "undo"]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_an_error_between_the_halves_stores_neither(
    app: Flask, editing: FlaskClient, editor_actions: dict[str, EditorAction], kind: str
) -> None:
    action, before = editor_actions[kind], stored(app)
    form = {"of": "sv", **action.form}

    with failing_when_the_answer_is_written():
        assert editing.post(f"/sv/desk/searches/{action.address}", data=form).status_code == 500
    assert stored(app) == before

    assert editing.post(f"/sv/desk/searches/{action.address}", data=form).status_code == 303
    after = stored(app)
    assert after["answers"] != before["answers"]
    assert sum(after[half] != before[half] for half in ("synonyms", "redirects", "requests")) == 1
    assert len(after["audit_log"]) == len(before["audit_log"]) + 1


@contextmanager
def failing_when_the_answer_is_written() -> Iterator[None]:
    def fail(session: Session, _context: UOWTransaction) -> None:
        if any(isinstance(row, SearchAnswer) for row in (*session.new, *session.deleted)):
            raise RuntimeError("between the halves")

    event.listen(db.session, "after_flush", fail)
    try:
        yield
    finally:
        event.remove(db.session, "after_flush", fail)


# Each line of its input is an action. A child process begins it, and is killed after the answer is
# sent to the database, which is the last statement before the commit.
KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from sqlalchemy import event
from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.app import create_app
from wiki.db import db
from wiki.search_log.actions import *
from wiki.search_log.models import SearchAnswer

def kill(session, _context):
    if any(isinstance(row, SearchAnswer) for row in (*session.new, *session.deleted)):
        os.kill(os.getpid(), signal.SIGKILL)

app = create_app({{"DATABASE_URL": {url!r}, "INDEX_DIR": {index!r},
                  "SECRET_KEY": "only for the tests"}},
                 instance=Path({instance!r}))
viewer = Viewer({user_id}, Role.EDITOR, "")
with app.app_context():
    db.engine.dispose()
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        with app.app_context():
            event.listen(db.session, "after_flush", kill)
            eval(line)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.mark.long
def test_a_kill_between_the_halves_stores_neither(
    app: Flask,
    tmp_path: Path,
    database_url: str,
    editor: Person,
    editor_actions: dict[str, EditorAction],
) -> None:
    before = stored(app)
    code = KILLED.format(
        url=database_url,
        index=app.config["INDEX_DIR"],
        instance=str(tmp_path),
        user_id=editor.user_id,
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        input="".join(f"{editor_actions[kind].call}\n" for kind in KINDS),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(-signal.SIGKILL)] * len(KINDS)
    assert stored(app) == before

    with app.app_context():  # the write lock was released when they died
        make_request("sv", "odling", editor.viewer)
    assert stored(app)["requests"] == ["odling", "social-bokforing"]
