"""A request as ASGI describes it, in the way of WSGI."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.server.answer import answer
from wiki.server.environ import MalformedRequestError, make_environ


def request(
    path: str = "/sv/", query: str = "", client: Any = ("192.0.2.1", 40000), sent: Any = ()
) -> dict[str, Any]:
    """Return a request without its body, as ASGI describes it."""
    return {
        "type": "http",
        "method": "GET",
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "client": client,
        "server": ("127.0.0.1", 5000),
        "http_version": "1.1",
        "scheme": "http",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent],
    }


def headers(*sent: tuple[str, str]) -> dict[str, Any]:
    return request(sent=sent)


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
    assert make_environ(request(query=query))["QUERY_STRING"] == expected


def test_a_path_is_written_as_wsgi_wants_it() -> None:
    environ = make_environ(request("/sv/articles/förändring"))

    assert environ["PATH_INFO"].encode("latin-1").decode("utf-8") == "/sv/articles/förändring"
    assert environ["SCRIPT_NAME"] == ""


@pytest.mark.parametrize(
    ("client", "expected"),
    [(("192.0.2.1", 40000), "192.0.2.1"), (("2001:db8::1", 40000), "2001:db8::1"), (None, "")],
)
def test_who_asks_is_named_without_the_port(client: Any, expected: str) -> None:
    assert make_environ(request(client=client))["REMOTE_ADDR"] == expected


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 422)])
def test_a_page_that_asks_for_a_body_is_answered_without_one(
    app: Flask, method: str, status: int
) -> None:
    """The log-in looks for a text that an ended session left."""
    scope = {**request("/sv/login", sent=[("host", "localhost")]), "method": method}

    assert make_environ(scope)["wsgi.input"].read() == b""
    assert answer(app, make_environ(scope)).status == status


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


def test_a_foreign_cookie_in_whatever_letters_loses_no_other() -> None:
    """Another site of the same domain may have set it: whoever has it must be able to log in."""
    environ = make_environ(headers(("cookie", "a=\xe5; session=1"), ("user-agent", "\xe5")))

    assert environ["HTTP_COOKIE"] == "a=\xe5; session=1"
    assert environ["HTTP_USER_AGENT"] == "\xe5"


def test_a_letter_before_what_a_proxy_adds_hides_it_not() -> None:
    """A client could else be taken for the proxy itself."""
    environ = make_environ(headers(("x-forwarded-for", "\xe5, 192.0.2.1")))

    assert environ["HTTP_X_FORWARDED_FOR"] == "\xe5, 192.0.2.1"


def test_wrong_bytes_of_a_path_are_kept_for_who_reads_them(client: FlaskClient) -> None:
    path = make_environ(request("/sv/tv%E4tt"))["PATH_INFO"]

    assert path == "/sv/tv\xe4tt"
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.headers["Location"] == "/sv/tv%C3%A4tt"


def test_raw_letters_reach_the_page_and_wrong_bytes_are_led_on(
    client: FlaskClient,
) -> None:
    raw = make_environ(request(query="q=tvätt&x=%25"))["QUERY_STRING"]
    answer = client.get("/search", environ_overrides={"QUERY_STRING": raw})
    assert answer.headers["Location"] == "/sv/search?q=tv%C3%A4tt&x=%25"

    wrong = make_environ(request(query="q=tv%E4tt"))["QUERY_STRING"]
    answer = client.get("/sv/search", environ_overrides={"QUERY_STRING": wrong})
    assert answer.headers["Location"] == "/sv/search?q=tv%C3%A4tt"
