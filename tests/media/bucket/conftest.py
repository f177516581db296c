"""Give the tests a node of the wiki that keeps its pictures in a bucket."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.fixtures.s3 import S3
from wiki.media.bucket.client import Bucket
from wiki.media.bucket.store import BucketStore

MakeNode = Callable[[str], BucketStore]


@pytest.fixture
def make_node(s3: S3, tmp_path: Path) -> MakeNode:
    """Return a function that makes the store of a node, with a folder of this name."""
    return lambda name: BucketStore(tmp_path / name, Bucket(s3.bucket, s3.url))


@pytest.fixture
def bucket_app(app: Flask, make_node: MakeNode, media_folder: Path) -> Iterator[Flask]:
    """The application as a node named `own`."""
    assert media_folder  # the store that it has given is put back at the end
    before, app.extensions["media"] = app.extensions["media"], make_node("own")
    yield app
    app.extensions["media"] = before
