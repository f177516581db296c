"""Log in, log out and use the account page over HTTP."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.builders import PASSWORD, Person, log_in, make_user
from wiki.accounts.models import LoginThrottle, User, UserSession
from wiki.accounts.queries import hash_token
from wiki.clock import now
from wiki.db import db

WRONG = "E-postadressen eller lösenordet är fel."


def post_login(
    client: FlaskClient, email: str, password: str = PASSWORD, **more: str
) -> TestResponse:
    return client.post("/sv/login", data={"email": email, "password": password, **more})


def set_cookies(response: TestResponse) -> dict[str, str]:
    return {line.partition("=")[0]: line for line in response.headers.getlist("Set-Cookie")}


def count_sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.query(UserSession).count()


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("author", "Sara Dahlin", "sara@example.org", app=app)


def test_the_right_password_logs_in(client: FlaskClient, sara: Person) -> None:
    response = post_login(client, "sara@example.org")
    assert (response.status_code, response.location) == (303, "/sv/")
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


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    cookie = set_cookies(post_login(client, "sara@example.org"))["session"]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"):
        assert part in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_bound_to_the_host_behind_tls(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    app.config.update(BASE_URL="https://localhost", SESSION_COOKIE_SECURE=True)
    cookie = set_cookies(post_login(client, "sara@example.org"))["__Host-session"]
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_the_token_is_stored_hashed(app: Flask, client: FlaskClient, sara: Person) -> None:
    post_login(client, "sara@example.org")
    token = client.get_cookie("session")
    assert token is not None
    assert len(token.value) >= 43  # 256 bits
    with app.app_context():
        stored = db.session.query(UserSession.token_hash).scalar()
    assert stored == hash_token(token.value)
    assert token.value not in stored


def test_a_session_given_by_somebody_else_is_not_taken_over(
    client: FlaskClient, sara: Person
) -> None:
    client.set_cookie("session", "chosen-by-the-attacker")
    post_login(client, "sara@example.org")
    token = client.get_cookie("session")
    assert token is not None
    assert token.value != "chosen-by-the-attacker"
    client.set_cookie("session", "chosen-by-the-attacker")
    assert client.get("/sv/account").status_code == 303


def test_logging_out_ends_the_session_on_the_server(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    token = log_in(client, sara)
    response = client.post("/sv/logout")
    assert (response.status_code, response.location) == (303, "/sv/")
    assert client.get_cookie("session") is None
    client.set_cookie("session", token)
    assert client.get("/sv/account").status_code == 303
    assert count_sessions(app) == 0


def test_logging_out_leaves_no_cookie_behind(app: Flask, client: FlaskClient, sara: Person) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/sv/login")
    assert client.get_cookie("form") is not None  # the form's token needs one
    token = page.text.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    post_login(client, "sara@example.org", csrf_token=token)
    page = client.get("/sv/account")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert client.post("/sv/logout", data={"csrf_token": token}).status_code == 303
    assert client.get_cookie("session") is None
    assert client.get_cookie("form") is None


def test_a_link_cannot_log_anybody_out(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    assert client.get("/sv/logout").status_code == 405
    assert client.get("/sv/account").status_code == 200


def test_a_form_without_token_is_refused(app: Flask, client: FlaskClient, sara: Person) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    log_in(client, sara)
    assert post_login(client, "sara@example.org").status_code == 400
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
        ("", "/sv/"),
        ("sv/articles/", "/sv/"),
        ("//evil.example/", "/sv/"),
        ("///evil.example/", "/sv/"),
        ("/\\evil.example/", "/sv/"),
        ("\\\\evil.example/", "/sv/"),
        ("https://evil.example/", "/sv/"),
        ("https:evil.example", "/sv/"),
        ("javascript:alert(1)", "/sv/"),
        (" /sv/articles/", "/sv/"),
        ("/\t/evil.example", "/sv/"),
        ("/sv/\r\nSet-Cookie: a=b", "/sv/"),
        ("/sv/" + "a" * 3_000, "/sv/"),
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
    assert (response.status_code, response.location) == (303, "/sv/")


def test_no_cookie_for_a_reader(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert "Set-Cookie" not in client.get("/sv/").headers
    assert "Set-Cookie" in client.get("/sv/login").headers


def make_failures(app: Flask, count: int, seconds_ago: float) -> None:
    with app.app_context():
        for row in db.session.query(LoginThrottle):
            row.failures, row.failed_at = count, now() - timedelta(seconds=seconds_ago)
        db.session.commit()


def test_after_five_failures_log_in_waits(client: FlaskClient, sara: Person) -> None:
    for _ in range(5):
        assert post_login(client, sara.email, "a wrong password").status_code == 422
    response = post_login(client, sara.email)
    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 2
    assert "För många misslyckade försök." in response.text
    assert f'value="{sara.email}"' in response.text


def test_unknown_accounts_wait_alike(client: FlaskClient) -> None:
    for _ in range(5):
        post_login(client, "nobody@example.org")
    assert post_login(client, "nobody@example.org").status_code == 429


@pytest.mark.parametrize(
    ("failures", "seconds_ago", "status"),
    [
        (5, 3, 303),
        (8, 10, 429),
        (8, 17, 303),
        (19, 890, 429),
        (10_000, 890, 429),
        (10_000, 901, 303),
        (10_000, 100_000, 303),
    ],
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(
    app: Flask, client: FlaskClient, sara: Person, failures: int, seconds_ago: float, status: int
) -> None:
    post_login(client, sara.email, "a wrong password")
    make_failures(app, failures, seconds_ago)
    assert post_login(client, sara.email).status_code == status


def test_success_forgives_the_account(app: Flask, client: FlaskClient, sara: Person) -> None:
    for _ in range(4):
        post_login(client, sara.email, "a wrong password")
    assert post_login(client, sara.email).status_code == 303
    client.post("/sv/logout")
    for _ in range(4):
        assert post_login(client, sara.email, "a wrong password").status_code == 422
    assert post_login(client, sara.email).status_code == 303


def test_an_address_that_tries_many_accounts_waits(client: FlaskClient, sara: Person) -> None:
    for number in range(20):
        assert post_login(client, f"nobody-{number}@example.org").status_code == 422
    assert post_login(client, sara.email).status_code == 429
    elsewhere = client.post(
        "/sv/login",
        data={"email": sara.email, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 303


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", 429),
        ("2001:db8::1", "2001:db8:0:1::1", 303),
        ("::ffff:192.0.2.1", "192.0.2.1", 429),
        ("192.0.2.1", "192.0.2.2", 303),
        ("no address", "no address", 429),
    ],
)
def test_an_address_of_ipv6_is_its_network(
    client: FlaskClient, sara: Person, first: str, second: str, status: int
) -> None:
    for number in range(20):
        client.post(
            "/sv/login",
            data={"email": f"nobody-{number}@example.org", "password": PASSWORD},
            environ_overrides={"REMOTE_ADDR": first},
        )
    response = client.post(
        "/sv/login",
        data={"email": sara.email, "password": PASSWORD},
        environ_overrides={"REMOTE_ADDR": second},
    )
    assert response.status_code == status


def test_old_failures_are_cleared_at_log_in(app: Flask, client: FlaskClient, sara: Person) -> None:
    for number in range(3):
        post_login(client, f"nobody-{number}@example.org")
    make_failures(app, 1, 100_000)
    post_login(client, sara.email)
    with app.app_context():
        assert db.session.query(LoginThrottle).count() == 2  # this account and this address


def test_no_address_is_stored_readably(app: Flask, client: FlaskClient, sara: Person) -> None:
    post_login(client, sara.email, "a wrong password")
    with app.app_context():
        keys = [row.key for row in db.session.query(LoginThrottle)]
    assert len(keys) == 2
    assert all(len(key) == 64 and int(key, 16) for key in keys)


def set_seen(app: Flask, **ago: float) -> None:
    with app.app_context():
        db.session.query(UserSession).update({"seen_at": now() - timedelta(**ago)})
        db.session.commit()


def seen_ago(app: Flask) -> timedelta:
    with app.app_context():
        return now() - db.session.query(UserSession).one().seen_at


def test_a_session_in_use_lasts(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    set_seen(app, days=13)
    response = client.get("/sv/account")
    assert response.status_code == 200
    assert "Max-Age=1209600" in set_cookies(response)["session"]
    assert seen_ago(app) < timedelta(minutes=1)


def test_use_is_written_down_once_an_hour(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    set_seen(app, minutes=59)
    response = client.get("/sv/account")
    assert "session" not in set_cookies(response)
    assert seen_ago(app) > timedelta(minutes=58)


def test_a_session_out_of_use_ends(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    set_seen(app, days=14, minutes=1)
    assert client.get("/sv/account").status_code == 303


def test_old_sessions_are_cleared_at_log_in(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, make_user(app=app))
    set_seen(app, days=15)
    client.delete_cookie("session")
    post_login(client, sara.email)
    assert count_sessions(app) == 1


def test_log_out_after_an_hour_still_deletes_the_cookie(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    log_in(client, sara)
    set_seen(app, hours=2)
    client.post("/sv/logout")
    assert client.get_cookie("session") is None


def test_changing_the_password_ends_every_other_session(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    other = app.test_client()
    log_in(other, sara)
    old_token = log_in(client, sara)
    new = "tre gröna segelbåtar"
    data = {"current_password": PASSWORD, "new_password": new}
    response = client.post("/sv/account/password", data=data)
    assert (response.status_code, response.location) == (303, "/sv/account")
    assert client.get("/sv/account").status_code == 200
    token = client.get_cookie("session")
    assert token is not None
    assert token.value != old_token
    assert other.get("/sv/account").status_code == 303
    assert post_login(other, sara.email).status_code == 422
    assert post_login(other, sara.email, new).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "message"),
    [
        ("a wrong password", "tre gröna segelbåtar", "Det är inte ditt nuvarande lösenord."),
        ("", "tre gröna segelbåtar", "Skriv ditt nuvarande lösenord."),
        (PASSWORD, "", "Skriv ett nytt lösenord."),
        (PASSWORD, "elva tecken", "Använd minst 12 tecken."),
        (PASSWORD, "segelbåt " * 15, "Använd högst 128 tecken."),
        (PASSWORD, "password1234", "Lösenordet är för lätt att gissa."),
        (PASSWORD, "grön dahlin 99 x", "Välj ett lösenord utan ditt namn"),
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


def test_guessing_the_present_password_is_slowed_down(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    data = {"current_password": "a wrong password", "new_password": "tre gröna segelbåtar"}
    for _ in range(5):
        assert client.post("/sv/account/password", data=data).status_code == 422
    assert client.post("/sv/account/password", data=data).status_code == 429


def test_logging_out_everywhere_else(app: Flask, client: FlaskClient, sara: Person) -> None:
    other, foreign = app.test_client(), app.test_client()
    log_in(client, sara)
    assert "Logga ut överallt annars" not in client.get("/sv/account").text
    log_in(other, sara)
    log_in(foreign, make_user(app=app))
    page = client.get("/sv/account").text
    assert page.count("En annan webbläsare") == 1
    assert "Logga ut överallt annars" in page
    assert client.post("/sv/account/other-sessions/end").status_code == 303
    assert client.get("/sv/account").status_code == 200
    assert other.get("/sv/account").status_code == 303
    assert foreign.get("/sv/account").status_code == 200


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


def test_a_closed_account_is_out_at_once(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    with app.app_context():
        db.session.get_one(User, sara.user_id).is_active = False
        db.session.commit()
    assert client.get("/sv/account").status_code == 303


def test_the_viewer_costs_one_statement(app: Flask, client: FlaskClient, sara: Person) -> None:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        client.get("/sv/login")
        without = [one for one in statements if not one.startswith("BEGIN")]
        log_in(client, sara)
        statements.clear()
        client.get("/sv/account/name")
        assert len([one for one in statements if not one.startswith("BEGIN")]) == 1
        assert without == []
    finally:
        event.remove(engine, "before_cursor_execute", count)
