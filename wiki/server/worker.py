"""Serve an application in this process, on a socket that others share."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from uvicorn import Config, Server

from wiki.server.bridge import Bridge
from wiki.server.listening import Counts, Listener
from wiki.server.logstream import LogStream
from wiki.server.protocol import Connection, ReadyAnswers

# For requests that are under way when the process ends.
MOST_SECONDS_TO_END = 10


@dataclass(frozen=True)
class Place:
    """Where a process serves: its socket, its part of the connections, and its limits."""

    listening: socket.socket
    counts: Counts
    number: int
    most_connections: int
    keepalive: int
    log_level: str


def work(make: Callable[[], Bridge], place: Place, tell: Callable[[], object]) -> None:
    """Serve until SIGTERM or SIGINT; `tell` is called when connections are taken."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which is for the process that began this one
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end_before_serving)
    bridge = make()
    config = Config(
        bridge,
        loop="uvloop",
        http=Connection,
        ws="none",
        interface="asgi3",
        lifespan="on",
        log_config=None,
        log_level=place.log_level,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=place.keepalive,
        timeout_graceful_shutdown=MOST_SECONDS_TO_END,
    )
    before = sys.stderr
    sys.stderr = log = LogStream(before)
    try:
        _Server(config, place, bridge.ready, tell).run()
    finally:
        sys.stderr = before  # what is said from now on would be written by nobody
        log.end()


def _end_before_serving(*_signal: object) -> None:
    raise SystemExit(0)


class _Server(Server):
    """A server that takes connections in equal parts with those beside it."""

    def __init__(
        self,
        config: Config,
        place: Place,
        ready: ReadyAnswers | None,
        tell: Callable[[], object],
    ) -> None:
        super().__init__(config)
        self._place, self._ready, self._tell = place, ready, tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin the application, then take connections."""
        await super().startup(sockets=[])
        place, state = self._place, self.server_state
        self._listener = Listener(
            place.listening,
            place.counts,
            place.number,
            lambda: len(state.connections),
            place.most_connections,
        )
        self._listener.listen(self._make_connection)
        self._tell()

    def _make_connection(self) -> asyncio.Protocol:
        connection = Connection(self.config, self.server_state, self.lifespan.state)
        connection.ready = self._ready
        return connection

    async def on_tick(self, counter: int) -> bool:
        """Do what is done ten times a second."""
        self._listener.note()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and end when those that are held have been answered."""
        await self._listener.end()
        await super().shutdown(sockets)
