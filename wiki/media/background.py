"""Sweep the bucket of pictures and files, and the cache of this machine, beside the answers."""

from pathlib import Path

from flask import Flask

from wiki.background import alone
from wiki.db import write
from wiki.media.bucket.store import BucketStore
from wiki.media.queries import find_by_mark


def sweep_now(app: Flask, store: BucketStore) -> None:
    """Delete what nobody needs any more, unless another process of this machine does."""
    with alone(Path(app.instance_path) / "media.lock") as is_alone, app.app_context():
        if is_alone:
            store.sweep()
            _drop_again(store)


def _drop_again(store: BucketStore) -> None:
    """Drop what was deleted while the bucket was silent, unless the same was sent again since."""
    for mark in store.list_undropped():
        with write():
            if find_by_mark(mark) is None:
                store.drop(mark)
            else:
                store.forget_undropped(mark)
