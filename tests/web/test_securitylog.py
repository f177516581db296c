"""Log what touches security, without saying who sits behind an address."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import post_login
from tests.builders import PASSWORD, Person, log_in, make_user
from wiki.web.clients import client_code
from wiki.web.middleware.logformat import OneLineFormatter
from wiki.web.securitylog import init_securitylog, note


@pytest.fixture
def log(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A log in a file of its own."""
    path = tmp_path / "security.log"
    app.config["SECURITY_LOG"] = str(path)
    init_securitylog(app)
    yield path
    app.config["SECURITY_LOG"] = ""
    init_securitylog(app)


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("author", "Sara Dahlin", "sara@example.org", app=app)


def events(log: Path) -> list[str]:
    return [line.split("security: ")[1].split()[0] for line in log.read_text().splitlines()]


def test_log_ins_and_failures(log: Path, client: FlaskClient, sara: Person) -> None:
    for _ in range(5):
        post_login(client, sara.email, "a wrong password")
    post_login(client, sara.email)
    post_login(client, "nobody@example.org")
    assert events(log) == ["login.wrong"] * 5 + ["login.throttled", "login.wrong"]
    first, last = (log.read_text().splitlines()[place] for place in (0, -1))
    assert f"user={sara.user_id} client=" in first
    assert "user=null client=" in last


@pytest.mark.parametrize("place", ["missing/security.log", "."])
def test_a_log_that_cannot_be_opened_fails_no_log_in(
    app: Flask,
    log: Path,
    client: FlaskClient,
    sara: Person,
    place: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app.config["SECURITY_LOG"] = str(log.parent / place)
    init_securitylog(app)

    assert post_login(client, sara.email).status_code == 303
    assert "the security log cannot be written" in caplog.text
    assert "security: login.right" in caplog.text


def test_sessions_and_passwords(app: Flask, log: Path, client: FlaskClient, sara: Person) -> None:
    post_login(client, sara.email)
    wrong = {"current_password": "a wrong password", "new_password": "tre gröna segelbåtar"}
    client.post("/sv/account/password", data=wrong)
    client.post("/sv/account/password", data={**wrong, "current_password": PASSWORD})
    client.post("/sv/account/other-sessions/end")
    client.post("/sv/logout")
    assert events(log) == [
        "login.right",
        "password.wrong",
        "password.change",
        "session.end_others",
        "session.end",
    ]


def test_what_administrators_change(
    app: Flask, log: Path, client: FlaskClient, sara: Person, admin: Person
) -> None:
    log_in(client, admin)
    at = f"/sv/admin/users/{sara.user_id}"
    client.post(f"{at}/role", data={"role": "editor"})
    client.post(f"{at}/password")
    client.post(f"{at}/closure")
    client.post(f"{at}/reopening")
    data = {"email": "new@example.org", "name": "Ny", "role": "author"}
    client.post("/sv/admin/users/new", data=data)
    assert events(log) == [
        "account.role",
        "password.reset",
        "account.close",
        "account.reopen",
        "account.create",
    ]
    assert all(f"by={admin.user_id}" in line for line in log.read_text().splitlines())


def test_refusals(app: Flask, log: Path, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    client.get("/sv/admin/users")
    client.post("/sv/logout", headers={"Origin": "https://evil.example"})
    app.config["WTF_CSRF_ENABLED"] = True
    client.post("/sv/logout")
    client.get("/sv/", headers={"Host": "evil.example"})
    client.get("/sv/nothing")  # misspelt, no attack
    assert [line.partition("status=")[2][:3] for line in log.read_text().splitlines()] == [
        "403",
        "403",
        "400",
        "400",
    ]


def test_neither_addresses_nor_passwords_are_logged(
    log: Path, client: FlaskClient, sara: Person
) -> None:
    post_login(client, sara.email, "a wrong password")
    post_login(client, "my password as an address")
    text = log.read_text()
    for secret in ("127.0.0.1", "sara@example.org", "password as", "a wrong"):
        assert secret not in text


def test_the_code_of_a_client_is_of_its_network_and_its_day(app: Flask) -> None:
    def code(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return client_code()

    assert code("2001:db8::1") == code("2001:db8::2") != code("2001:db8:0:1::1")
    assert code("192.0.2.1") != code("192.0.2.2")
    other = Flask("other")
    other.config["SECRET_KEY"] = "another"
    with other.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        assert client_code() != code("192.0.2.1")


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\x1b[2Jb", "a\x85b", "a\u2028b", "a\x00b"])
def test_nobody_forges_a_line(log: Path, app: Flask, text: str) -> None:
    note("test", words=text)
    written = log.read_text()
    assert len(written.splitlines()) == 1
    assert text not in written
    record = logging.LogRecord("wiki", logging.INFO, "", 0, text, None, None)
    assert len(OneLineFormatter().format(record).splitlines()) == 1


def test_a_moved_file_is_opened_anew(log: Path) -> None:
    note("first")
    log.rename(log.with_suffix(".1"))
    note("second")
    assert events(log) == ["second"]


def test_without_a_file_it_goes_where_all_else_goes(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    init_securitylog(app)
    with caplog.at_level(logging.INFO):
        note("command", user=3)
        with app.test_request_context():
            note("test", user=3)
    assert "security: test user=3" in caplog.text
    assert "command" not in caplog.text
