"""A server of a small program, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

_SERVER = """
import os, socket, sys, time
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
    if path == "/process":
        return [str(os.getpid()).encode()]
    return (b"x" * 100_000 for _ in range(200)) if path == "/long" else [b"heard"]

class Ready:
    def find(self, address, headers):
        if address == b"/ready":
            return b"HTTP/1.1 200 OK\\r\\nContent-Length: 7\\r\\n\\r\\nat once"
        return None

    def learn(self, address, headers, environ):
        pass

listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
run(
    lambda: Bridge(answer, 2, 1_000_000, float(sys.argv[2]), ready=Ready()),
    listening, workers=int(sys.argv[3]), keepalive=int(sys.argv[4]),
    tell=lambda: print("serving", flush=True),
)
"""
ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Server:
    """A server in a process of its own, with two threads in each worker."""

    def __init__(self, place: Path, seconds: float, workers: int, keepalive: int) -> None:
        arguments = [str(place), str(seconds), str(workers), str(keepalive)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, *arguments], stdout=subprocess.PIPE
        )
        self._place = place

    def wait(self) -> None:
        """Wait until all its processes take connections."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"serving\n"

    def connect(self) -> socket.socket:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(60)
        try:
            client.connect(str(self._place))
        except OSError:
            client.close()
            raise
        return client

    def ask(self, begun: bytes = ASK) -> bytes:
        """Return all that is answered to a request on a connection of its own."""
        with self.connect() as client:
            client.sendall(begun.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            return client.makefile("rb").read()

    def workers(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children()
        return children


def end(process: subprocess.Popen[bytes]) -> None:
    with suppress(psutil.NoSuchProcess):
        for worker in psutil.Process(process.pid).children():
            worker.terminate()
    process.terminate()
    process.communicate(timeout=60)


def receive(client: socket.socket) -> bytes:
    """Return an answer with a body, whose lines and body may come apart."""
    answered = client.recv(4096)
    return answered + client.recv(4096) if answered.endswith(b"\r\n\r\n") else answered


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that starts a server."""
    with ExitStack() as stack:

        def start(seconds: float = 60, workers: int = 1, keepalive: int = 75) -> Server:
            server = Server(tmp_path / "socket", seconds, workers, keepalive)
            stack.callback(end, server.process)
            server.wait()
            return server

        yield start


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server for all tests that leave it as it is."""
    with running(tmp_path_factory, 75) as server:
        yield server


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server that closes what rests for two seconds."""
    with running(tmp_path_factory, 2) as server:
        yield server


@contextmanager
def running(folders: pytest.TempPathFactory, keepalive: int) -> Iterator[Server]:
    server = Server(folders.mktemp("server") / "socket", 60, 1, keepalive)
    try:
        server.wait()
        yield server
    finally:
        end(server.process)
