"""Follow what is told of, and offer templates what they ask of notices."""

from typing import Any

from flask import Flask, current_app, g
from sqlalchemy import event
from sqlalchemy.orm import Session

from wiki.accounts.gate import current_viewer
from wiki.db import db
from wiki.signals import content_changed, draft_discussed, draft_moved, post_added
from wiki.watching.letters import entitle_notice, locate_notice, name_notice, summarise_notice
from wiki.watching.queries import count_unread, is_watched, list_watched_threads
from wiki.watching.steps.drafts import note_news, rest_published
from wiki.watching.steps.spreading import NOTED, note_post, note_publication


def init_watching(app: Flask) -> None:
    """Note publications, and register what templates ask for."""
    content_changed.connect(note_publication)
    post_added.connect(note_post)
    draft_discussed.connect(note_news)
    draft_moved.connect(rest_published)
    app.jinja_env.globals.update(
        entitle_notice=entitle_notice,
        locate_notice=locate_notice,
        name_notice=name_notice,
        summarise_notice=summarise_notice,
    )
    app.jinja_env.globals["is_watched"] = is_watched
    app.jinja_env.globals["list_watched_threads"] = lambda: list_watched_threads(current_viewer())
    # A menu is imported without the viewer of the page.
    app.jinja_env.globals["count_unread"] = _count_unread
    if not event.contains(db.session, "after_commit", _wake_after_commit):
        event.listen(db.session, "after_commit", _wake_after_commit)


def _count_unread() -> int:
    """Return the viewer's unread notices, counted once for header and menu of a page."""
    if "unread" not in g:
        g.unread = count_unread(current_viewer())
    return int(g.unread)


def _wake_after_commit(session: Session) -> None:
    if session.info.pop(NOTED, False):
        notifier: Any = current_app.extensions["notifier"]
        notifier.wake()
