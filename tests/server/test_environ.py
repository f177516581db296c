"""What granian knows of a request, as WSGI wants it."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.server.answer import answer
from wiki.server.environ import MalformedRequestError, make_environ


@dataclass
class Headers:
    """Headers as granian gives them: in small letters, as often as sent, and only if in ASCII."""

    sent: list[tuple[str, str]]

    def items(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.sent if value.isascii()]

    def __contains__(self, name: str) -> bool:
        return name in dict(self.sent)

    def __len__(self) -> int:
        return len(self.sent)


@dataclass
class Request:
    """A request without its body, as granian describes it."""

    path: str = "/sv/"
    query_string: str = ""
    method: str = "GET"
    client: str = "192.0.2.1:40000"
    server: str = "127.0.0.1:5000"
    http_version: str = "1.1"
    scheme: str = "http"
    headers: Headers = field(default_factory=lambda: Headers([]))


def headers(*sent: tuple[str, str]) -> Request:
    return Request(headers=Headers([*sent]))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=tvättmaskiner", "q=tv%C3%A4ttmaskiner"),
        ("q=tv%C3%A4tt&k=ö", "q=tv%C3%A4tt&k=%C3%B6"),
        ("q=😀", "q=%F0%9F%98%80"),
        ("q=a|b{c}&x=%25", "q=a|b{c}&x=%25"),
        ("q=%E4", "q=%E4"),
    ],
)
def test_raw_letters_of_a_query_are_escaped(query: str, expected: str) -> None:
    assert make_environ(Request(query_string=query))["QUERY_STRING"] == expected


def test_a_path_is_written_as_wsgi_wants_it() -> None:
    environ = make_environ(Request("/sv/articles/förändring"))

    assert environ["PATH_INFO"].encode("latin-1").decode("utf-8") == "/sv/articles/förändring"
    assert environ["SCRIPT_NAME"] == ""


@pytest.mark.parametrize(
    ("client", "expected"),
    [("192.0.2.1:40000", "192.0.2.1"), ("[2001:db8::1]:40000", "2001:db8::1"), ("", "")],
)
def test_who_asks_is_named_without_the_port(client: str, expected: str) -> None:
    assert make_environ(Request(client=client))["REMOTE_ADDR"] == expected


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 422)])
def test_a_page_that_asks_for_a_body_is_answered_without_one(
    app: Flask, method: str, status: int
) -> None:
    """The log-in looks for a text that an ended session left."""
    request = Request("/sv/login", method=method, headers=Headers([("host", "localhost")]))

    assert make_environ(request)["wsgi.input"].read() == b""
    assert answer(app, make_environ(request)).status == status


def test_headers_get_their_names() -> None:
    environ = make_environ(
        headers(
            ("content-type", "text/plain"),
            ("x-forwarded-for", "192.0.2.1"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
            ("accept", "text/html"),
            ("accept", "*/*"),
        )
    )

    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"


def test_no_header_passes_for_another_or_for_a_part_of_the_environment() -> None:
    """A SCRIPT_NAME would prefix every link, an X_Forwarded_For name another client."""
    environ = make_environ(headers(("x_forwarded_for", "192.0.2.9"), ("script_name", "/wiki")))

    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ["SCRIPT_NAME"] == ""


@pytest.mark.parametrize("name", ["host", "content-length", "content-type"])
def test_what_stands_once_is_refused_when_it_stands_twice(name: str) -> None:
    with pytest.raises(MalformedRequestError):
        make_environ(headers((name, "1"), (name, "2")))


@pytest.mark.parametrize("name", ["host", "origin", "x-forwarded-for", "content-type"])
def test_what_tells_who_asks_is_refused_when_it_cannot_be_read(name: str) -> None:
    """A client could else write a letter into X-Forwarded-For, and be taken for the proxy."""
    with pytest.raises(MalformedRequestError):
        make_environ(headers((name, "å, 192.0.2.1"), ("accept", "*/*")))


def test_other_headers_that_cannot_be_read_are_left_out() -> None:
    """Cookies of other sites of the same domain, say, and names of programs."""
    environ = make_environ(headers(("cookie", "a=å"), ("user-agent", "å"), ("accept", "*/*")))

    assert environ["HTTP_ACCEPT"] == "*/*"
    assert not {"HTTP_COOKIE", "HTTP_USER_AGENT"} & environ.keys()


def test_one_that_a_proxy_has_added_is_enough() -> None:
    environ = make_environ(headers(("x-forwarded-for", "å"), ("x-forwarded-for", "192.0.2.1")))

    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_raw_letters_reach_the_page_and_wrong_bytes_the_page_that_says_so(
    client: FlaskClient,
) -> None:
    raw = make_environ(Request(query_string="q=tvätt&x=%25"))["QUERY_STRING"]
    answer = client.get("/search", environ_overrides={"QUERY_STRING": raw})
    assert answer.headers["Location"] == "/sv/search?q=tv%C3%A4tt&x=%25"

    wrong = make_environ(Request(query_string="q=tv%E4tt"))["QUERY_STRING"]
    refused = client.get("/sv/search", environ_overrides={"QUERY_STRING": wrong})
    assert refused.status_code == 400
