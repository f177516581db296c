"""Read requests from a connection, and answer at once those whose page is ready."""

import asyncio
import re
from collections import deque
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import quote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# What an address and the lines below it may take: room for a search of 10,000 letters, escaped.
_MOST_HEAD_BYTES = 262_144
# httptools takes apart no address of more than 65,535.
_MOST_PARSED_BYTES = 60_000
# Requests of a connection that wait behind one that is being answered.
_MOST_WAITING = 100
# When the process ends, the next request of a connection that rests may be on its way already.
_LAST_SECONDS = 1.0
_ASCII = "".join(map(chr, range(128)))
# We speak no other protocol, and llhttp would take what follows for one, also a body.
_UPGRADE = re.compile(rb"(?i)(?<=\n)upgrade(?=[ \t]*:)")
_WITH_BODY = {b"content-length", b"transfer-encoding"}
# Stands for a request that has been answered, where uvicorn looks for the last one.
_ANSWERED: Any = SimpleNamespace(response_complete=True, message_event=asyncio.Event())

Headers = list[tuple[bytes, bytes]]


class ReadyAnswers(Protocol):
    """What knows the answers that need no thread."""

    def find(self, address: bytes, headers: Headers) -> bytes | None:
        """Return a whole answer to a GET request as it is sent, or None if it has to be made."""


class _EndOfReadingError(Exception):
    """Nothing more is read from this connection."""


class Connection(HttpToolsProtocol):
    """A connection of a client.

    Beyond what uvicorn does, the lines above a body have to come in the time that a connection may
    rest, and are limited in their length; few requests wait behind another; and a page that is
    ready is sent in the moment in which the request has been read.
    """

    ready: ReadyAnswers | None = None
    _is_reading_head, _expects_request = False, True
    _has_begun, _is_over, _is_ending = False, False, False
    _head_bytes = 0
    _head_deadline = 0.0
    _cycles: deque[Any]

    def connection_made(  # type: ignore[override]  # as in uvicorn's own
        self, transport: asyncio.Transport
    ) -> None:
        """Begin, and close the connection if no request comes."""
        self._cycles = deque()
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let no request be answered any more."""
        for cycle in self._cycles:
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came; refuse a head that does not end."""
        if self._is_over:
            return
        self._has_begun = False
        super().data_received(_as_read(data) if self._expects_request else data)
        if self.transport.is_closing():
            return
        if self._is_reading_head and not self._has_begun:
            self._head_bytes += len(data)
        if self._head_bytes > _MOST_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            self._watch()

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._is_reading_head, self._expects_request, self._has_begun = True, False, True
        self._head_bytes = 0
        self._head_deadline = self.loop.time() + self.timeout_keep_alive
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; those behind a body are none, whatever they say."""
        if self._is_reading_head:
            super().on_header(name, value)

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

    def on_message_complete(self) -> None:
        """End a request."""
        self._expects_request = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """End an answer; while others wait, nothing more is read."""
        super().on_response_complete()
        if self.pipeline:
            self.flow.pause_reading()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, behind the answers to those before it."""
        if not self._finish():
            super().send_400_response(msg)

    def shutdown(self) -> None:
        """End with the process: after the answers that are under way, or the next one."""
        self._is_ending = True
        if self._is_open():
            super().shutdown()
        else:
            self._close_at(self.loop.time() + _LAST_SECONDS)

    def _find_answer(self) -> bytes | None:
        # Whoever does not take what is sent waits where others do not wait for it.
        if self.ready is None or self._is_open() or self.flow.write_paused or self._is_ending:
            return None
        parser = self.parser
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1":
            return None
        if not parser.should_keep_alive() or self.transport.is_closing():
            return None
        return self.ready.find(self.url, self.headers)

    def _begin(self) -> None:
        """Let the application answer, also an address that is too long for uvicorn to take apart.

        Its query then reaches the page that says so.
        """
        if len(self.pipeline) >= _MOST_WAITING or self._may_hide_body():
            raise _EndOfReadingError
        address = self.url
        path, _, query = address.partition(b"?")
        is_long = len(address) > _MOST_PARSED_BYTES
        if is_long:
            self.url = path[:_MOST_PARSED_BYTES]
        super().on_headers_complete()
        if is_long:
            self.scope["query_string"] = query
        if self._is_ending or self.parser.should_upgrade():
            self.cycle.keep_alive = False
        while self._cycles and self._cycles[0].response_complete:
            self._cycles.popleft()
        self._cycles.append(self.cycle)

    def _may_hide_body(self) -> bool:
        """Return whether what follows would be taken for a request though it is a body."""
        if not self.parser.should_upgrade():
            return False
        names = {name for name, _value in self.headers}
        return self.parser.get_method() == b"CONNECT" or not names.isdisjoint(_WITH_BODY)

    def _is_open(self) -> bool:
        """Return whether a request is being answered, or waits for it."""
        return self.cycle is not None and not (self.cycle.response_complete and not self.pipeline)

    def _finish(self) -> bool:
        """Read no more, and close behind the answers that are under way; return if there are.

        There are none if what is wrong is the body of the last request.
        """
        self._is_over = True
        if not self._is_open() or self.cycle.more_body:
            return False
        self.cycle.keep_alive = False
        return True

    def _watch(self) -> None:
        """Close the connection in time, unless a request is being answered."""
        if self._is_reading_head:
            self._close_at(self._head_deadline)
        elif not self._is_open() and self.timeout_keep_alive_task is None:
            self._close_at(self.loop.time() + self.timeout_keep_alive)

    def _close_at(self, moment: float) -> None:
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        self.timeout_keep_alive_task = self.loop.call_at(moment, self.timeout_keep_alive_handler)

    def _refuse(self, status: HTTPStatus) -> None:
        if self._finish():
            return
        line = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        self.transport.write(f"{line}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
        self.transport.close()


def _as_read(data: bytes) -> bytes:
    """Return the begin of a request as it is read.

    Letters in its first line are escaped, as browsers do and some programs do not; an offer to
    speak another protocol is passed over.
    """
    if not data.isascii():
        line, end, rest = data.partition(b"\n")
        data = quote(line, safe=_ASCII).encode() + end + rest
    if b"pgrade" in data or b"PGRADE" in data:
        head, end, rest = data.partition(b"\r\n\r\n")
        data = _UPGRADE.sub(b"x-upgrade", head) + end + rest
    return data
