"""The server as clients meet it, who are slow, send too much, or go."""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

import pytest

from tests.server.conftest import ASK, Server, receive, wait_for

pytestmark = pytest.mark.slow


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na",
        b"POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\na",
        b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"No request\r\n\r\n",
        b"",
    ],
)
def test_who_is_slow_holds_no_thread(server: Server, begun: bytes) -> None:
    """Whether the request comes slowly or the answer is taken slowly."""
    with ExitStack() as held:
        for _ in range(20):
            held.enter_context(server.connect()).sendall(begun)
        time.sleep(0.3)
        began = time.monotonic()

        assert b"heard" in server.ask()
        assert time.monotonic() - began < 5


def test_a_request_that_does_not_end_is_answered_after_a_while(
    start: Callable[..., Server],
) -> None:
    server = start(seconds=1)
    with server.connect() as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na")

        assert b"did not come in time" in client.makefile("rb").read()


def test_connections_that_rest_are_kept_and_then_closed(start: Callable[..., Server]) -> None:
    server = start(keepalive=4)
    with ExitStack() as held:
        resting = [held.enter_context(server.connect()) for _ in range(8)]
        for pause in (2.5, 0):
            for client in resting:
                client.sendall(ASK)
                assert receive(client).endswith(b"heard")
            time.sleep(pause)
        began = time.monotonic()
        assert resting[0].recv(1) == b""
        assert 2 < time.monotonic() - began < 20


_MEGABYTE = b"a" * 1_000_000


@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"])
def test_who_sends_more_than_is_read_gets_the_answer(server: Server, more: bytes) -> None:
    """Closed while the body is still sent, the connection would be reset and the answer lost."""
    with server.connect() as client:
        client.sendall(b"POST /refused HTTP/1.1\r\nHost: localhost\r\n" + more)
        client.sendall(b"Content-Length: 50000000\r\n\r\n")
        for _ in range(50):
            client.sendall(_MEGABYTE)

        assert receive(client).endswith(b"heard")


_CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"


def test_a_body_of_unknown_length_is_read_whole_or_not_at_all(server: Server) -> None:
    """Cut off by the network, half of a text would pass for the whole."""
    assert server.ask(_CHUNKED + b"0\r\n\r\n").endswith(b"heard")
    assert b" 400 " in server.ask(_CHUNKED + b"zz\r\n").splitlines()[0]


def test_two_hosts_are_refused(server: Server) -> None:
    assert b" 400 " in server.ask(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").splitlines()[0]


def test_a_failure_is_told_and_logged(
    start: Callable[..., Server], capfd: pytest.CaptureFixture[str]
) -> None:
    answered = start().ask(b"GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert b" 500 " in answered.splitlines()[0]
    assert b"on purpose" not in answered
    logged = ""

    def is_logged() -> bool:
        nonlocal logged
        logged += capfd.readouterr().err
        return "on purpose" in logged

    wait_for(is_logged)


def test_long_answers_come_whole(server: Server) -> None:
    answered = server.ask(b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert answered.count(b"x") >= 20_000_000


def test_requests_that_come_together_are_answered_in_their_order(server: Server) -> None:
    with server.connect() as client:
        client.sendall(ASK.replace(b" / ", b" /slow ") + ASK.replace(b" / ", b" /process ") + ASK)
        answered = b""
        while answered.count(b"heard") < 2:
            answered += client.recv(4096)

    bodies = [part.rpartition(b"\r\n")[2] for part in answered.split(b"HTTP/1.1 ")[1:]]
    assert bodies[0] == bodies[2] == b"heard"
    assert bodies[1].isdigit()


def test_ready_and_made_answers_come_in_their_order(server: Server) -> None:
    """One that comes behind another waits for it, and is then made like any other."""
    ready = ASK.replace(b" / ", b" /ready ")
    with server.connect() as client:
        client.sendall(ready + ready + ASK + ready)
        answered = b""
        while answered.count(b"heard") < 2:
            answered += client.recv(4096)
        client.sendall(ready)
        answered += receive(client)

    bodies = [part.rpartition(b"\r\n")[2] for part in answered.split(b"HTTP/1.1 ")[1:]]
    assert bodies == [b"at once", b"at once", b"heard", b"heard", b"at once"]


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /ready HTTP/1.0\r\n\r\n",
        b"GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"POST /ready HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na",
    ],
)
def test_only_the_usual_request_is_answered_at_once(server: Server, begun: bytes) -> None:
    with server.connect() as client:
        client.sendall(begun)

        assert receive(client).endswith(b"heard")


def test_letters_that_are_not_escaped_are_read(server: Server) -> None:
    assert server.ask("GET /f\xf6r?q=\xe5 HTTP/1.1\r\nHost: x\r\n\r\n".encode()).endswith(b"heard")


@pytest.mark.parametrize("address", [b"/?q=" + b"a" * 130_000, b"/" + b"a" * 100_000 + b"?q=a"])
def test_a_long_address_reaches_the_page_that_says_so(server: Server, address: bytes) -> None:
    assert server.ask(ASK.replace(b" / ", b" %s " % address)).endswith(b"heard")


def test_lines_without_an_end_are_refused(server: Server) -> None:
    with server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        with suppress(OSError):
            for _ in range(60):
                client.sendall(b"x" * 10_000)

        assert b" 431 " in client.recv(4096)


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"\r\n", b""])
def test_who_asks_for_nothing_in_time_is_let_go(hasty: Server, begun: bytes) -> None:
    with hasty.connect() as client:
        began = time.monotonic()
        client.sendall(begun)
        time.sleep(1.0)
        if begun:
            client.sendall(b"X: 1\r\n" if len(begun) > 2 else begun)  # which gives it no more time

        assert client.recv(4096) == b""
        assert time.monotonic() - began < 15
