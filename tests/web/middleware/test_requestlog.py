"""Each request has an id that everything about it names, and a line of the log."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.web.middleware.logformat import init_logs, make_formatter
from wiki.web.securitylog import note

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO \[(\S+)\] (.+) (\d{3}) [\d.]+ ms")
FROM_PROXY = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def lines(app: Flask, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """Give what returns the lines that were written since it was last asked."""

    def read() -> list[str]:
        return capsys.readouterr().err.splitlines()

    return read


@pytest.fixture
def log(app: Flask) -> Iterator[StringIO]:
    """What the application logs, as it is written."""
    text = StringIO()
    use_form(app, "readable", text)
    yield text
    app.logger.removeHandler(app.logger.handlers[-1])


def use_form(app: Flask, form: str, text: StringIO) -> None:
    """Write what the application logs into a text, in this form from now on."""
    known = [each for each in app.logger.handlers if getattr(each, "stream", None) is text]
    handler = known[0] if known else logging.StreamHandler(text)
    handler.setFormatter(make_formatter(form))
    app.logger.addHandler(handler)


def written(line: str) -> dict[str, Any]:
    """Return what a line of JSON says."""
    values: dict[str, Any] = json.loads(line)
    return values


def test_a_request_has_one_line_with_the_id_of_its_answer(
    client: FlaskClient, lines: Callable[[], list[str]]
) -> None:
    response = client.get("/sv/search?q=hemlig+fråga")
    # The first search makes the index, which has lines of its own.
    (line,) = [line for line in lines() if " GET " in line]
    found = LINE.fullmatch(line)
    assert found
    assert found.groups() == (response.headers["X-Request-Id"], "GET /sv/search", "200")


def test_a_page_that_is_ready_has_its_line_too(
    app: Flask, client: FlaskClient, editor: Person, lines: Callable[[], list[str]]
) -> None:
    make_article("Alfa", editor, app=app)
    answers = [client.get("/sv/articles/alfa") for _time in range(2)]
    ids = [answer.headers.getlist("X-Request-Id") for answer in answers]
    found = [LINE.fullmatch(line) for line in lines()]
    assert [[line[1]] for line in found if line] == ids
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, FROM_PROXY, True),
        (1, "0f1e-2d3c.4b_5A", True),
        (0, FROM_PROXY, False),  # whoever sends it is no proxy
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "abcdefgh ijkl", False),
        (1, "abcdefgh]\\n[x", False),
        (1, "abcdefghéé", False),
        (1, "", False),
    ],
)
def test_the_id_of_a_trusted_proxy_is_taken(
    app: Flask, client: FlaskClient, proxies: int, given: str, is_taken: bool
) -> None:
    app.config["PROXIES"] = proxies
    answer = client.get("/sv/about", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-Id"] == given) is is_taken
    assert re.fullmatch("[A-Za-z0-9._-]{8,64}", answer.headers["X-Request-Id"])


def test_json_is_one_object_for_each_request(
    app: Flask, client: FlaskClient, lines: Callable[[], list[str]]
) -> None:
    app.config["LOG_FORMAT"] = "json"
    answers = [client.get(path) for path in ("/sv/about?x=1", '/sv/no"\\where/é', "/sv/%7f")]
    said = [written(line) for line in lines()]
    assert [each["request_id"] for each in said] == [
        answer.headers["X-Request-Id"] for answer in answers
    ]
    assert said[0]["time"].endswith("Z")
    assert said[0]["milliseconds"] > 0
    shown = [(each["method"], each["path"], each["endpoint"], each["status"]) for each in said]
    assert shown == [
        ("GET", "/sv/about", "home.about", 200),
        ("GET", "/sv/no%22%5Cwhere/%C3%A9", "", 404),
        ("GET", "/sv/%7F", "", 400),
    ]


def test_no_path_or_method_forges_a_line(
    client: FlaskClient, lines: Callable[[], list[str]]
) -> None:
    client.get("/sv/%0a2026-01-01 INFO [x] forged%1b[2J%E2%80%A8")
    client.open("/sv/about", method="GET\nX")
    client.get("/sv/" + "x" * 9_000)
    found = lines()
    assert [bool(LINE.fullmatch(line)) for line in found] == [True] * 3
    assert "%0A2026-01-01%20INFO" in found[0]
    assert "OTHER /sv/about" in found[1]
    assert len(found[2]) < 400


def test_neither_tokens_nor_addresses_nor_accounts_are_in_a_line(
    app: Flask, editing: FlaskClient, editor: Person, lines: Callable[[], list[str]]
) -> None:
    token = "a-token-of-somebody"
    app.config["MAIL_SERVER"] = "smtp://localhost"
    editing.get(f"/sv/password/new/{token}")
    text = "\n".join(lines())
    assert "/sv/password/new/..." in text
    for secret in (token, "127.0.0.1", editor.email, "?"):
        assert secret not in text


def test_probes_are_news_only_when_they_fail(
    app: Flask,
    client: FlaskClient,
    lines: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.get("/healthz")
    assert lines() == []

    @allow(Permission.READ)
    def fail() -> tuple[str, int]:
        return "", 503

    monkeypatch.setitem(app.view_functions, "root.healthz", fail)
    client.get("/healthz")
    assert len(lines()) == 1


@pytest.mark.parametrize("error", [OSError("no room"), ValueError("closed")])
def test_a_log_that_cannot_be_written_fails_no_request(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    class Full(StringIO):
        def write(self, _text: str) -> int:
            raise error

    monkeypatch.setattr("sys.stderr", Full())
    assert client.get("/sv/about").status_code == 200


def test_lines_can_be_switched_off(
    app: Flask, client: FlaskClient, lines: Callable[[], list[str]]
) -> None:
    app.config["LOG_REQUESTS"] = False
    answer = client.get("/sv/about")
    assert lines() == []
    assert len(answer.headers["X-Request-Id"]) == 12


def test_a_failure_names_its_request_on_the_page_and_in_each_line_of_its_traceback(
    app: Flask, client: FlaskClient, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    @allow(Permission.READ)
    def fail() -> str:
        raise ValueError("the first line\n2026-01-01 00:00:00,000 INFO [x] a forged line")

    monkeypatch.setitem(app.view_functions, "events.index", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = client.get("/sv/events/")
    name = response.headers["X-Request-Id"]
    assert f"<code>{name}</code>" in response.text
    first, *rest = log.getvalue().splitlines()
    assert f"ERROR [{name}] failed: GET /sv/events/" in first
    assert rest
    assert all(line.startswith(f"  [{name}] | ") for line in rest)
    assert "a forged line" in rest[-1]


@pytest.mark.parametrize(
    ("address", "status", "is_named"),
    [("/sv/admin/health", 403, True), ("/sv/nothing", 404, False)],
)
def test_a_refusal_can_be_quoted_and_a_misspelt_address_need_not(
    editing: FlaskClient, address: str, status: int, is_named: bool
) -> None:
    response = editing.get(address)
    assert response.status_code == status
    assert (f"<code>{response.headers['X-Request-Id']}</code>" in response.text) is is_named


def test_a_record_is_one_object_with_what_it_is_about(app: Flask, log: StringIO) -> None:
    use_form(app, "json", log)
    with app.test_request_context("/", environ_overrides={"wiki.request_id": "abc"}):
        try:
            raise ValueError("why\x1b\u2028")
        except ValueError:
            app.logger.exception("a\nb", extra={"fields": {"user": 3}})
        note("test", user=4)
    app.logger.info("outside of any request")
    failed, security, outside = (written(line) for line in log.getvalue().splitlines())
    assert (failed["request_id"], failed["message"], failed["user"]) == ("abc", "a\nb", 3)
    assert failed["traceback"].endswith("ValueError: why\x1b\u2028")
    assert (security["event"], security["user"], security["request_id"]) == ("test", 4, "abc")
    assert (outside["level"], outside["request_id"]) == ("INFO", "-")


@pytest.mark.parametrize("form", ["json", "readable"])
def test_what_libraries_warn_of_is_in_the_same_form(
    app: Flask, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    before = app.logger.handlers, logging.getLogger().handlers
    app.config["LOG_FORMAT"] = form
    try:
        init_logs(app)
        logging.getLogger("a_library").warning("look\nhere")
        app.logger.warning("once")
    finally:
        app.logger.handlers, logging.getLogger().handlers = before
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if "once" in line]) == 1
    if form == "json":
        assert [(written(line)["logger"], written(line)["message"]) for line in lines] == [
            ("a_library", "look\nhere"),
            ("wiki", "once"),
        ]


@pytest.mark.parametrize("form", ["json", "readable"])
def test_all_lines_go_where_the_standard_error_is_by_then(
    app: Flask, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """The server puts a stream there that never waits, after the application was made."""
    before = app.logger.handlers, logging.getLogger().handlers
    app.config["LOG_FORMAT"] = form
    stream = StringIO()
    try:
        init_logs(app)
        monkeypatch.setattr(sys, "stderr", stream)
        app.logger.warning("first")
        logging.getLogger("wiki.security").warning("second")
        app.test_client().get("/sv/")
        app.logger.error("last")
    finally:
        app.logger.handlers, logging.getLogger().handlers = before
    lines = stream.getvalue().splitlines()
    assert len(lines) == 4
    for line, words in zip(lines, ("first", "second", "/sv/", "last"), strict=True):
        assert words in line
