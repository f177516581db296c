"""The server as clients meet it, who are slow, send too much, or go."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.slow

_SERVER = """
import sys, time
from pathlib import Path
from wiki.server.bridge import Bridge
from wiki.server.serve import run

def answer(environ, start):
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(1)
    if path == "/fails":
        raise RuntimeError("on purpose")
    if path != "/refused":
        try:
            environ["wsgi.input"].read()
        except OSError as error:
            start("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"broken: " + str(error).encode()]
    start("200 OK", [("Content-Type", "text/plain")])
    return (b"x" * 100_000 for _ in range(200)) if path == "/long" else [b"heard"]

run(
    lambda: Bridge(answer, 2, 1_000_000, float(sys.argv[2])),
    workers=int(sys.argv[3]), keepalive=int(sys.argv[4]), uds=Path(sys.argv[1]),
)
"""
_ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Server:
    """A server in a process of its own, with two threads in each worker."""

    def __init__(self, place: Path, seconds: float, workers: int, keepalive: int) -> None:
        arguments = [str(place), str(seconds), str(workers), str(keepalive)]
        self.process = subprocess.Popen([sys.executable, "-c", _SERVER, *arguments])
        self._place = place

    def connect(self) -> socket.socket:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(60)
        try:
            client.connect(str(self._place))
        except OSError:
            client.close()
            raise
        return client

    def ask(self, begun: bytes = _ASK) -> bytes:
        """Return all that is answered to a request on a connection of its own."""
        with self.connect() as client:
            client.sendall(begun.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            return client.makefile("rb").read()

    def workers(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children()
        return children


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that starts a server."""
    with ExitStack() as stack:

        def start(seconds: float = 60, workers: int = 1, keepalive: int = 75) -> Server:
            server = Server(tmp_path / "socket", seconds, workers, keepalive)
            stack.callback(end, server.process)
            wait_for(lambda: answers(server))
            return server

        yield start


def end(process: subprocess.Popen[bytes]) -> None:
    with suppress(psutil.NoSuchProcess):
        for worker in psutil.Process(process.pid).children():
            worker.terminate()
    process.terminate()
    process.wait(60)


def answers(server: Server) -> bool:
    with suppress(OSError):
        return b"heard" in server.ask()
    return False


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


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
def test_who_is_slow_holds_no_thread(start: Callable[..., Server], begun: bytes) -> None:
    """Whether the request comes slowly or the answer is taken slowly."""
    server = start()
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
                client.sendall(_ASK)
                assert client.recv(4096).endswith(b"heard")
            time.sleep(pause)
        began = time.monotonic()
        assert resting[0].recv(1) == b""
        assert 2 < time.monotonic() - began < 20


_MEGABYTE = b"a" * 1_000_000


@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"])
def test_who_sends_more_than_is_read_gets_the_answer(
    start: Callable[..., Server], more: bytes
) -> None:
    """Closed while the body is still sent, the connection would be reset and the answer lost."""
    with start().connect() as client:
        client.sendall(b"POST /refused HTTP/1.1\r\nHost: localhost\r\n" + more)
        client.sendall(b"Content-Length: 50000000\r\n\r\n")
        for _ in range(50):
            client.sendall(_MEGABYTE)

        assert client.recv(4096).endswith(b"heard")


_CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"


def test_a_body_of_unknown_length_is_read_whole_or_not_at_all(start: Callable[..., Server]) -> None:
    """Cut off by the network, half of a text would pass for the whole."""
    server = start()

    assert server.ask(_CHUNKED + b"0\r\n\r\n").endswith(b"heard")
    assert b"broke off" in server.ask(_CHUNKED + b"zz\r\n")


def test_two_hosts_are_refused(start: Callable[..., Server]) -> None:
    assert b" 400 " in start().ask(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").splitlines()[0]


def test_a_failure_is_told_and_logged(
    start: Callable[..., Server], capfd: pytest.CaptureFixture[str]
) -> None:
    answered = start().ask(b"GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert b" 500 " in answered.splitlines()[0]
    assert b"on purpose" not in answered
    assert "on purpose" in capfd.readouterr().err


def test_long_answers_come_whole(start: Callable[..., Server]) -> None:
    answered = start().ask(b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert answered.count(b"x") >= 20_000_000


def test_requests_under_way_are_answered_when_the_server_ends(
    start: Callable[..., Server],
) -> None:
    server = start()
    with server.connect() as client:
        client.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.3)
        server.process.terminate()

        assert client.recv(4096).endswith(b"heard")
        assert server.process.wait(30) == 0


def test_a_new_beginning_loses_no_request(start: Callable[..., Server]) -> None:
    server = start(workers=2)
    before = {worker.pid for worker in server.workers()}
    server.process.send_signal(signal.SIGHUP)
    answered = []

    def is_begun_anew() -> bool:
        answered.append(server.ask())
        now = {worker.pid for worker in server.workers()}
        return len(now) == 2 and not now & before

    wait_for(is_begun_anew)
    assert all(answer.endswith(b"heard") for answer in answered)


def test_a_worker_that_was_killed_is_begun_anew(start: Callable[..., Server]) -> None:
    server = start(workers=2)
    killed = server.workers()[0]
    killed.kill()

    wait_for(lambda: len({worker.pid for worker in server.workers()} - {killed.pid}) == 2)
    assert b"heard" in server.ask()


def test_workers_end_when_the_server_was_killed(start: Callable[..., Server]) -> None:
    """They would go on with the old program beside the next server, on the same port."""
    server = start(workers=2)
    workers = server.workers()
    os.kill(server.process.pid, signal.SIGKILL)

    psutil.wait_procs(workers, timeout=20)
    assert not any(worker.is_running() for worker in workers)
