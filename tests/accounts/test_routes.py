"""Log in, and change the own account over HTTP."""

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import post_login, set_cookies
from tests.builders import PASSWORD, Person, log_in, make_user
from tests.page import Page
from wiki.accounts.models import User
from wiki.db import db

WRONG = "E-postadressen eller lösenordet är fel."


def test_the_right_password_logs_in(client: FlaskClient, sara: Person) -> None:
    response = post_login(client, "sara@example.org")
    assert (response.status_code, response.location) == (303, "/sv/account/articles")
    page = client.get("/sv/account")
    assert page.status_code == 200
    assert "Sara Dahlin" in page.text
    assert "sara@example.org" in page.text
    assert "Författare" in page.text


@pytest.mark.parametrize("typed", ["SARA@Example.org", "  sara@example.org "])
def test_an_address_is_compared_without_case_and_space(
    client: FlaskClient, sara: Person, typed: str
) -> None:
    assert post_login(client, typed).status_code == 303


def test_a_password_is_the_same_in_every_unicode_form(client: FlaskClient, sara: Person) -> None:
    decomposed = "bla\u030aba\u0308r-ta\u030ag-lampa-7"
    assert post_login(client, "sara@example.org", decomposed).status_code == 303


@pytest.mark.parametrize(
    "around", [" {}", "{} ", "{}\t", "\u00a0{}\u00a0", "\ufeff{}", "{}\u200b", "\u2003{} "]
)
def test_what_is_copied_along_with_a_password_is_forgiven(
    client: FlaskClient, sara: Person, around: str
) -> None:
    email, password = around.format("sara@example.org"), around.format(PASSWORD)
    assert post_login(client, email, password).status_code == 303


@pytest.mark.parametrize(
    "wrong", [PASSWORD.replace("-", " "), f"{PASSWORD} x", PASSWORD[:-1] + " "]
)
def test_a_blank_inside_a_password_is_a_part_of_it(
    client: FlaskClient, sara: Person, wrong: str
) -> None:
    assert post_login(client, "sara@example.org", wrong).status_code == 422


def test_an_older_password_with_a_blank_behind_it_is_still_right(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    with app.app_context():
        hasher = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
        user = db.session.get_one(User, sara.user_id)
        user.password_hash = hasher.hash("tre gröna segelbåtar ")
        db.session.commit()
    # The first log-in makes a hash of today's cost, which leaves the blank out.
    for typed in ("tre gröna segelbåtar ", "tre gröna segelbåtar", "tre gröna segelbåtar "):
        assert post_login(client, "sara@example.org", typed).status_code == 303
        client.post("/sv/logout")


@pytest.mark.parametrize("token", [None, "", "x", "IjEi.aaaa.bbbb"])
def test_an_old_page_of_the_log_in_is_answered_with_a_fresh_one(
    app: Flask, client: FlaskClient, sara: Person, token: str | None
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    sent = {} if token is None else {"csrf_token": token}
    answer = post_login(client, "sara@example.org", next="/sv/account", **sent)
    assert answer.status_code == 422
    assert "Sidan hade varit öppen för länge" in answer.text
    assert "CSRF" not in answer.text
    page = Page(answer)
    assert page.one("main [name=email]")["value"] == "sara@example.org"
    fresh = page.one("form[action='/sv/login'] [name=csrf_token]")["value"]
    again = post_login(client, "sara@example.org", next="/sv/account", csrf_token=fresh)
    assert (again.status_code, again.location) == (303, "/sv/account")


def test_an_old_page_of_the_log_in_logs_nobody_in(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    post_login(client, "sara@example.org")
    assert client.get("/sv/account").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sara@example.org", "another password"),
        ("nobody@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
        ("not an address", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_words_and_the_work_are_the_same(
    app: Flask,
    client: FlaskClient,
    sara: Person,
    email: str,
    password: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_user(email="closed@example.org", app=app, is_active=False)
    verified: list[str] = []
    verify = PasswordHasher.verify

    def count(self: PasswordHasher, stored: str, text: str) -> bool:
        verified.append(stored)
        return verify(self, stored, text)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    response = post_login(client, email, password)
    assert response.status_code == 422
    assert WRONG in response.text
    assert f'value="{email}"' in response.text
    assert password not in response.text
    assert [hash_.rsplit("$", 2)[0] for hash_ in verified] == [
        f"$argon2id$v=19$m={app.config['PASSWORD_KIB']},t=2,p=1"
    ]
    assert "session" not in set_cookies(response)


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("", PASSWORD, "Skriv din e-postadress."),
        ("sara@example.org", "", "Skriv ditt lösenord."),
        ("sara@example.org\x00", PASSWORD, "Här finns tecken som inte är text."),
        ("sara@example.org", f"{PASSWORD}\x00", "Här finns tecken som inte är text."),
        ("a" * 10_000, PASSWORD, "Det här är för långt."),
        ("sara@example.org", "a" * 10_000, "Det här är för långt."),
    ],
)
def test_broken_fields_are_named(
    client: FlaskClient, sara: Person, email: str, password: str, message: str
) -> None:
    response = post_login(client, email, password)
    assert response.status_code == 422
    assert message in response.text
    assert WRONG not in response.text


def test_bytes_that_are_not_text_are_refused(client: FlaskClient) -> None:
    kind = "application/x-www-form-urlencoded"
    response = client.post("/sv/login", data=b"email=%ff%fe&password=%c3%28", content_type=kind)
    assert response.status_code == 400


def test_a_link_cannot_log_anybody_out(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    assert client.get("/sv/logout").status_code == 405
    assert client.get("/sv/account").status_code == 200


def test_a_form_without_token_is_refused(app: Flask, client: FlaskClient, sara: Person) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    log_in(client, sara)
    assert client.post("/sv/logout").status_code == 400
    assert client.get("/sv/account").status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost.evil.example"]
)
def test_a_form_from_another_site_is_refused(
    client: FlaskClient, sara: Person, origin: str
) -> None:
    data = {"email": "sara@example.org", "password": PASSWORD}
    response = client.post("/sv/login", data=data, headers={"Origin": origin})
    assert response.status_code == 403
    assert client.get_cookie("session") is None


def test_a_form_from_this_site_is_accepted(client: FlaskClient, sara: Person) -> None:
    data = {"email": "sara@example.org", "password": PASSWORD}
    response = client.post("/sv/login", data=data, headers={"Origin": "http://localhost"})
    assert response.status_code == 303


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/sv/articles/", "/sv/articles/"),
        ("/en/search?q=omsorg&page=2", "/en/search?q=omsorg&page=2"),
        ("", "/sv/account/articles"),
        ("sv/articles/", "/sv/account/articles"),
        ("//evil.example/", "/sv/account/articles"),
        ("///evil.example/", "/sv/account/articles"),
        ("/\\evil.example/", "/sv/account/articles"),
        ("\\\\evil.example/", "/sv/account/articles"),
        ("https://evil.example/", "/sv/account/articles"),
        ("https:evil.example", "/sv/account/articles"),
        ("javascript:alert(1)", "/sv/account/articles"),
        (" /sv/articles/", "/sv/account/articles"),
        ("/\t/evil.example", "/sv/account/articles"),
        ("/sv/\r\nSet-Cookie: a=b", "/sv/account/articles"),
        ("/sv/" + "a" * 3_000, "/sv/account/articles"),
    ],
)
def test_log_in_leads_only_to_this_site(
    client: FlaskClient, sara: Person, target: str, expected: str
) -> None:
    response = post_login(client, "sara@example.org", next=target)
    assert (response.status_code, response.location) == (303, expected)


def test_a_protected_page_leads_to_log_in_and_back(client: FlaskClient, sara: Person) -> None:
    response = client.get("/en/account")
    assert (response.status_code, response.location) == (303, "/en/login?next=/en/account")
    page = client.get(response.location)
    assert 'value="/en/account"' in page.text
    data = {"email": sara.email, "password": PASSWORD, "next": "/en/account"}
    assert client.post("/en/login", data=data).location == "/en/account"


def test_the_target_survives_a_wrong_password(client: FlaskClient, sara: Person) -> None:
    page = post_login(client, sara.email, "a wrong password", next="/sv/account")
    assert 'value="/sv/account"' in page.text


def test_whoever_is_logged_in_needs_no_log_in(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    response = client.get("/sv/login")
    assert (response.status_code, response.location) == (303, "/sv/account/articles")


@pytest.mark.parametrize(
    ("current", "new", "message"),
    [
        ("a wrong password", "tre gröna segelbåtar", "Det är inte ditt nuvarande lösenord."),
        ("", "tre gröna segelbåtar", "Skriv ditt nuvarande lösenord."),
        (PASSWORD, "", "Skriv ett nytt lösenord."),
        (PASSWORD, "elva tecken", "Lösenordet har 11 tecken. Använd minst 12"),
        (PASSWORD, "segelbåt " * 15, "Använd högst 128 tecken."),
        (PASSWORD, "password1234", "Lösenordet är lätt att gissa: "),
        (PASSWORD, "grön dahlin 99 x", "Lösenordet innehåller ”Dahlin” från namnet"),
        (PASSWORD, "tre gröna\nsegelbåtar", "Här finns tecken som inte är text."),
    ],
)
def test_a_password_that_will_not_do_is_explained(
    client: FlaskClient, sara: Person, current: str, new: str, message: str
) -> None:
    log_in(client, sara)
    data = {"current_password": current, "new_password": new}
    response = client.post("/sv/account/password", data=data)
    assert response.status_code == 422
    assert message in response.text
    client.delete_cookie("session")
    assert post_login(client, sara.email).status_code == 303


def test_changing_the_own_name(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    response = client.post("/sv/account/name", data={"name": "  Sara   A\u030akesson "})
    assert response.status_code == 303
    assert "Sara Åkesson" in client.get("/sv/account").text


@pytest.mark.parametrize("name", ["", "   ", "a" * 101, "Sara\x00", "Sara\x1b[2J"])
def test_a_name_that_will_not_do_is_refused(client: FlaskClient, sara: Person, name: str) -> None:
    log_in(client, sara)
    assert client.post("/sv/account/name", data={"name": name}).status_code == 422
    assert "Sara Dahlin" in client.get("/sv/account").text


def test_a_field_nobody_asked_for_changes_nothing(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    log_in(client, sara)
    client.post(
        "/sv/account/name", data={"name": "Sara", "role": "admin", "email": "x@example.org"}
    )
    with app.app_context():
        user = db.session.get_one(User, sara.user_id)
        assert (user.name, user.role, user.email) == ("Sara", "author", "sara@example.org")


def test_an_open_form_learns_who_is_logged_in(client: FlaskClient, author: Person) -> None:
    answer = client.get("/sv/session")
    assert answer.json == {"user": None, "token": None}
    assert "Set-Cookie" not in answer.headers
    assert client.get("/sv/account/logged-in").headers["Location"].startswith("/sv/login?next=")
    log_in(client, author)
    answer = client.get("/sv/session")
    assert answer.json is not None
    assert answer.json["user"] == author.user_id
    assert len(answer.json["token"]) > 20
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Gå tillbaka till fönstret" in client.get("/sv/account/logged-in").text
