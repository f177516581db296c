"""Ask a bucket of S3, or of a server that speaks as S3 does, by boto3.

Whoever waits for a bucket holds a thread of the server, so one that does not answer is given up
soon, and then left alone for some seconds. boto3 finds the credentials by its own ways.
"""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from wiki.errors import StorageError
from wiki.runtime.deferred import Deferred

_log = logging.getLogger(__name__)
_boto3: Any = Deferred("boto3")
_config: Any = Deferred("botocore.config")
_errors: Any = Deferred("botocore.exceptions")

_CONNECT_SECONDS, _READ_SECONDS, _TRIES = 3, 5, 2
_PAUSE_SECONDS = 10.0
_BLOCK = 1_048_576
_NOT_FOUND, _SERVER_ERROR, _TOO_MANY = 404, 500, 429
_TRIAL = "trial"


class NotInBucket(Exception):
    """The bucket has nothing of this key."""


@dataclass(frozen=True)
class Stored:
    """The key of something in a bucket, and when it was stored or copied there."""

    key: str
    at: datetime


class Bucket:
    """A bucket, or what is in it below a prefix.

    Each method raises StorageError when the bucket does not answer or refuses.
    """

    def __init__(self, place: str, endpoint: str = "") -> None:
        """`place` is `name` or `name/prefix`; without an endpoint the bucket is Amazon's."""
        self._name, _, prefix = place.partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._endpoint = endpoint
        self._lock = threading.Lock()
        self._client: tuple[int, Any] | None = None
        self._silent_until = 0.0
        self._reason = ""

    def try_out(self) -> None:
        """List, store and delete something, for an error now rather than with the first picture."""
        with self._asking() as client:
            client.list_objects_v2(Bucket=self._name, Prefix=self._prefix, MaxKeys=1)
            client.put_object(Bucket=self._name, Key=self._prefix + _TRIAL, Body=b"")
        self.delete(_TRIAL)

    def put(self, key: str, path: Path) -> None:
        """Store a file; it is there whole or not at all."""
        with path.open("rb") as file, self._asking() as client:
            client.put_object(Bucket=self._name, Key=self._prefix + key, Body=file)

    def fetch(self, key: str, target: BinaryIO) -> None:
        """Copy what is stored into a file; raise NotInBucket when there is nothing."""
        with self._asking() as client:
            body = client.get_object(Bucket=self._name, Key=self._prefix + key)["Body"]
            with body:
                while block := body.read(_BLOCK):
                    target.write(block)

    def size_of(self, key: str) -> int:
        """Return how many bytes are stored; raise NotInBucket when there is nothing."""
        with self._asking() as client:
            answer = client.head_object(Bucket=self._name, Key=self._prefix + key)
        return int(answer["ContentLength"])

    def list_stored(self, start: str) -> list[Stored]:
        """Return everything whose key starts so."""
        with self._asking() as client:
            pages = client.get_paginator("list_objects_v2").paginate(
                Bucket=self._name, Prefix=self._prefix + start
            )
            found = [entry for page in pages for entry in page.get("Contents", ())]
        return [
            Stored(entry["Key"].removeprefix(self._prefix), entry["LastModified"])
            for entry in found
        ]

    def copy(self, key: str, to: str) -> None:
        """Copy something inside the bucket; raise NotInBucket when there is nothing."""
        source = {"Bucket": self._name, "Key": self._prefix + key}
        with self._asking() as client:
            client.copy_object(Bucket=self._name, Key=self._prefix + to, CopySource=source)

    def delete(self, key: str) -> None:
        """Delete something, if it is there."""
        with self._asking() as client:
            client.delete_object(Bucket=self._name, Key=self._prefix + key)

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """Give the client of this process, and say in our words what goes wrong."""
        self._wait_while_silent()
        try:
            yield self._own_client()
        except _errors.ClientError as error:
            self._silent_until = 0.0
            raise self._explain(error) from error
        except (
            _errors.ConnectionError,
            _errors.HTTPClientError,
            _errors.IncompleteReadError,
        ) as error:
            self._silent_until = time.monotonic() + _PAUSE_SECONDS
            raise self._tell(f"does not answer: {error}") from error
        except _errors.BotoCoreError as error:
            raise self._tell(f"cannot be asked: {error}", is_refused=True) from error
        self._silent_until = 0.0

    def _wait_while_silent(self) -> None:
        """Refuse to ask a bucket that was silent just now; after the pause one thread tries it."""
        with self._lock:
            if time.monotonic() < self._silent_until:
                raise StorageError(self._reason)
            if self._silent_until:
                self._silent_until = time.monotonic() + _PAUSE_SECONDS

    def _own_client(self) -> Any:
        with self._lock:  # what is connected does not survive a fork
            if self._client is None or self._client[0] != os.getpid():
                self._client = (os.getpid(), self._make_client())
            return self._client[1]

    def _make_client(self) -> Any:
        config = _config.Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": _TRIES},
            # Servers of others seldom have a host name for each bucket, and not all know the
            # checksums that Amazon's has had since 2025.
            s3={"addressing_style": "path" if self._endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        session = _boto3.session.Session()
        return session.client("s3", endpoint_url=self._endpoint or None, config=config)

    def _explain(self, error: Any) -> Exception:
        """Return the error that an answer means."""
        code, told = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == _NOT_FOUND and code != "NoSuchBucket":
            return NotInBucket(code)
        is_refused = status < _SERVER_ERROR and status != _TOO_MANY
        return self._tell(f"refuses: {code}, {told}", is_refused=is_refused)

    def _tell(self, what: str, *, is_refused: bool = False) -> StorageError:
        """Return an error, and say in the log what it is."""
        at = f" at {self._endpoint}" if self._endpoint else ""
        self._reason = f"The bucket {self._name}{at} {what}"
        _log.warning("%s", self._reason)
        return StorageError(self._reason, is_refused=is_refused)
