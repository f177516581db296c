"""Update the index from the outbox; only one drainer works at a time, over all processes."""

import fcntl
import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import delete

from wiki.articles.models import Article
from wiki.background import Worker
from wiki.db import db, end_reading, write
from wiki.search.index.derived import derive_everything, is_everything_derived, refresh_derived
from wiki.search.index.documents import IndexDocument, make_documents
from wiki.search.index.models import IndexTask
from wiki.search.index.outbox import init_outbox
from wiki.search.index.sources import iterate_sources, list_sources, list_tasks
from wiki.search.index.store import ArraysUnusableError, Index, IndexUnusableError
from wiki.search.index.writer import build_index, update_index

# Rows of the outbox that are indexed in one commit.
_BATCH = 500
# The longest time that rows written by other processes wait.
_POLL_SECONDS = 1.0
# A question that always fails must not make the wiki rebuild its index again and again.
_REST_AFTER_REBUILD_SECONDS = 30.0


class Drainer:
    """Keep the index of one application up to date, by a thread that empties the outbox."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._index: Index | None = None
        failure = "indexing failed; it is tried again"
        self._worker = Worker(
            "search-drainer",
            self._work,
            _POLL_SECONDS,
            failure,
            app.config,
        )
        self._ready = threading.Condition()
        self._times_ready = 0
        self._damage: str | None = None
        self._rebuilt_at = -_REST_AFTER_REBUILD_SECONDS

    @property
    def index(self) -> Index:
        """Return the index in the folder that the settings name."""
        path = Path(self._app.config["INDEX_DIR"])
        with self._lock:
            if self._index is None or self._index.path != path:
                self._index = Index(path)
                self._rebuilt_at = -_REST_AFTER_REBUILD_SECONDS
            return self._index

    def wake(self) -> None:
        """Make the thread look for something to index now."""
        self._worker.wake()

    def start(self) -> None:
        """Start the thread of this process, unless it runs or is not wanted."""
        self._worker.start()

    def stop(self) -> None:
        """Stop the thread when it has finished what it is doing."""
        self._worker.stop()

    def _work(self) -> None:
        with self._app.app_context():
            if self._damage is None and _is_ready(self.index):
                self.note_ready()
                if is_everything_derived(self.index.folder()) and not list_tasks(1):
                    return
        drain_now(self._app)

    def repair(self, damage: str, patience_seconds: float, is_certain: bool) -> bool:
        """Rebuild a damaged index; return whether that was done within `patience_seconds`.

        Unless the damage is certain, this does nothing for some seconds after a rebuild.
        """
        is_rested = time.monotonic() - self._rebuilt_at > _REST_AFTER_REBUILD_SECONDS
        if not (is_certain or is_rested):
            return False
        self._app.logger.warning("the search index is rebuilt: %s", damage)
        if not is_certain:
            self._damage = damage  # the index opens, so the thread would not notice by itself
        if not self._app.config["INDEX_IN_BACKGROUND"]:
            drain_now(self._app)
            return True
        self.start()
        with self._ready:
            before = self._times_ready
            self.wake()
            return self._ready.wait_for(lambda: self._times_ready > before, patience_seconds)

    def note_rebuild(self) -> None:
        """Forget the damage, since the index was rebuilt."""
        self._damage = None
        self._rebuilt_at = time.monotonic()

    def note_ready(self) -> None:
        """Wake those who wait for a whole index, whichever process has rebuilt it."""
        with self._ready:
            self._times_ready += 1
            self._ready.notify_all()

    @property
    def is_damaged(self) -> bool:
        """Tell whether a question found the index damaged, and it was not rebuilt since."""
        return self._damage is not None


def init_drainer(app: Flask) -> None:
    """Note changes in the outbox, and start the thread at the first request."""
    drainer = Drainer(app)
    app.extensions["search_drainer"] = drainer
    init_outbox()
    app.before_request(drainer.start)


def current_drainer() -> Drainer:
    """Return the drainer of the current application."""
    drainer: Drainer = current_app.extensions["search_drainer"]
    return drainer


def drain_now(app: Flask) -> int:
    """Index all that waits in the outbox, after a rebuild if needed; return how many rows."""
    # A new context has a new session, so that the caller's objects stay as they are.
    with app.app_context():
        drainer = current_drainer()
        index = drainer.index
        with _alone(index.path):
            done = 0
            if drainer.is_damaged or not _is_ready(index):
                done += _rebuild(drainer)
            while tasks := list_tasks(_BATCH):
                _drain(drainer, tasks)
                done += len(tasks)
            drainer.note_ready()
            if not is_everything_derived(index.folder()):
                derive_everything(index.folder())
            return done


def rebuild_now(app: Flask) -> int:
    """Build a new index and make it live; return how many rows of the outbox that dealt with."""
    with app.app_context():
        drainer = current_drainer()
        with _alone(drainer.index.path):
            return _rebuild(drainer)


def reindex_now(app: Flask, article_ids: Sequence[int]) -> None:
    """Replace in the index what it holds of these articles."""
    with app.app_context():
        drainer = current_drainer()
        with _alone(drainer.index.path):
            _index(drainer, article_ids)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other thread of any process writes the index."""
    path.mkdir(parents=True, exist_ok=True)
    with open(path / "lock", "w") as file:
        # The lock belongs to the open file, so it ends with the process, even if that is killed.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _is_ready(index: Index) -> bool:
    """Tell whether the index opens; any error means that it is damaged."""
    try:
        _open_or_restore(index)
    except IndexUnusableError as error:
        _log().info("the search index is built: %s", error)
        return False
    except Exception:
        _log().exception("the search index is torn and will be rebuilt")
        return False
    return True


def _open_or_restore(index: Index) -> None:
    """Open the index, after restoring missing or damaged arrays from Whoosh's own files."""
    try:
        index.open()
    except ArraysUnusableError as error:
        _log().warning("%s: they are made again from Whoosh's own", error)
        index.restore_arrays()
        index.open()


def _log() -> logging.Logger:
    return current_app.logger


def _drain(drainer: Drainer, tasks: list[tuple[int, int]]) -> None:
    article_ids = list(dict.fromkeys(article_id for _, article_id in tasks))
    if _index(drainer, article_ids):
        refresh_derived(article_ids)
        _forget(task_id for task_id, _ in tasks)


def _index(drainer: Drainer, article_ids: Sequence[int]) -> bool:
    """Update these articles in the live index; return False when the index was rebuilt instead."""
    documents = [
        document for article in list_sources(article_ids) for document in _documents(article)
    ]
    end_reading()
    try:
        snapshot = drainer.index.open()
        update_index(drainer.index.folder(), article_ids, documents, snapshot)
    except Exception:
        _log().exception("the search index cannot be written; it is rebuilt")
        _rebuild(drainer)
        return False
    return True


def _forget(task_ids: Iterable[int]) -> None:
    """Delete from the outbox exactly the rows that were read: lower ids may be committed later."""
    waiting = list(task_ids)
    for first in range(0, len(waiting), _BATCH):
        some = waiting[first : first + _BATCH]
        with write():
            db.session.execute(delete(IndexTask).where(IndexTask.id.in_(some)))


def _documents(article: Article) -> list[IndexDocument]:
    """Return an article's documents, or none when it is broken: the others must not suffer."""
    try:
        return list(make_documents(article))
    except Exception:
        _log().exception("article %s cannot be indexed and is left out", article.id)
        return []


def _rebuild(drainer: Drainer) -> int:
    """Build a new index and make it live; what is saved meanwhile stays in the outbox."""
    started = time.monotonic()
    waiting = [task_id for task_id, _ in list_tasks(limit=None)]
    end_reading()
    index = drainer.index
    folder = index.new_folder()
    count = build_index(
        folder,
        lambda: (document for article in iterate_sources() for document in _documents(article)),
    )
    index.make_live(folder)
    index.delete_others()
    _forget(waiting)
    drainer.note_rebuild()
    seconds = time.monotonic() - started
    _log().info("the search index was rebuilt: %s documents in %.1f s", count, seconds)
    return len(waiting)
