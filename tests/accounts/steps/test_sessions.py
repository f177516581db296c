"""Start, extend, end and protect sessions."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.accounts.login import count_sessions, post_login, set_cookies
from tests.builders import PASSWORD, Person, log_in, make_user
from wiki.accounts.models import User, UserSession
from wiki.accounts.queries import hash_token
from wiki.clock import now
from wiki.db import db


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
    assert client.get_cookie("form") is not None  # the form's token needs a cookie
    token = page.text.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    post_login(client, "sara@example.org", csrf_token=token)
    page = client.get("/sv/account")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert client.post("/sv/logout", data={"csrf_token": token}).status_code == 303
    assert client.get_cookie("session") is None
    assert client.get_cookie("form") is None


def test_no_cookie_for_a_reader(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert "Set-Cookie" not in client.get("/sv/").headers
    assert "Set-Cookie" in client.get("/sv/login").headers


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


def test_logging_out_everywhere_else(app: Flask, client: FlaskClient, sara: Person) -> None:
    other, foreign = app.test_client(), app.test_client()
    log_in(client, sara)
    assert "Logga ut från alla andra webbläsare" not in client.get("/sv/account").text
    log_in(other, sara)
    log_in(foreign, make_user(app=app))
    page = client.get("/sv/account").text
    assert page.count("En annan webbläsare") == 1
    # The other session was used later.
    assert page.index("Den här webbläsaren") < page.index("En annan webbläsare")
    assert "Logga ut från alla andra webbläsare" in page
    assert "Logga ut från alla andra" in client.get("/sv/account/other-sessions/end").text
    assert client.post("/sv/account/other-sessions/end").status_code == 303
    assert client.get("/sv/account").status_code == 200
    assert other.get("/sv/account").status_code == 303
    assert foreign.get("/sv/account").status_code == 200


def test_a_closed_account_is_out_at_once(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    with app.app_context():
        db.session.get_one(User, sara.user_id).is_active = False
        db.session.commit()
    assert client.get("/sv/account").status_code == 303


def test_a_page_costs_one_statement_for_the_viewer_and_one_for_notices(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
        app.extensions["site"].read()
        app.extensions["universities"].value()  # the footer's query, cached for some seconds
    event.listen(engine, "before_cursor_execute", count)
    try:
        client.get("/sv/login")
        anonymous = [statement for statement in statements if not statement.startswith("BEGIN")]
        log_in(client, sara)
        statements.clear()
        client.get("/sv/account/name")
        asked = [found for found in statements if not found.startswith("BEGIN")]
        assert ["notices" in found for found in asked] == [False, True]
        assert anonymous == []
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_a_session_in_use_has_a_last_day(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    with app.app_context():
        session = db.session.query(UserSession).one()
        session.created_at = now() - timedelta(days=89, hours=23)
        db.session.commit()
    assert client.get("/sv/account").status_code == 200
    with app.app_context():
        session = db.session.query(UserSession).one()
        session.created_at = now() - timedelta(days=90, minutes=1)
        db.session.commit()
    assert client.get("/sv/account").status_code == 303
