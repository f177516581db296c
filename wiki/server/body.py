"""Take the body of a request, as far as it comes in time, before a thread reads it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from io import RawIOBase
from typing import IO, Any
from wsgiref.types import WSGIEnvironment

# In memory, of each request that is under way; longer ones are in a file without a name.
_MOST_IN_MEMORY_BYTES = 65_536
# A browser shows our answer only when all that it sends was taken: a large file, say, that is
# refused by its size. Whoever sends nothing for so long, or sends more, is answered all the same.
_MOST_RESTING_SECONDS = 2.0
_MOST_TAKEN_BYTES = 1_000_000_000


Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class BrokenBody(RawIOBase):
    """The body of a request whose end did not come, or for which there is no room: not readable."""

    def __init__(self, reason: OSError) -> None:
        super().__init__()
        self._reason = reason

    def readable(self) -> bool:
        """Return that it may be asked."""
        return True

    def readinto(self, _buffer: Any) -> int:
        """Raise what went wrong, for the page that says so."""
        raise self._reason


async def read_blocks(receive: Receive) -> AsyncIterator[bytes]:
    """Yield a body as it comes; raise ConnectionError if it ends before its end (ASGI)."""
    is_more = True
    while is_more:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError("the request broke off")
        is_more = message.get("more_body", False)
        yield message.get("body", b"")


async def take_body(
    environ: WSGIEnvironment, blocks: AsyncIterator[bytes], most_bytes: int, most_seconds: float
) -> bool:
    """Put the body and its length into the environment; what breaks off is not readable.

    One of more than `most_bytes` is taken and forgotten: no page reads it, for its length. Return
    whether the body came to its end, so that another request can come after it.
    """
    is_whole = False
    body = tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY_BYTES)  # noqa: SIM115 - read in a thread
    stated = environ.get("CONTENT_LENGTH")
    taken = _Taken(body, most_bytes, None if stated is None else int(stated))
    try:
        async with asyncio.timeout(most_seconds):
            is_whole = await taken.take(blocks)
        body.seek(0)
        stream: IO[bytes] | BrokenBody = body
    except TimeoutError:
        stream = BrokenBody(TimeoutError("the rest of the request did not come in time"))
    except OSError as error:  # it broke off, or there is no room for it
        stream = BrokenBody(error)
    if stream is not body:
        body.close()
    if environ.pop("HTTP_TRANSFER_ENCODING", None) is not None:
        environ["CONTENT_LENGTH"] = str(taken.length)
    environ["wsgi.input"] = stream
    return is_whole


class _Taken:
    """What has come of a body."""

    def __init__(self, body: IO[bytes], most_bytes: int, stated: int | None) -> None:
        self._body = body
        self._most_bytes = most_bytes
        self._stated = stated
        self.length = 0

    @property
    def _is_refused(self) -> bool:
        """Return whether it is longer than any page reads."""
        return max(self.length, self._stated or 0) > self._most_bytes

    async def take(self, blocks: AsyncIterator[bytes]) -> bool:
        """Take all of it; of one that is refused, what still comes. Return whether it is all."""
        while self.length < _MOST_TAKEN_BYTES:
            try:
                block = await self._next(blocks)
            except StopAsyncIteration:
                return True
            if block is None:
                break
            self.length += len(block)
            if not self._is_refused:
                self._body.write(block)
        return False

    async def _next(self, blocks: AsyncIterator[bytes]) -> bytes | None:
        """Return the next block; None if it is refused, and nothing comes or it broke off."""
        if not self._is_refused:
            return await anext(blocks)
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(_MOST_RESTING_SECONDS):
                return await anext(blocks)
        return None
