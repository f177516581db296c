"""Send bodies that are small in bytes and expensive to parse."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import RawIOBase
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from gunicorn.http.errors import InvalidChunkSize, LimitRequestLine
from gunicorn.http.parser import RequestParser

from tests.builders import log_in, make_user
from wiki.server.serve import Server

_FORM = "application/x-www-form-urlencoded"
_BOUNDARY = "multipart/form-data; boundary=x"
_PARTS = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nA\r\n' * 1_500 + b"--x--"


@pytest.mark.parametrize("address", ["/sv/login", "/sv/logout", "/sv/articles/new?kind=concept"])
@pytest.mark.parametrize(
    "body", [b"a=1&" * 1_000_000, b"%" * 4_000_000, b"a=" + b"%41" * 1_390_000]
)
def test_a_body_of_countless_fields_or_escapes_is_refused_at_once(
    client: FlaskClient, address: str, body: bytes
) -> None:
    began = time.process_time()

    response = client.post(address, data=body, content_type=_FORM)

    assert response.status_code == 413
    assert time.process_time() - began < 1


@pytest.mark.long
def test_a_text_of_256_kb_of_escapes_is_read(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("author", app=app))
    body = b"title=x&base=0&body=" + b"%C3%A5" * 131_072

    response = client.post("/sv/articles/new?kind=concept", data=body, content_type=_FORM)

    assert response.status_code == 303


@pytest.mark.parametrize("address", ["/sv/articles/new?kind=concept", "/sv/articles/preview"])
def test_too_many_parts_are_no_failure_on_a_page_that_asks_to_log_in(
    client: FlaskClient, address: str
) -> None:
    response = client.post(address, data=_PARTS, content_type=_BOUNDARY)

    assert response.status_code in {403, 413}


def serve() -> Any:
    """Return the server that `run.py` would start."""
    return Server(lambda: None)


def test_a_long_question_reaches_the_search_and_an_endless_address_does_not() -> None:
    def ask(question: bytes) -> Any:
        sent = b"GET /sv/search?q=" + question + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
        return next(RequestParser(serve().cfg, [sent], ("127.0.0.1", 1)))

    assert ask(b"%F0%9F%99%82" * 10_000).query.endswith("%82")
    with pytest.raises(LimitRequestLine):
        ask(b"a" * 140_000)


_SERVER = """
import sys
from wiki.server.serve import Server, Worker
Worker.most_seconds, Worker.most_header_seconds = float(sys.argv[2]), float(sys.argv[3])
def answer(environ, start):
    if environ["PATH_INFO"] != "/refused":
        environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"heard"]
Server(lambda: answer, bind=f"unix:{sys.argv[1]}", workers=1, threads=2).run()
"""


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], socket.socket]]:
    """Start a server with two threads and a short timeout; return a function that connects."""
    place = tmp_path / "socket"
    limits = getattr(request, "param", ["1", "1"])  # seconds for a request, and for its header
    process = subprocess.Popen([sys.executable, "-c", _SERVER, str(place), *limits])

    def connect() -> socket.socket:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(60)
        client.connect(str(place))
        return client

    try:
        wait_for(place.exists)
        yield connect
    finally:
        process.terminate()
        process.wait(60)


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("server", "begun"),
    [
        (["90", "1"], b"GET / HTTP/1.1\r\nHost: localhost\r\nX"),
        (["1", "90"], b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na"),
    ],
    indirect=["server"],
)
def test_requests_that_never_end_do_not_hold_the_server(
    server: Callable[[], socket.socket], begun: bytes
) -> None:
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(server()).sendall(begun)
        whole = held.enter_context(server())
        whole.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")

        with whole.makefile("rb") as answer:
            assert b"heard" in answer.read()


@pytest.mark.slow
def test_a_connection_that_rests_is_kept_and_holds_no_thread(
    server: Callable[[], socket.socket],
) -> None:
    """More of them than there are threads, for longer than the 2 s that are gunicorn's default."""

    def ask(client: socket.socket) -> None:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while b"heard" not in answer:
            answer += (received := client.recv(4096))
            assert received

    with ExitStack() as held:
        resting = [held.enter_context(server()) for _ in range(8)]
        for client in resting:
            ask(client)
        time.sleep(3.5)
        for client in resting:
            ask(client)


_REFUSED = b"POST /refused HTTP/1.1\r\nHost: localhost\r\n"
_MEGABYTE = b"a" * 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("server", "head", "block", "end"),
    [
        (["60", "10"], b"Content-Length: 50000000\r\n\r\n", _MEGABYTE, b""),
        (
            ["60", "10"],
            b"Content-Length: 50000000\r\nConnection: close\r\n\r\n",
            _MEGABYTE,
            b"",
        ),
        (
            ["60", "10"],
            b"Transfer-Encoding: chunked\r\n\r\n",
            b"f4240\r\n" + _MEGABYTE + b"\r\n",
            b"0\r\n\r\n",
        ),
    ],
    indirect=["server"],
)
def test_who_sends_more_than_is_read_gets_the_answer(
    server: Callable[[], socket.socket], head: bytes, block: bytes, end: bytes
) -> None:
    """Closed while the body is still sent, the connection would be reset and the answer lost."""
    with server() as client:
        client.sendall(_REFUSED + head)
        for _ in range(50):
            client.sendall(block)
        client.sendall(end)

        assert b"heard" in client.makefile("rb").read()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("server", "begun"),
    [
        (["1", "1"], _REFUSED + b"Content-Length: 50000000\r\n\r\na"),
        (["60", "1"], _REFUSED + b"Content-Length: 50000000\r\n\r\na"),
        (["60", "1"], b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
        (["60", "1"], b"No request\r\n\r\n"),
    ],
    indirect=["server"],
)
def test_who_neither_sends_the_rest_nor_goes_does_not_keep_others_waiting(
    server: Callable[[], socket.socket], begun: bytes
) -> None:
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(server()).sendall(begun)
        time.sleep(0.2)
        began = time.monotonic()
        with server() as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(8)

        # Two threads take leave of four: of each for the 2 s at most in which it sends nothing.
        assert time.monotonic() - began < 8


def test_connections_are_kept_longer_than_a_proxy_in_front_keeps_them() -> None:
    assert serve().cfg.keepalive == 75


class BrokenBody(RawIOBase):
    """Fail as a server's stream does when the client sends broken chunks."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise InvalidChunkSize(b"zz")


def test_a_body_that_arrives_broken_is_the_senders_fault(client: FlaskClient) -> None:
    answer = client.post(
        "/sv/login", environ_overrides={"wsgi.input": BrokenBody(), "CONTENT_LENGTH": "9"}
    )

    assert answer.status_code == 400


def test_no_header_can_move_the_application_to_another_address() -> None:
    """A SCRIPT_NAME header would prefix every link, and a wrong one would answer 500."""
    assert serve().cfg.forwarder_headers == []
