"""Test the administration of users over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, Person, log_in, make_user
from tests.page import Page
from wiki.accounts.models import User
from wiki.audit.models import AuditEntry
from wiki.db import db


@pytest.fixture
def admin(app: Flask, client: FlaskClient) -> Person:
    person = make_user("admin", "Åsa Ek", "asa@example.org", app=app)
    log_in(client, person)
    return person


@pytest.fixture
def bo(app: Flask, admin: Person) -> Person:
    return make_user("author", "Bo Lind", "bo@example.org", app=app)


def find(app: Flask, person: Person) -> User:
    with app.app_context():
        return db.session.get_one(User, person.user_id)


def journal(app: Flask) -> list[tuple[int | None, str, int | None]]:
    with app.app_context():
        entries = db.session.query(AuditEntry).order_by(AuditEntry.id)
        return [(entry.actor_id, entry.action, entry.object_id) for entry in entries]


def shown_password(text: str) -> str:
    return Page(text).one("code").text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_overview_shows_the_figures_of_the_installation(
    client: FlaskClient, bo: Person, language: str
) -> None:
    page = client.get(f"/{language}/admin/")
    assert page.status_code == 200
    assert "SQLite" in page.text or "PostgreSQL" in page.text


def test_users_are_listed_by_name(client: FlaskClient, bo: Person) -> None:
    text = client.get("/sv/admin/users").text
    assert text.index("Bo Lind") < text.index("bo@example.org")
    assert "asa@example.org" in text


@pytest.mark.parametrize("words", ["lind", "LIND", "bo@", "Bo Li"])
def test_users_are_found_by_a_part_of_name_or_address(
    client: FlaskClient, bo: Person, words: str
) -> None:
    text = client.get("/sv/admin/users", query_string={"q": words}).text
    assert "bo@example.org" in text
    assert "asa@example.org" not in text


@pytest.mark.parametrize("words", ["åsa", "ÅSA", "Ås"])
def test_swedish_letters_are_found_in_any_case(client: FlaskClient, bo: Person, words: str) -> None:
    text = client.get("/sv/admin/users", query_string={"q": words}).text
    assert "asa@example.org" in text
    assert "bo@example.org" not in text


@pytest.mark.parametrize("words", ["%", "_", "nobody", "'; DROP TABLE users"])
def test_sql_characters_are_searched_as_text(client: FlaskClient, bo: Person, words: str) -> None:
    page = client.get("/sv/admin/users", query_string={"q": words})
    assert page.status_code == 200
    assert "bo@example.org" not in page.text
    assert "Ingen har det namnet eller den adressen" in page.text


def test_many_users_come_in_pages(app: Flask, client: FlaskClient, admin: Person) -> None:
    with app.app_context():
        for number in range(60):
            make_user(name=f"Person {number:02}", email=f"p{number:02}@example.org")
    assert "p55@example.org" not in client.get("/sv/admin/users").text
    assert "p55@example.org" in client.get("/sv/admin/users?page=2").text
    for page in ("999999999", "-1", "x", "0"):
        assert client.get(f"/sv/admin/users?page={page}").status_code == 200


def test_a_new_user_can_log_in_with_the_password_shown(
    app: Flask, client: FlaskClient, admin: Person
) -> None:
    data = {"name": "Helena Kilander", "email": "Helena@example.org", "role": "editor"}
    page = client.post("/sv/admin/users/new", data=data)
    assert page.status_code == 200
    password = shown_password(page.text)
    assert page.headers["Cache-Control"] == "private, no-store"
    other = app.test_client()
    login = {"email": "helena@example.org", "password": password}
    assert other.post("/sv/login", data=login).status_code == 303
    assert other.get("/sv/account").location == "/sv/account/password"
    assert [action for _, action, _ in journal(app)] == ["create"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Skriv ett namn."),
        ({"name": "a" * 101}, "Det här är för långt."),
        ({"name": "\u202e\x00"}, "Här finns tecken som inte är text."),
        ({"email": ""}, "Skriv personens e-postadress."),
        ({"email": "helena"}, "Skriv en fullständig e-postadress"),
        ({"email": "helena@example.org\n"}, ""),
        ({"email": "BO@example.org"}, "Det finns redan ett konto med den adressen."),
        ({"email": "a" * 10_000}, "Det här är för långt."),
        ({"role": "king"}, ""),
        ({"role": ""}, ""),
    ],
)
def test_a_new_user_that_will_not_do_is_explained(
    client: FlaskClient, bo: Person, changed: dict[str, str], message: str
) -> None:
    data = {"name": "Helena", "email": "helena@example.org", "role": "editor", **changed}
    page = client.post("/sv/admin/users/new", data=data)
    assert page.status_code == 422
    assert message in page.text
    assert "<code translate" not in page.text


def test_a_new_role_ends_the_sessions_of_the_user(
    app: Flask, client: FlaskClient, admin: Person, bo: Person
) -> None:
    other = app.test_client()
    log_in(other, bo)
    response = client.post(f"/sv/admin/users/{bo.user_id}/role", data={"role": "editor"})
    assert response.status_code == 303
    assert find(app, bo).role == "editor"
    assert other.get("/sv/account").status_code == 303
    assert journal(app) == [(admin.user_id, "change_role", bo.user_id)]


def test_the_same_role_changes_nothing(app: Flask, client: FlaskClient, bo: Person) -> None:
    other = app.test_client()
    log_in(other, bo)
    client.post(f"/sv/admin/users/{bo.user_id}/role", data={"role": "author"})
    assert other.get("/sv/account").status_code == 200
    assert journal(app) == []


def test_a_closed_account_is_out_and_can_come_back(
    app: Flask, client: FlaskClient, bo: Person
) -> None:
    other = app.test_client()
    log_in(other, bo)
    login = {"email": bo.email, "password": PASSWORD}
    assert client.post(f"/sv/admin/users/{bo.user_id}/closure").status_code == 303
    assert other.get("/sv/account").status_code == 303
    assert other.post("/sv/login", data=login).status_code == 422
    assert client.post(f"/sv/admin/users/{bo.user_id}/reopening").status_code == 303
    assert other.post("/sv/login", data=login).status_code == 303
    assert [action for _, action, _ in journal(app)] == ["close", "reopen"]


def test_a_new_password_replaces_the_old_one_and_ends_the_waiting(
    app: Flask, client: FlaskClient, bo: Person
) -> None:
    other = app.test_client()
    for _ in range(5):
        other.post("/sv/login", data={"email": bo.email, "password": "a wrong password"})
    page = client.post(f"/sv/admin/users/{bo.user_id}/password")
    password = shown_password(page.text)
    assert password not in client.get(f"/sv/admin/users/{bo.user_id}").text
    old = other.post("/sv/login", data={"email": bo.email, "password": PASSWORD})
    assert old.status_code == 422
    new = other.post("/sv/login", data={"email": bo.email, "password": password})
    assert new.status_code == 303


def test_a_name_is_changed(app: Flask, client: FlaskClient, bo: Person) -> None:
    address = f"/sv/admin/users/{bo.user_id}/name"
    assert client.post(address, data={"name": "Bo Lindén"}).status_code == 303
    assert find(app, bo).name == "Bo Lindén"
    assert client.post(address, data={"name": " "}).status_code == 422
    assert find(app, bo).name == "Bo Lindén"


@pytest.mark.parametrize(
    ("path", "data"),
    [("role", {"role": "author"}), ("closure", {}), ("reopening", {}), ("password", {})],
)
def test_administrators_cannot_change_their_own_account_here(
    app: Flask, client: FlaskClient, admin: Person, path: str, data: dict[str, str]
) -> None:
    make_user("admin", app=app)
    response = client.post(f"/sv/admin/users/{admin.user_id}/{path}", data=data)
    assert response.status_code == 403
    assert "Ingen kan byta sin egen roll eller stänga sitt eget konto." in response.text
    found = find(app, admin)
    assert (found.role, found.is_active) == ("admin", True)
    assert client.get("/sv/admin/").status_code == 200


def test_another_administrator_can_be_demoted_and_closed(
    app: Flask, client: FlaskClient, admin: Person
) -> None:
    other = make_user("admin", app=app)
    assert client.post(f"/sv/admin/users/{other.user_id}/closure").status_code == 303
    assert find(app, other).is_active is False
    data = {"role": "author"}
    assert client.post(f"/sv/admin/users/{other.user_id}/role", data=data).status_code == 303
    assert find(app, other).role == "author"


def test_an_unknown_role_is_refused(app: Flask, client: FlaskClient, bo: Person) -> None:
    address = f"/sv/admin/users/{bo.user_id}/role"
    assert client.post(address, data={"role": "king"}).status_code == 422
    assert find(app, bo).role == "author"


@pytest.mark.long
@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "9" * 30, "x", "-1", "1.5"])
@pytest.mark.parametrize("path", ["", "/role", "/name", "/closure", "/reopening", "/password"])
def test_an_unknown_user_id_is_not_found(
    client: FlaskClient, admin: Person, number: str, path: str
) -> None:
    address = f"/sv/admin/users/{number}{path}"
    data = {"role": "author", "name": "Somebody"}
    response = client.post(address, data=data) if path else client.get(address)
    assert response.status_code == 404


def test_what_somebody_typed_is_shown_as_text(
    app: Flask, client: FlaskClient, admin: Person
) -> None:
    hostile = "<script>alert(1)</script>"
    person = make_user(name=hostile, app=app)
    client.post(f"/sv/admin/users/{person.user_id}/name", data={"name": f"{hostile}2"})
    for address in ("users", f"users/{person.user_id}", "journal", f"users?q={hostile}"):
        text = client.get(f"/sv/admin/{address}").text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
