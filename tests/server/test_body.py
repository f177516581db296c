"""The body of a request is taken whole and in time, before a thread reads it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from wiki.server.body import Receive, read_blocks, take_body


async def send(*blocks: bytes, pause: float = 0, error: Exception | None = None) -> Any:
    for block in blocks:
        yield block
    await asyncio.sleep(pause)
    if error is not None:
        raise error


def messages(*sent: dict[str, Any]) -> Receive:
    """Return what ASGI calls `receive`, for these messages."""
    left = [{"type": "http.request", **message} for message in sent]

    async def receive() -> Any:
        return left.pop(0)

    return receive


@pytest.fixture
def take() -> Iterator[Callable[..., Any]]:
    """Return a function that takes a body within 0.2 s and returns the environment."""
    with ExitStack() as taken:

        def take(blocks: AsyncIterator[bytes], length: int | None, most: int = 1_000_000) -> Any:
            chunked = {"HTTP_TRANSFER_ENCODING": "chunked"}
            environ: dict[str, Any] = chunked if length is None else {"CONTENT_LENGTH": str(length)}
            asyncio.run(take_body(environ, blocks, most, 0.2))
            taken.callback(environ["wsgi.input"].close)
            return environ

        yield take


def test_a_body_is_read_from_its_begin(take: Callable[..., Any]) -> None:
    environ = take(send(b"abc", b"def"), 6)

    assert environ["wsgi.input"].read() == b"abcdef"


def test_a_long_body_is_read_too(take: Callable[..., Any]) -> None:
    environ = take(send(*[b"a" * 50_000] * 10), 500_000)

    assert environ["wsgi.input"].read() == b"a" * 500_000


@pytest.mark.long
@pytest.mark.parametrize(
    "blocks",
    [
        lambda: read_blocks(messages({"body": b"abc", "more_body": True}, {"type": "gone"})),
        lambda: send(b"abc", pause=1),
        lambda: send(b"abc", error=ConnectionError("gone")),
    ],
)
def test_a_body_whose_end_does_not_come_is_not_read(take: Callable[..., Any], blocks: Any) -> None:
    environ = take(blocks(), 9)

    with pytest.raises(OSError, match=r"broke off|did not come|gone"):
        environ["wsgi.input"].read()


def test_of_a_body_that_no_page_reads_the_length_is_told(take: Callable[..., Any]) -> None:
    environ = take(send(*[b"a" * 50_000] * 10), 500_000, most=100_000)

    assert environ["CONTENT_LENGTH"] == "500000"
    assert environ["wsgi.input"].read() == b""


def test_a_body_of_unknown_length_has_one_when_it_has_come(take: Callable[..., Any]) -> None:
    blocks = read_blocks(messages({"body": b"abc", "more_body": True}, {"body": b"def"}))

    environ = take(blocks, None)

    assert environ["wsgi.input"].read() == b"abcdef"
    assert environ["CONTENT_LENGTH"] == "6"
    assert "HTTP_TRANSFER_ENCODING" not in environ


def test_of_a_long_one_of_unknown_length_the_length_is_told(take: Callable[..., Any]) -> None:
    environ = take(send(*[b"a" * 50_000] * 10), None, most=100_000)

    assert environ["CONTENT_LENGTH"] == "500000"
