"""Give an application the store of its pictures and files: a folder, or a bucket by choice."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app

from wiki.background import Worker
from wiki.errors import StorageError
from wiki.media.background import sweep_now
from wiki.media.bucket.client import Bucket
from wiki.media.bucket.store import BucketStore
from wiki.media.queries import list_stored_marks
from wiki.media.store import MediaStore

_SWEEP_SECONDS = 900.0


def init_media(app: Flask) -> None:
    """Make the store; with a bucket, sweep it while the application serves."""
    config, folder = app.config, Path(app.config["MEDIA_DIR"])
    if not config["MEDIA_BUCKET"]:
        app.extensions["media"] = MediaStore(folder, is_shared=config["SEVERAL_NODES"])
        return
    bucket = Bucket(config["MEDIA_BUCKET"], config["MEDIA_S3_ENDPOINT"])
    store = BucketStore(folder, bucket)
    app.extensions["media"] = store
    sweeper = Worker(
        "media-sweeper",
        lambda: sweep_now(app, store),
        _SWEEP_SECONDS,
        "the bucket of pictures and files could not be swept; it is tried again",
        config,
    )
    app.extensions["media_sweeper"] = sweeper
    app.before_request(sweeper.start)


def try_storage(say: Callable[[str], None]) -> bool:
    """Return whether the storage can be used, before anything else is done with the wiki.

    A bucket that is not there, or may not be used, raises StorageError. One that is silent is no
    reason not to serve texts.
    """
    store: MediaStore = current_app.extensions["media"]
    try:
        if isinstance(store, BucketStore):
            store.try_out()
    except StorageError as error:
        if error.is_refused:
            raise
        say(f"{error.reason}\nThe wiki starts without its pictures and files.")
        return False
    return True


def fill_bucket(say: Callable[[str], None]) -> None:
    """Put into the bucket what the wiki has kept in the folder before, which stays there."""
    store: MediaStore = current_app.extensions["media"]
    if isinstance(store, BucketStore):
        folder = Path(current_app.config["MEDIA_DIR"])
        taken = store.take_over(MediaStore(folder), list_stored_marks())
        if count := sum(1 for _mark in taken):
            say(f"{count} pictures and files were copied from {folder} into the bucket.")
