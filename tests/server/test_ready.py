"""Requests whose page is ready are answered with that page, and no others are."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.builders import Person, make_article
from wiki.server.bridge import Bridge
from wiki.server.ready import Headers, ReadyRequests

_ADDRESS = b"/sv/articles/alfa"
_HEADERS: Headers = [(b"host", b"localhost"), (b"accept-encoding", b"gzip")]
Ask = Callable[[bytes, Headers], bytes]


@pytest.fixture
def bridge(app: Flask, editor: Person) -> Bridge:
    make_article("Alfa", editor, body="Ett ord.", app=app)
    # On each database, though the server asks so on SQLite only.
    ready = ReadyRequests(app.extensions["page_cache"], app.extensions["request_log"])
    return Bridge(app, 1, 1_000_000, ready=ready)


@pytest.fixture
def ready(bridge: Bridge) -> ReadyRequests:
    assert bridge.ready is not None
    return bridge.ready


@pytest.fixture
def ask(bridge: Bridge) -> Ask:
    """Return a function that asks in the usual way, twice, and returns the body."""

    def ask(address: bytes, headers: Headers) -> bytes:
        scope = {
            "type": "http",
            "method": "GET",
            "raw_path": address,
            "query_string": b"",
            "http_version": "1.1",
            "scheme": "http",
            "headers": headers,
        }
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def receive() -> dict[str, Any]:
            raise AssertionError("a request without a body has been read")

        for _ in range(2):
            asyncio.run(bridge(scope, receive, send))
        body: bytes = sent[-1]["body"]
        return body

    return ask


def body_of(answer: bytes | None) -> bytes:
    assert answer is not None
    return answer.partition(b"\r\n\r\n")[2]


def test_the_page_is_that_of_the_usual_way(ready: ReadyRequests, ask: Ask) -> None:
    body = ask(_ADDRESS, _HEADERS)
    answer = ready.find(_ADDRESS, _HEADERS)

    assert answer is not None
    head, _, sent = answer.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    names = [line.partition(b":")[0] for line in lines[1:]]
    assert sent == body
    assert lines[0] == b"http/1.1 200 ok"
    assert f"content-length: {len(body)}".encode() in lines
    assert {b"etag", b"date", b"x-request-id", b"content-security-policy"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "more",
    [
        [(b"user-agent", b"Mozilla/5.0 (\xe5)"), (b"accept", b"text/html"), (b"dnt", b"1")],
        [(b"cookie", b"_other=\xe5; theme=dark")],
        [(b"x-request-id", b"0123456789abcdef"), (b"x-forwarded-for", b"192.0.2.7")],
    ],
)
def test_what_makes_no_difference_is_passed_over(
    ready: ReadyRequests, ask: Ask, more: Headers
) -> None:
    ask(_ADDRESS, _HEADERS)

    assert ready.find(_ADDRESS, [*_HEADERS, *more])


@pytest.mark.long
@pytest.mark.parametrize(
    "headers",
    [
        [*_HEADERS, (b"cookie", b"session=1")],
        [*_HEADERS, (b"cookie", b"a=1"), (b"cookie", b"b=2;session=1")],
        [*_HEADERS, (b"if-none-match", b'"1"')],
        [*_HEADERS, (b"range", b"bytes=0-1")],
        [*_HEADERS, (b"sec-purpose", b"prefetch")],
        [*_HEADERS, (b"content-length", b"3")],
        [*_HEADERS, (b"host", b"localhost")],
        [*_HEADERS, (b"x-unheard-of", b"1")],
        [(b"host", b"elsewhere.example"), (b"accept-encoding", b"gzip")],
        [(b"host", b"localhost")],
        [],
    ],
)
def test_what_may_make_a_difference_is_asked(
    ready: ReadyRequests, ask: Ask, headers: Headers
) -> None:
    ask(_ADDRESS, _HEADERS)

    assert ready.find(_ADDRESS, headers) is None


@pytest.mark.parametrize(
    "address", [b"/sv/articles/alfa?", b"/sv/articles/alf%61", b"http://localhost/sv/articles/alfa"]
)
def test_another_spelling_of_an_address_is_asked(
    ready: ReadyRequests, ask: Ask, address: bytes
) -> None:
    ask(_ADDRESS, _HEADERS)

    assert ready.find(address, _HEADERS) is None


def test_a_page_that_is_true_no_more_is_asked(
    app: Flask, ready: ReadyRequests, ask: Ask, editor: Person
) -> None:
    ask(_ADDRESS, _HEADERS)
    make_article("Beta", editor, body="Två [[Alfa]].", app=app)

    assert ready.find(_ADDRESS, _HEADERS) is None
    after = ask(_ADDRESS, _HEADERS)
    assert body_of(ready.find(_ADDRESS, _HEADERS)) == after


def test_a_page_for_which_there_is_no_room_any_more_is_asked(
    app: Flask, ready: ReadyRequests, ask: Ask
) -> None:
    ask(_ADDRESS, _HEADERS)
    app.extensions["page_cache"].clear()

    assert ready.find(_ADDRESS, _HEADERS) is None


def test_what_is_sent_is_counted_and_logged(
    app: Flask, ready: ReadyRequests, ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    app.config["LOG_REQUESTS"] = True
    ask(_ADDRESS, _HEADERS)
    capfd.readouterr()
    answer = ready.find(_ADDRESS, _HEADERS)

    line = capfd.readouterr().err
    assert "GET /sv/articles/alfa 200" in line
    name = line.partition("[")[2].partition("]")[0]
    assert answer is not None
    assert f"x-request-id: {name}\r\n".encode() in answer
