"""Let a WSGI application answer in a thread, and hold its answer until it is sent."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import FileWrapper

# What is longer is sent from a file, at the pace of who reads it: a thread waits for nobody.
_MOST_IN_MEMORY_BYTES = 1_048_576
# Long after the server has opened the file by its number.
_OPEN_SECONDS = 30.0
_OPEN_FILES = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"


@dataclass(frozen=True)
class Answer:
    """An answer that is ready to be sent: bytes, or a file that is sent as it is."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes | IO[bytes]

    def send(self, protocol: Any) -> None:
        """Hand the answer over to the server (RSGI), which sends it without a thread of ours."""
        if isinstance(self.content, bytes):
            protocol.response_bytes(self.status, self.headers, self.content)
            return
        file = self.content
        file.seek(0)
        protocol.response_file(self.status, self.headers, f"{_OPEN_FILES}/{file.fileno()}")
        asyncio.get_running_loop().call_later(_OPEN_SECONDS, file.close)


def _say(status: int, sentence: str) -> Answer:
    """Return an answer to programs: no person meets it in a browser."""
    return Answer(status, [("content-type", "text/plain; charset=utf-8")], f"{sentence}\n".encode())


FAILED = _say(500, "The server could not answer. Try again in a moment.")
MALFORMED = _say(400, "The request has a header twice that may stand once.")
# Whether a body of unknown length has come whole, granian does not say.
NO_LENGTH = _say(411, "A request with a body must say how long it is, in Content-Length.")


def answer(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Call an application, and take all that it answers."""
    environ["wsgi.file_wrapper"] = FileWrapper
    began: list[Any] = []
    rest: list[bytes] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        began[:] = [int(status[:3]), headers]
        return rest.append

    body = application(environ, start)
    content = _hold(body, rest, began)
    status, headers = began
    if environ["REQUEST_METHOD"] == "HEAD" and isinstance(content, bytes):
        content = b""  # its length stands in a header
    return Answer(status, headers, content)


def _hold(body: Iterable[bytes], rest: list[bytes], began: list[Any]) -> bytes | IO[bytes]:
    if isinstance(body, list) and not rest:
        return b"".join(body)
    if isinstance(body, FileWrapper) and _is_whole(body.file, began[1]):
        return body.file
    held = tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY_BYTES)  # noqa: SIM115 - sent later
    try:
        held.writelines(rest)
        held.writelines(body)
    finally:
        getattr(body, "close", lambda: None)()
    if held.tell() > _MOST_IN_MEMORY_BYTES:
        held.flush()
        return held
    with held:
        held.seek(0)
        return held.read()


def _is_whole(file: Any, headers: list[tuple[str, str]]) -> bool:
    """Return whether a file is sent from its begin to its end."""
    try:
        size = os.fstat(file.fileno()).st_size
    except (AttributeError, OSError):  # a file in memory
        return False
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    return file.tell() == 0 and length == str(size)
