"""Let a WSGI application answer in a thread, and hold its answer until it is sent."""

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import FileWrapper

# What is longer is sent from a file, at the pace of who reads it: a thread waits for nobody.
_MOST_IN_MEMORY_BYTES = 1_048_576
# Long after the server has opened the file by its number.
_OPEN_SECONDS = 30.0
_OPEN_FILES = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"

# An extension of ASGI: https://asgi.readthedocs.io/en/latest/extensions.html#path-send
_FILE = "http.response.pathsend"

Headers = list[tuple[str, str]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Write = Callable[[bytes], object]


@dataclass(frozen=True)
class Answer:
    """An answer that is ready to be sent: bytes, or a file that is sent as it is."""

    status: int
    headers: Headers
    content: bytes | IO[bytes]

    async def send(self, send: Send) -> None:
        """Hand the answer over to the server (ASGI), which sends it without a thread of ours."""
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in self.headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        file = self.content
        if isinstance(file, bytes):
            await send({"type": "http.response.body", "body": file})
        elif isinstance(file, io.BufferedReader):
            # By its name, which the server opens by itself: held open for as long as the others,
            # the files of a busy half-minute would be more than a process may have.
            await send({"type": _FILE, "path": os.fsdecode(file.name)})
            file.close()
        else:
            file.seek(0)
            await send({"type": _FILE, "path": f"{_OPEN_FILES}/{file.fileno()}"})
            asyncio.get_running_loop().call_later(_OPEN_SECONDS, file.close)


def _say(status: int, sentence: str) -> Answer:
    """Return an answer to programs: no person meets it in a browser."""
    return Answer(status, [("content-type", "text/plain; charset=utf-8")], f"{sentence}\n".encode())


FAILED = _say(500, "The server could not answer. Try again in a moment.")
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
