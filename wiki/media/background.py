"""Delete what nobody needs any more from the store of pictures and files, beside the answers."""

from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from wiki.background import alone
from wiki.db import db, end_reading, write
from wiki.media.bucket.store import BucketStore
from wiki.media.models import DroppedContent
from wiki.media.queries import find_by_mark, list_dropped
from wiki.media.store import MediaStore


def sweep_now(app: Flask, store: BucketStore) -> None:
    """Sweep the bucket and the cache of this machine, unless another of its processes does."""
    with alone(Path(app.instance_path) / "media.lock") as is_alone, app.app_context():
        if is_alone:
            store.sweep()
            for mark in list_dropped():
                settle_dropped(store, mark)


def settle_dropped(store: MediaStore, mark: str) -> None:
    """Delete what a deleted file held, or put it back if the same was sent again meanwhile.

    A bucket may take long, so others write meanwhile: whoever has taken the same in puts it back,
    too. Raises StorageError when it is silent; then the note stays.
    """
    if not isinstance(store, BucketStore):
        with write():  # nobody takes the same in again meanwhile
            if find_by_mark(mark) is None:
                store.drop(mark)
            _forget(mark)
        return
    is_gone = find_by_mark(mark) is None
    end_reading()
    if is_gone:
        store.drop(mark)
        with write():
            is_gone = find_by_mark(mark) is None
            if is_gone:
                _forget(mark)
    if not is_gone:
        store.put_back(mark)
        with write():
            if find_by_mark(mark) is not None:  # or whoever deleted it since goes on
                _forget(mark)


def _forget(mark: str) -> None:
    db.session.execute(delete(DroppedContent).where(DroppedContent.mark == mark))
