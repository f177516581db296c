"""Give an application the store of its pictures and files: a folder, or a bucket by choice."""

from pathlib import Path

from flask import Flask

from wiki.background import Worker
from wiki.media.background import sweep_now
from wiki.media.bucket.client import Bucket
from wiki.media.bucket.store import BucketStore
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
