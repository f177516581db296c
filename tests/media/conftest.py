"""Give each test a library without files, and the forms that send some."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from wiki.media.store import MediaStore

Send = Callable[..., TestResponse]


@pytest.fixture(autouse=True)
def media_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The folder of the library, which the tests of the application start without."""
    folder = tmp_path / "media"
    if "app" in request.fixturenames:
        app: Flask = request.getfixturevalue("app")
        before, app.extensions["media"] = app.extensions["media"], MediaStore(folder)
        yield folder
        app.extensions["media"] = before
    else:
        yield folder


@pytest.fixture
def send() -> Send:
    """Send a file by the form of the library."""

    def post(
        client: FlaskClient, content: bytes, name: str, address: str = "/sv/media/"
    ) -> TestResponse:
        boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name)})
        return client.post(
            address, data=body, content_type=f"multipart/form-data; boundary={boundary}"
        )

    return post
