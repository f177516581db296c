"""Put the page cache in front of the application, and tell it what it has to know."""

from datetime import datetime
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, g, request
from sqlalchemy.exc import SQLAlchemyError

from wiki.counters.counters import Counters
from wiki.counters.known import MADE_PAGES, READY_PAGES
from wiki.db import db
from wiki.memory.reader import StateReader, States, mark_of
from wiki.pagecache.chosen import KEPT, NOT_SHOWN, find_end
from wiki.pagecache.layer import NOTE, PageCache
from wiki.pagecache.store import Store
from wiki.web.clients import is_read_with
from wiki.web.middleware import sessioncookie

_MEGABYTE = 1_048_576


def init_pagecache(app: Flask) -> None:
    """Put the layer in front of the application; call it before any other is put there."""
    megabytes = app.config["PAGE_CACHE_MEGABYTES"]
    if not megabytes:
        return
    layer = PageCache(app.wsgi_app, Store(megabytes * _MEGABYTE), _Application(app))
    app.extensions["page_cache"] = layer
    app.wsgi_app = layer  # type: ignore[method-assign,assignment]  # as Flask documents
    app.after_request(_note_page)


def _note_page(response: Response) -> Response:
    """Tell the layer what was answered, if the page may be kept."""
    if request.endpoint in KEPT and not g.get("shows_former"):
        request.environ[NOTE] = g.get("read_article")
    return response


class _Application:
    """What the layer asks of the application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._counters: Counters = app.extensions["counters"]
        self._states: StateReader = app.extensions["states"]
        self._marked: tuple[States, int | None] = ({}, None)
        # For which mark, and from when until when.
        self._span: tuple[int, datetime, datetime] | None = None

    def read_mark(self) -> int | None:
        """Return one number for all that pages for everybody show."""
        states = self._states.read()
        if states is None:
            return None
        marked = self._marked
        if marked[0] is not states:
            marked = (states, mark_of(states, db.metadata.tables.keys() - NOT_SHOWN))
            self._marked = marked
        return marked[1]  # not that of another thread, which may have read before a change

    def find_end(self, mark: int, moment: datetime) -> datetime | None:
        span = self._span
        # A page that took long may be of a moment before the span that another one began.
        if span is None or span[0] != mark or not span[1] <= moment < span[2]:
            try:
                with self._app.app_context():
                    end = find_end(moment, self._app.config["TIMEZONE"])
            except SQLAlchemyError:
                return None
            span = self._span = (mark, moment, end)
        return span[2]

    def is_personal(self, cookies: str) -> bool:
        settings = self._app.config
        cookies = "".join(cookies.split())  # blanks beside a name are no part of it
        names = (settings["SESSION_COOKIE_NAME"], sessioncookie.name_with(settings))
        return any(f"{name}=" in cookies for name in names)

    def note_ready(self, endpoint: str) -> None:
        self._counters.add(READY_PAGES, endpoint)

    def note_kept(self, endpoint: str) -> None:
        self._counters.add(MADE_PAGES, endpoint)

    def note_read(self, article_id: int, environ: WSGIEnvironment) -> None:
        if is_read_with(environ):
            agent = environ.get("HTTP_USER_AGENT", "")
            self._app.extensions["reads"].note(article_id, agent)
