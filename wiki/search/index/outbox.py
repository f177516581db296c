"""Add each changed article to the outbox of the index, in the transaction of the change."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from sqlalchemy import delete, event, insert
from sqlalchemy.orm import Session

from wiki.articles.models import Article
from wiki.db import db, write
from wiki.nodes.turns import has_many_nodes
from wiki.search.index.models import IndexTask
from wiki.search.index.nodes import note_for_each
from wiki.signals import content_changed, content_removed, tag_changed, upkeep_changed
from wiki.tags.models import Tag

_NOTED = "wiki_index_tasks"
# Rows that are deleted in one statement.
_BATCH = 500


def init_outbox() -> None:
    """Listen to changes; a second call, for another application, has no effect."""
    content_changed.connect(note_article)
    content_removed.connect(note_article)
    upkeep_changed.connect(note_article)
    tag_changed.connect(note_tag)
    if not event.contains(db.session, "after_commit", _wake_after_commit):
        event.listen(db.session, "after_commit", _wake_after_commit)


def _wake_after_commit(session: Session) -> None:
    """Wake the drainer after the commit: before, it would not see the rows."""
    if session.info.pop(_NOTED, False):
        current_app.extensions["search_drainer"].wake()


def note_article(article: Article, **_: Any) -> None:
    """Add an article to the outbox; the caller commits."""
    _note([article.id])


def note_tag(_tag: Tag, article_ids: Iterable[int] = ()) -> None:
    """Add the articles with a changed tag to the outbox; the caller commits."""
    _note(article_ids)


def _note(article_ids: Iterable[int]) -> None:
    rows = [{"article_id": article_id} for article_id in article_ids]
    if rows:
        if has_many_nodes():
            note_for_each([row["article_id"] for row in rows])
        else:
            db.session.execute(insert(IndexTask), rows)
        db.session.info[_NOTED] = True


def forget_tasks(task_ids: Iterable[int]) -> None:
    """Delete from the outbox exactly the rows that were read: lower ids may be committed later."""
    waiting = list(task_ids)
    for first in range(0, len(waiting), _BATCH):
        some = waiting[first : first + _BATCH]
        with write():
            db.session.execute(delete(IndexTask).where(IndexTask.id.in_(some)))
