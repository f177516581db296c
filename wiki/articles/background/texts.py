"""Let texts follow what they link to and show, by one thread of all processes.

A change that concerns few texts takes them along. Of one that concerns many, the save notes the
texts, and answers; here each is rendered again, and mended, in a transaction of its own. Whatever
interrupts this, the tasks stay until they are done.
"""

from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from wiki.accounts.models import User
from wiki.accounts.queries import viewer_of
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.mend import mend_sections_of, mend_text
from wiki.articles.actions.rerender import note_using
from wiki.articles.models import Article, Link, TextTask
from wiki.articles.steps.links import NOTED, add_overtaken, render_texts
from wiki.articles.steps.render import forget_stored, store_rendered
from wiki.articles.steps.revise import record_names
from wiki.background import Worker
from wiki.db import db, end_reading, write
from wiki.errors import Busy
from wiki.media.models import MediaFile
from wiki.memory.queries import find_states
from wiki.nodes.turns import Work, alone_of_all
from wiki.references.models import Source
from wiki.revisions.models import Revision
from wiki.signals import content_changed, file_changed
from wiki.web.i18n import in_language

# How long tasks may wait that another process has noted.
_POLL_SECONDS = 10.0
# Tasks in a step: one that takes a quarter of an hour is taken for stuck.
_AT_ONCE = 200
# What the HTML of a text depends on, besides the text; and how often to try while that changes.
_TABLES = Article, Link, MediaFile, Revision, Source
_TRIES = 5


def init_following(app: Flask) -> None:
    """Let texts follow while the application serves."""
    failure = "texts could not follow what has changed; it is tried again"
    follower = Worker("text-follower", lambda: _follow(app), _POLL_SECONDS, failure, app.config)
    app.extensions["text_follower"] = follower
    file_changed.connect(note_using)
    if not event.contains(db.session, "after_commit", _wake_after_commit):
        # First, so that the others know what it adds.
        event.listen(db.session, "before_commit", _add_overtaken, insert=True)
        event.listen(db.session, "after_commit", _wake_after_commit)
        event.listen(db.session, "after_rollback", forget_stored)
    app.before_request(follower.start)


def _add_overtaken(_session: Session) -> None:
    add_overtaken()


def _wake_after_commit(session: Session) -> None:
    if session.info.pop(NOTED, False):
        follower: Any = current_app.extensions["text_follower"]
        follower.wake()


def _follow(app: Flask) -> None:
    if follow_now(app, _AT_ONCE) == _AT_ONCE:
        app.extensions["text_follower"].wake()


def follow_now(app: Flask, most: int | None = None) -> int:
    """Do all tasks, or so many, unless another process does; return how many.

    One that fails keeps the others waiting no longer than a try; at the end its error is raised.
    """
    with app.app_context():
        if _next_task(0) is None:
            return 0
        with alone_of_all(Work.TEXTS, Path(app.instance_path) / "texts.lock") as is_alone:
            return _do_all(most) if is_alone else 0


def _do_all(most: int | None) -> int:
    done, last, failure = 0, 0, None
    while done != most and (task := _next_task(last)) is not None:
        last, article_id = task.id, task.article_id
        try:
            _do(task)
            done += 1
        except Exception as error:
            current_app.logger.warning("article %s could not follow: %s", article_id, error)
            failure = error
        end_reading()
    if failure is not None:
        raise failure
    return done


def _next_task(last: int) -> TextTask | None:
    """Return the task that was noted first after the one with the id `last`."""
    later = select(TextTask).where(TextTask.id > last).order_by(TextTask.id)
    return db.session.scalars(later.limit(1)).first()


def _mend(task: TextTask, target_id: int, viewer: Viewer) -> None:
    if task.sections:
        mend_sections_of(task.article_id, target_id, task.sections, viewer)
    else:
        former = {(language, slug) for language, slug in task.former}
        mend_text(task.article_id, target_id, former, viewer)


def _do(task: TextTask) -> None:
    """Let one text follow, and forget the task."""
    user = db.session.get(User, task.user_id) if task.user_id is not None else None
    if user is not None and user.is_active and task.target_id is not None:
        with in_language(task.language):
            _mend(task, task.target_id, viewer_of(user))
    elif task.user_id is None:
        _render(task)
    with write():
        db.session.delete(task)


def _render(task: TextTask) -> None:
    """Render a text again, and store it if nothing has changed meanwhile that it depends on.

    Others write while it is rendered. Raises Busy when they have changed something each time.
    """
    for _attempt in range(_TRIES):
        end_reading()
        before = find_states(_TABLES)
        rendered = render_texts([task.article_id])
        end_reading()
        with write():
            if before is not None and find_states(_TABLES) == before:
                store_rendered(rendered)
                record_names(rendered)
                if task.target_id is None:
                    content_changed.send(db.session.get_one(Article, task.article_id))
                return
    raise Busy
