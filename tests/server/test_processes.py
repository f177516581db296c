"""The processes of the server: begun, replaced, exchanged and ended."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack

import psutil
import pytest

from tests.server.conftest import ASK, Server, receive, wait_for

pytestmark = pytest.mark.slow


def test_requests_under_way_are_answered_when_the_server_ends(
    start: Callable[..., Server],
) -> None:
    server = start()
    with server.connect() as client:
        client.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.3)
        server.process.terminate()

        assert receive(client).endswith(b"heard")
        assert server.process.wait(30) == 0


def test_a_request_that_is_on_its_way_at_the_end_is_answered(start: Callable[..., Server]) -> None:
    """On a connection that a proxy keeps."""
    server = start()
    with server.connect() as client:
        client.sendall(ASK)
        assert receive(client).endswith(b"heard")
        server.process.terminate()
        time.sleep(0.3)
        client.sendall(ASK)
        answered = receive(client)

    assert b"connection: close" in answered
    assert answered.endswith(b"heard")


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


def test_the_processes_hold_as_many_connections_each(start: Callable[..., Server]) -> None:
    server = start(workers=2)
    with ExitStack() as held:
        clients = [held.enter_context(server.connect()) for _ in range(8)]
        told = []
        for client in clients:
            client.sendall(ASK.replace(b" / ", b" /process "))
            told.append(receive(client).rpartition(b"\r\n")[2])

    assert 3 <= told.count(told[0]) <= 5
