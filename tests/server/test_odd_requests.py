"""Requests by which one is taken for another, or a client takes what is everybody's."""

import pytest

from tests.server.conftest import ASK, Server

pytestmark = pytest.mark.slow
_POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


def read_all(server: Server, sent: bytes) -> bytes:
    """Return all that is answered until the server closes the connection."""
    with server.connect() as client:
        client.sendall(sent)
        return client.makefile("rb").read()


@pytest.mark.parametrize("offer", [b"h2c", b"websocket"])
def test_an_offer_of_another_protocol_is_passed_over(server: Server, offer: bytes) -> None:
    """The body would else be taken for the next request."""
    length = b"Content-Length: %d\r\n" % len(ASK)
    head = _POST + b"Connection: close, Upgrade\r\nUPGRADE: " + offer + b"\r\n" + length

    answered = read_all(server, head + b"\r\n" + ASK)
    assert answered.count(b"HTTP/1.1 ") == 1
    assert answered.endswith(b"heard")


def test_a_tunnel_is_refused(server: Server) -> None:
    length = b"Content-Length: %d\r\n\r\n" % len(ASK)
    answered = read_all(server, b"CONNECT / HTTP/1.1\r\nHost: localhost\r\n" + length + ASK)

    assert answered.startswith(b"HTTP/1.1 400 ")
    assert answered.count(b"HTTP/1.1 ") == 1


def test_what_stands_behind_a_body_is_no_header(server: Server) -> None:
    """A proxy cleans the headers only."""
    head = _POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    assert read_all(server, head + b"0\r\nHost: evil\r\n\r\n").endswith(b"heard")


def test_few_requests_wait_behind_another(server: Server) -> None:
    """Each would else take memory until its turn comes."""
    answered = read_all(server, ASK.replace(b" / ", b" /slow ") + ASK * 300)

    assert 90 <= answered.count(b"heard") <= 110


def test_what_is_no_request_is_not_taken_for_the_answer_before_it(server: Server) -> None:
    answered = read_all(server, ASK.replace(b" / ", b" /slow ") + b"@@\r\n\r\n")

    assert answered.startswith(b"HTTP/1.1 200 ")
    assert answered.endswith(b"heard")


def test_many_requests_in_a_row_are_answered(server: Server) -> None:
    """Together they are longer than a head may be, and each packet ends within one."""
    many = ASK.replace(b" / ", b" /ready ") * 600
    with server.connect() as client:
        client.sendall(many[:10])
        for _ in range(20):
            client.sendall(many[10:] + many[:10])
            answered = b""
            while answered.count(b"at once") < 600:
                part = client.recv(1_000_000)
                assert part
                answered += part
