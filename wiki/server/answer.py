"""Let a WSGI application answer in a thread, and hold its answer until it is sent."""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import FileWrapper

# What is longer is sent from a file, at the pace of who reads it: a thread waits for nobody.
_MOST_IN_MEMORY_BYTES = 1_048_576
_BLOCK_BYTES = 262_144
# The server says when it sends an answer.
_DATE = "Date"

Headers = list[tuple[str, str]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Write = Callable[[bytes], object]


@dataclass(frozen=True)
class Answer:
    """An answer that is ready to be sent: bytes, or a file that is sent as it is.

    After one that is the last the connection is closed.
    """

    status: int
    headers: Headers
    content: bytes | IO[bytes]
    is_last: bool = False

    async def send(self, send: Send) -> None:
        """Hand the answer over to the server (ASGI), which sends it without a thread of ours."""
        headers = [
            (name.lower().encode(), value.encode("latin-1"))
            for name, value in self.headers
            if name != _DATE
        ]
        if isinstance(self.content, bytes) and self._has_length():
            headers.append((b"content-length", str(len(self.content)).encode()))
        if self.is_last:
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        if isinstance(self.content, bytes):
            await send({"type": "http.response.body", "body": self.content})
            return
        with self.content as file:
            file.seek(0)
            while block := await asyncio.to_thread(file.read, _BLOCK_BYTES):
                await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _has_length(self) -> bool:
        """Return whether its length is to be told and has not been."""
        names = {name.lower() for name, _value in self.headers}
        return bool(self.content) and "content-length" not in names


def _say(status: int, sentence: str) -> Answer:
    """Return an answer to programs: no person meets it in a browser."""
    headers = [("content-type", "text/plain; charset=utf-8")]
    return Answer(status, headers, f"{sentence}\n".encode(), is_last=True)


FAILED = _say(500, "The server could not answer. Try again in a moment.")
ENDING = _say(503, "The server is ending. Try again in a moment.")
MALFORMED = _say(400, "The request has a header twice that may stand once.")


def answer(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """Call an application, and take all that it answers."""
    environ["wsgi.file_wrapper"] = FileWrapper
    begun = _Begun()
    content = _hold(application(environ, begun), begun)
    if environ["REQUEST_METHOD"] == "HEAD" and isinstance(content, bytes):
        content = b""  # its length stands in a header
    return Answer(begun.status, begun.headers, content)


class _Begun:
    """What an application begins its answer with: the `start_response` of WSGI."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []
        self.written: list[bytes] = []

    def __call__(self, status: str, headers: Headers, _error: Any = None) -> Write:
        self.status, self.headers = int(status[:3]), headers
        return self.written.append


def _hold(body: Iterable[bytes], begun: _Begun) -> bytes | IO[bytes]:
    if isinstance(body, list) and not begun.written:
        return b"".join(body)
    if isinstance(body, FileWrapper) and _is_whole(body.file, begun.headers):
        return body.file
    held = tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY_BYTES)  # noqa: SIM115 - sent later
    try:
        held.writelines(begun.written)
        held.writelines(body)
    finally:
        getattr(body, "close", lambda: None)()
    if held.tell() > _MOST_IN_MEMORY_BYTES:
        held.flush()
        return held
    with held:
        held.seek(0)
        return held.read()


def _is_whole(file: Any, headers: Headers) -> bool:
    """Return whether a file is sent from its begin to its end."""
    try:
        size = os.fstat(file.fileno()).st_size
    except (AttributeError, OSError):  # a file in memory
        return False
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    return file.tell() == 0 and length == str(size)
