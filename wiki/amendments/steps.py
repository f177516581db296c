"""Decide about an amendment in the transaction of the save that it makes, and serve templates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from wiki.amendments.queries import count_amendments, list_amendments, list_waiting
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.signals import content_changed

# Is given the revision that was saved.
Decide = Callable[[Revision], None]

_DECISION = "wiki_amendment_decision"


def init_amendments(app: Flask) -> None:
    """Register what templates ask of amendments, and decide when a save asks for it."""
    content_changed.connect(_decide)
    app.jinja_env.globals.update(
        count_amendments=count_amendments,
        list_amendments=list_amendments,
        list_waiting_amendments=list_waiting,
    )


@contextmanager
def deciding(article_id: int, decide: Decide) -> Iterator[Callable[[], bool]]:
    """Call `decide` within the next save of an article in the block, in its transaction.

    A crash stores both or neither, and if `decide` raises an error, nothing is saved. Gives what
    tells whether it was called: a text that is there already is not saved.
    """
    db.session.info[_DECISION] = article_id, decide
    try:
        yield lambda: _DECISION not in db.session.info
    finally:
        db.session.info.pop(_DECISION, None)


def _decide(article: Article, **_more: Any) -> None:
    article_id, decide = db.session.info.get(_DECISION, (None, None))
    if decide is not None and article.id == article_id:
        del db.session.info[_DECISION]
        decide(find_head(article))
