"""A bucket that cannot be used says why, in a sentence."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest

from tests.fixtures.s3 import S3
from wiki.errors import StorageError
from wiki.media.bucket.client import Bucket, NotInBucket

pytestmark = pytest.mark.long


def test_a_bucket_that_can_be_used_is_left_as_it_was(s3: S3) -> None:
    Bucket(f"{s3.bucket}/ours", s3.url).try_out()
    assert s3.list_keys() == []


def test_a_bucket_that_is_missing_is_told(s3: S3) -> None:
    with pytest.raises(StorageError) as caught:
        Bucket("no-such-bucket", s3.url).try_out()
    assert caught.value.is_refused
    assert str(caught.value).startswith(
        f"The bucket no-such-bucket at {s3.url} refuses: NoSuchBucket"
    )


def test_without_credentials_that_is_told(s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    with pytest.raises(StorageError, match="cannot be asked: Unable to locate credentials") as it:
        Bucket(s3.bucket, s3.url).try_out()
    assert it.value.is_refused


class _Refusing(BaseHTTPRequestHandler):
    status = 403
    words = "AccessDenied"

    def do_GET(self) -> None:
        body = f"<Error><Code>{self.words}</Code><Message>No.</Message></Error>".encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_values: object) -> None:
        """Say nothing."""


class _Overloaded(_Refusing):
    status = 503
    words = "SlowDown"


@pytest.fixture
def refusing(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that gives one answer to everything."""
    with ThreadingHTTPServer(("127.0.0.1", 0), request.param) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("refusing", "reason", "is_refused"),
    [
        (_Refusing, "refuses: AccessDenied, No.", True),
        (_Overloaded, "refuses: SlowDown, No.", False),
    ],
    indirect=["refusing"],
)
def test_a_refusal_is_told(s3: S3, refusing: str, reason: str, is_refused: bool) -> None:
    with pytest.raises(StorageError, match=reason) as caught:
        Bucket(s3.bucket, refusing).fetch("media/x", BytesIO())
    assert caught.value.is_refused == is_refused


def test_what_is_not_there_is_told_apart(s3: S3, tmp_path: Path) -> None:
    bucket = Bucket(s3.bucket, s3.url)
    for ask in (bucket.size_of, lambda key: bucket.fetch(key, BytesIO())):
        with pytest.raises(NotInBucket):
            ask("media/none")
    with pytest.raises(NotInBucket):
        bucket.copy("media/none", "gone/none")
    bucket.delete("media/none")
    (tmp_path / "file").write_bytes(b"12345")
    bucket.put("media/file", tmp_path / "file")
    assert bucket.size_of("media/file") == 5
