"""Update the index from the outbox; only one drainer works at a time, over all processes."""

import fcntl
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, current_app

from wiki.articles.models import Article
from wiki.background import Worker
from wiki.db import end_reading
from wiki.nodes.turns import has_many_nodes
from wiki.search.index.derived import (
    MARK,
    derive_everything,
    derive_for_all,
    refresh_derived,
    waits_for_all,
)
from wiki.search.index.documents import IndexDocument, make_documents
from wiki.search.index.meaning import VectorMaker
from wiki.search.index.nodes import (
    FOR_ALL,
    UNKNOWN,
    find_node,
    keep_node,
    register_node,
)
from wiki.search.index.outbox import forget_tasks, init_outbox
from wiki.search.index.sources import iterate_sources, list_sources, list_tasks
from wiki.search.index.store import ArraysUnusableError, Index, IndexUnusableError
from wiki.search.index.writer import build_index, update_index

# Rows of the outbox that are indexed in one commit.
_BATCH = 500
# The longest time that rows written by other processes wait.
_POLL_SECONDS = 1.0
# Those of other nodes are to be found within a second.
_POLL_SECONDS_OF_NODES = 0.2
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
            _POLL_SECONDS_OF_NODES if app.config["SEVERAL_NODES"] else _POLL_SECONDS,
            failure,
            app.config,
        )
        self._ready = threading.Condition()
        self._times_ready = 0
        self._damage: str | None = None
        self.vectors = VectorMaker()
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
                if not _has_work(self.index):
                    if self.vectors.catch_up(self.index, self.has_other_work):
                        self.wake()
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

    def has_other_work(self) -> bool:
        """Tell whether vectors must wait: the server stops, or something is to be indexed."""
        if self._worker.is_stopping or self._damage is not None:
            return True
        has_work = _has_work(self.index)
        end_reading()
        return has_work

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
            if drainer.is_damaged or not _is_ready(index) or find_node(index.path) == UNKNOWN:
                done += _rebuild(drainer)
            node = find_node(index.path)
            while tasks := list_tasks(node, _BATCH):
                _drain(drainer, tasks)
                done += len(tasks)
            drainer.note_ready()
            if node != FOR_ALL:
                derive_for_all(index.path / "derive.lock")
            elif not (mark := index.folder() / MARK).exists():
                derive_everything()
                mark.touch()
        drainer.vectors.catch_up(index, drainer.has_other_work)
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


def _has_work(index: Index) -> bool:
    """Tell whether anything waits for this node, or for any."""
    node = find_node(index.path)
    if node == UNKNOWN or list_tasks(node, 1):
        return True
    return not (index.folder() / MARK).exists() if node == FOR_ALL else waits_for_all()


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
        if not has_many_nodes():
            refresh_derived(article_ids)
        forget_tasks(task_id for task_id, _ in tasks)


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
    index = drainer.index
    node = register_node(index.path)
    waiting = [task_id for task_id, _ in list_tasks(node)]
    end_reading()
    folder = index.new_folder()
    count = build_index(
        folder,
        lambda: (document for article in iterate_sources() for document in _documents(article)),
    )
    index.make_live(folder)
    keep_node(index.path, node)
    index.delete_others()
    forget_tasks(waiting)
    drainer.note_rebuild()
    seconds = time.monotonic() - started
    _log().info("the search index was rebuilt: %s documents in %.1f s", count, seconds)
    return len(waiting)
