"""Manage accounts from the command line."""

import pytest
from click.testing import Result
from flask import Flask

from tests.builders import PASSWORD, log_in, make_user
from wiki.accounts.models import User
from wiki.accounts.steps.hashing import verify_password
from wiki.audit.models import AuditEntry
from wiki.db import db


def run(app: Flask, *arguments: str, given: str | bytes = "") -> Result:
    return app.test_cli_runner().invoke(args=["users", *arguments], input=given)


def add(app: Flask, email: str = "sara@example.org", given: str | bytes = PASSWORD) -> Result:
    return run(app, "add", email, "--name", "Sara Dahlin", "--role", "editor", given=given)


def find(app: Flask, email: str) -> User | None:
    with app.app_context():
        return db.session.query(User).filter_by(email=email).one_or_none()


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\nmore lines\n"])
def test_the_first_line_is_the_password(app: Flask, ending: str) -> None:
    result = add(app, given=PASSWORD + ending)
    assert (result.exit_code, result.output) == (0, "Added sara@example.org as editor.\n")
    user = find(app, "sara@example.org")
    assert user is not None
    assert (user.name, user.role, user.is_active) == ("Sara Dahlin", "editor", True)
    with app.app_context():
        assert verify_password(user.password_hash, PASSWORD)
        entry = db.session.query(AuditEntry).one()
        assert (entry.actor_id, entry.action, entry.object_id) == (None, "create", user.id)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("email", "given", "message"),
    [
        ("sara", PASSWORD, "email: Write a whole e-mail address"),
        ("sara@example.org", "too short", "password: The password has 9 characters. Use at"),
        ("sara@example.org", "password1234", "password: The password is easy to guess: "),
        ("sara@example.org", "", "No password on standard input"),
        ("sara@example.org", "\n", "No password on standard input"),
        ("sara@example.org", b"bl\xe5b\xe4r-t\xe5g-lampa-7", "is not UTF-8"),
        ("sara@example.org", "x y" * 10_000, "password: Use at most 128 characters."),
        ("taken@example.org", PASSWORD, "email: There is an account with this address already."),
        ("TAKEN@example.org", PASSWORD, "email: There is an account with this address already."),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    app: Flask, email: str, given: str | bytes, message: str
) -> None:
    make_user(email="taken@example.org", app=app)
    result = add(app, email, given)
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output
    assert find(app, "sara@example.org") is None


def test_an_unknown_role_is_a_wrong_use(app: Flask) -> None:
    result = run(app, "add", "a@example.org", "--name", "A", "--role", "king", given=PASSWORD)
    assert result.exit_code == 2
    assert "'author', 'editor', 'admin'" in result.output


def test_all_accounts_are_listed(app: Flask) -> None:
    make_user("admin", "Åsa", "asa@example.org", app=app)
    make_user("author", "Bo", "bo@example.org", app=app, is_active=False)
    assert sorted(run(app, "list").output.splitlines()) == [
        "asa@example.org\tadmin\topen\tÅsa",
        "bo@example.org\tauthor\tclosed\tBo",
    ]


@pytest.mark.long
def test_more_accounts_than_a_page_are_listed(app: Flask) -> None:
    with app.app_context():
        for _ in range(120):
            make_user()
    assert len(run(app, "list").output.splitlines()) == 120


def test_a_role_is_set(app: Flask) -> None:
    make_user("author", email="sara@example.org", app=app)
    assert run(app, "set-role", "Sara@example.org", "editor").exit_code == 0
    user = find(app, "sara@example.org")
    assert user is not None
    assert user.role == "editor"


def test_the_last_administrator_stays(app: Flask) -> None:
    make_user("admin", email="sara@example.org", app=app)
    for arguments in (("set-role", "sara@example.org", "author"), ("close", "sara@example.org")):
        result = run(app, *arguments)
        assert result.exit_code == 1
        assert "The last administrator must stay" in result.output


def test_a_password_is_reset_and_printed(app: Flask) -> None:
    person = make_user(email="sara@example.org", app=app)
    client = app.test_client()
    log_in(client, person)
    password = run(app, "reset-password", "sara@example.org").output.strip()
    user = find(app, "sara@example.org")
    assert user is not None
    with app.app_context():
        assert verify_password(user.password_hash, password)
    assert client.get("/sv/account").status_code == 303


def test_an_account_is_closed_and_reopened(app: Flask) -> None:
    make_user(email="sara@example.org", app=app)
    for command, is_active in (("close", False), ("reopen", True)):
        assert run(app, command, "sara@example.org").exit_code == 0
        user = find(app, "sara@example.org")
        assert user is not None
        assert user.is_active is is_active


@pytest.mark.parametrize(
    "arguments", [("set-role", "x@example.org", "editor"), ("close", "x"), ("reset-password", "")]
)
def test_an_unknown_account_is_named(app: Flask, arguments: tuple[str, ...]) -> None:
    result = run(app, *arguments)
    assert result.exit_code == 1
    assert "There is no account with the e-mail address" in result.output
