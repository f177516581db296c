"""Take the body of a request, as far as it comes in time, before a thread reads it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
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


async def take_body(
    environ: WSGIEnvironment, blocks: AsyncIterator[bytes], most_bytes: int, most_seconds: float
) -> None:
    """Put the body of CONTENT_LENGTH bytes into the environment; what breaks off is not readable.

    One of more than `most_bytes` is taken and forgotten: no page reads it, for its length.
    """
    body = tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY_BYTES)  # noqa: SIM115 - read in a thread
    taken = _Taken(body, most_bytes, int(environ["CONTENT_LENGTH"]))
    try:
        async with asyncio.timeout(most_seconds):
            await taken.take(blocks)
        body.seek(0)
        stream: IO[bytes] | BrokenBody = body
    except TimeoutError:
        stream = BrokenBody(TimeoutError("the rest of the request did not come in time"))
    except OSError as error:  # there is no room for it
        stream = BrokenBody(error)
    if taken.is_cut and stream is body:
        stream = BrokenBody(ConnectionError("the request broke off"))
    if stream is not body:
        body.close()
    environ["wsgi.input"] = stream


class _Taken:
    """What has come of a body."""

    def __init__(self, body: IO[bytes], most_bytes: int, stated: int) -> None:
        self._body = body
        self._stated = stated
        self._is_refused = stated > most_bytes
        self._length = 0

    @property
    def is_cut(self) -> bool:
        """Return whether it ended before its end."""
        return not self._is_refused and self._length < self._stated

    async def take(self, blocks: AsyncIterator[bytes]) -> None:
        """Take all of it; of one that is refused, what still comes."""
        with suppress(StopAsyncIteration):
            while self._length < min(self._stated, _MOST_TAKEN_BYTES):
                block = await self._next(blocks)
                if block is None:
                    return
                self._length += len(block)
                if not self._is_refused:
                    self._body.write(block)

    async def _next(self, blocks: AsyncIterator[bytes]) -> bytes | None:
        if not self._is_refused:
            return await anext(blocks)
        try:
            async with asyncio.timeout(_MOST_RESTING_SECONDS):
                return await anext(blocks)
        except TimeoutError:
            return None
