"""Addresses whose letters nobody has escaped are read as UTF-8."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from gunicorn.http.parser import RequestParser

from wiki.server.serve import Server


def parse(address: bytes) -> Any:
    """Return the request that the wiki's server makes of an address."""
    server = Server(lambda: None)
    sent = b"GET " + address + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    return next(RequestParser(server.cfg, [sent], ("127.0.0.1", 1)))


@pytest.mark.parametrize(
    ("address", "path", "query"),
    [
        ("/sv/search?q=tvättmaskiner", "/sv/search", "q=tv%C3%A4ttmaskiner"),
        ("/sv/search?q=tv%C3%A4tt&k=ö", "/sv/search", "q=tv%C3%A4tt&k=%C3%B6"),
        ("/sv/articles/Förändring", "/sv/articles/F%C3%B6r%C3%A4ndring", ""),
        ("/sv/search?q=😀", "/sv/search", "q=%F0%9F%98%80"),
    ],
)
def test_raw_letters_are_escaped(address: str, path: str, query: str) -> None:
    request = parse(address.encode())
    assert (request.uri.partition("?")[0], request.query) == (path, query)


def test_raw_bytes_that_are_no_text_reach_the_page_that_says_so(client: FlaskClient) -> None:
    request = parse(b"/sv/search?q=tv\xe4tt")
    assert request.query == "q=tv%E4tt"
    assert client.get(request.uri).status_code == 400


def test_a_redirect_keeps_raw_letters(client: FlaskClient) -> None:
    raw = "q=tvätt&x=%25".encode().decode("latin-1")
    answer = client.get("/search", environ_overrides={"QUERY_STRING": raw})
    assert answer.headers["Location"] == "/sv/search?q=tv%C3%A4tt&x=%25"
