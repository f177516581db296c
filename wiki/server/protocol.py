"""Read requests from a connection, and answer at once those whose page is ready."""

import asyncio
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import quote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# What an address and the lines below it may take: room for a search of 10,000 letters, escaped.
_MOST_HEAD_BYTES = 262_144
# httptools takes apart no address of more than 65,535.
_MOST_PARSED_BYTES = 60_000
_ASCII = "".join(map(chr, range(128)))

Headers = list[tuple[bytes, bytes]]


class ReadyAnswers(Protocol):
    """What knows the answers that need no thread."""

    def find(self, address: bytes, headers: Headers) -> bytes | None:
        """Return a whole answer to a GET request as it is sent, or None if it has to be made."""


# Stands for a request that has been answered, where uvicorn looks for the last one.
_ANSWERED: Any = SimpleNamespace(response_complete=True, message_event=asyncio.Event())


class Connection(HttpToolsProtocol):
    """A connection of a client.

    Beyond what uvicorn does, the lines above a body have to come in the time that a connection may
    rest, and are limited in their length; and a page that is ready is sent in the moment in which
    the request has been read.
    """

    _is_reading_head, _expects_request = False, True
    _head_bytes = 0
    _head_deadline = 0.0
    ready: ReadyAnswers | None = None

    def connection_made(  # type: ignore[override]  # as in uvicorn's own
        self, transport: asyncio.Transport
    ) -> None:
        """Begin, and close the connection if no request comes."""
        super().connection_made(transport)
        self._close_at(self.loop.time() + self.timeout_keep_alive)

    def data_received(self, data: bytes) -> None:
        """Read what came; refuse a head that does not end."""
        if not self._is_reading_head:
            self._head_bytes = 0
            self._head_deadline = self.loop.time() + self.timeout_keep_alive
        self._head_bytes += len(data)
        if self._expects_request and not data.isascii():
            data = _escape_address(data)
        super().data_received(data)
        if not self._is_reading_head or self.transport.is_closing():
            return
        if self._head_bytes > _MOST_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            self._close_at(self._head_deadline)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._is_reading_head, self._expects_request = True, False
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Answer from what is ready, or let the application answer."""
        self._is_reading_head = False
        answer = self._find_answer()
        if answer is None:
            self._begin()
            return
        self.transport.write(answer)
        self.cycle = _ANSWERED
        self.on_response_complete()

    def _begin(self) -> None:
        """Let the application answer, also an address that is too long for uvicorn to take apart.

        Its query then reaches the page that says so.
        """
        address = self.url
        path, _, query = address.partition(b"?")
        is_long = len(address) > _MOST_PARSED_BYTES
        if is_long:
            self.url = path[:_MOST_PARSED_BYTES]
        super().on_headers_complete()
        if is_long:
            self.scope["query_string"] = query

    def on_message_complete(self) -> None:
        """End a request."""
        self._expects_request = True
        super().on_message_complete()

    def _find_answer(self) -> bytes | None:
        is_first = self.cycle is None or (self.cycle.response_complete and not self.pipeline)
        # Whoever does not take what is sent waits where others do not wait for it.
        if self.ready is None or not is_first or self.flow.write_paused:
            return None
        parser = self.parser
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1":
            return None
        if not parser.should_keep_alive() or self.transport.is_closing():
            return None
        return self.ready.find(self.url, self.headers)

    def _close_at(self, moment: float) -> None:
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        self.timeout_keep_alive_task = self.loop.call_at(moment, self.timeout_keep_alive_handler)

    def _refuse(self, status: HTTPStatus) -> None:
        line = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        self.transport.write(f"{line}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
        self.transport.close()


def _escape_address(data: bytes) -> bytes:
    """Escape letters in the first line of a request, as browsers do and some programs do not."""
    line, end, rest = data.partition(b"\n")
    return quote(line, safe=_ASCII).encode() + end + rest
