"""Connections are taken by the process that holds fewer."""

import asyncio
import ctypes
import socket
from pathlib import Path

import pytest

from wiki.server.listening import CLOSED, Listener


class Taken(asyncio.Protocol):
    """Notes by which listener it was taken."""

    def __init__(self, taken: list[str], name: str) -> None:
        self._taken, self._name = taken, name

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._taken.append(self._name)
        transport.close()


async def take(place: Path, held: dict[str, int], most: int, connections: int) -> list[str]:
    """Return who took each of some connections; the listeners say that they hold so many."""
    taken: list[str] = []
    counts = (ctypes.c_long * 3)(CLOSED, CLOSED, CLOSED)
    with socket.socket(socket.AF_UNIX) as first:
        first.bind(str(place))
        first.listen()
        first.setblocking(False)
        sockets = [first.dup() for _ in held]
        listeners = [
            Listener(listening, counts, number, lambda name=name: held[name], most)  # type: ignore[misc]  # no Callable
            for number, (name, listening) in enumerate(zip(held, sockets, strict=True))
        ]
        for name, listener in zip(held, listeners, strict=True):
            listener.listen(lambda name=name: Taken(taken, name))  # type: ignore[misc]  # no Callable
        for number in range(connections):
            _, writer = await asyncio.open_unix_connection(str(place))
            for _ in range(200):
                if len(taken) > number:
                    break
                await asyncio.sleep(0.01)
            writer.close()
        for listener in listeners:
            await listener.end()
        for listening in sockets:
            listening.close()
    assert list(counts) == [CLOSED] * 3
    return taken


@pytest.mark.long
@pytest.mark.parametrize(
    ("held", "most", "taken"),
    [
        ({"busy": 9, "idle": 0}, 100, ["idle"] * 4),
        ({"idle": 0, "busy": 9}, 100, ["idle"] * 4),
        ({"busy": 9}, 100, ["busy"] * 4),
        ({"full": 3, "other": 9}, 3, []),
    ],
)
def test_who_holds_more_leaves_it_to_another(
    tmp_path: Path, held: dict[str, int], most: int, taken: list[str]
) -> None:
    asked = len(taken) or 1
    assert asyncio.run(take(tmp_path / "socket", held, most, asked)) == taken
