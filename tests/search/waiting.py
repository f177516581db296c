"""Ask the engine, and wait for what happens in other threads and processes."""

import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from wiki.accounts.viewer import ANONYMOUS
from wiki.db import db
from wiki.search import engine
from wiki.search.index.models import IndexTask
from wiki.search.ranking.request import SearchRequest


def find(app: Flask, question: str) -> list[str]:
    with app.app_context():
        results = engine.search(SearchRequest(q=question), ANONYMOUS)
        assert not results.is_fallback
        return [hit.found.title for hit in results.page.items]


def waiting(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(IndexTask)) or 0


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False
