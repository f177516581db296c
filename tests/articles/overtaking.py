"""Let somebody else write between what an action has read and its own transaction."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

import wiki.db
from wiki.db import db


@contextmanager
def overtaken_by(app: Flask, deed: Callable[[], object]) -> Iterator[None]:
    """Do a deed, in a thread of its own, as soon as the block has read and wants to write."""
    done = threading.Event()

    def overtake(_session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None and not wiki.db._turn.locked() and not done.is_set():
            done.set()
            thread = threading.Thread(target=_do, args=(app, deed))
            thread.start()
            thread.join()

    with app.test_request_context():
        session = db.session()
        event.listen(session, "after_transaction_end", overtake)
        try:
            yield
        finally:
            event.remove(session, "after_transaction_end", overtake)
    assert done.is_set()


def _do(app: Flask, deed: Callable[[], object]) -> None:
    with app.test_request_context():
        deed()
