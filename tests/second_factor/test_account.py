"""Set up, use up, remove and reset second factors."""

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import func, select

from tests.accounts.login import count_sessions, post_login
from tests.builders import PASSWORD, Person, log_in, make_user
from tests.second_factor.steps import (
    APP,
    code_now,
    hidden,
    log_in_twice,
    set_up_app,
)
from wiki.accounts.gate import is_confirmed_view
from wiki.accounts.models import User
from wiki.db import db
from wiki.second_factor.models import BackupCode, CodeApp
from wiki.second_factor.steps import sign_secret
from wiki.second_factor.totp import new_secret

INDEX = "/sv/account/second-factor"


def test_an_app_is_set_up_when_its_code_is_right(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    log_in(client, sara)
    log_in(app.test_client(), sara)
    assert "Lägg upp en app" in client.get(INDEX).text
    page = client.get(APP).text
    signed = hidden(page, "signed")
    refused = client.post(APP, data={"signed": signed, "code": "000000"})
    assert refused.status_code == 422
    assert "Går dess klocka rätt?" in refused.text
    _secret, codes = set_up_app(client)
    assert len(codes) == 10
    assert count_sessions(app) == 1  # other browsers are logged out
    assert "10 koder finns kvar" in client.get(INDEX).text
    with app.app_context():
        stored = db.session.scalars(select(BackupCode.code_hash)).all()
    assert not set(codes) & set(stored)


def test_a_refused_page_keeps_its_secret(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    page = client.get(APP).text
    again = client.post(APP, data={"signed": hidden(page, "signed"), "code": "000000"}).text
    secret = page.split("<code>")[1].split("</code>")[0]
    assert f"<code>{secret}</code>" in again


def test_a_secret_of_somebody_else_is_refused(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    other = make_user("author", app=app)
    log_in(client, sara)
    secret = new_secret()
    with app.app_context():
        foreign = sign_secret(other.user_id, secret)
    for signed in (foreign, secret, "", "x.y.z"):
        answer = client.post(APP, data={"signed": signed, "code": code_now(secret)})
        assert answer.status_code == 422
    assert "Lägg upp en app" in client.get(INDEX).text


def test_codes_can_be_kept_as_a_file(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    _secret, codes = set_up_app(client)
    sent = [*codes, "<script>alert(1)</script>", "not-a-code"]
    answer = client.post(f"{INDEX}/codes/file", data={"code": sent})
    assert answer.mimetype == "text/plain"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.text.splitlines()[2:] == codes


def test_new_codes_make_the_earlier_ones_worthless(
    app: Flask, client: FlaskClient, sara: Person
) -> None:
    log_in(client, sara)
    assert client.post(f"{INDEX}/codes").status_code == 303  # none without a factor
    _secret, codes = set_up_app(client)
    assert "Dina reservkoder" in client.post(f"{INDEX}/codes").text
    assert log_in_twice(app.test_client(), sara.email, codes[0]).status_code == 422


def test_an_app_is_removed_with_its_codes(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    set_up_app(client)
    assert "Ta bort appen" in client.get(f"{APP}/removal").text
    assert client.post(f"{APP}/removal").status_code == 303
    with app.app_context():
        left = [
            db.session.scalar(select(func.count()).select_from(t)) for t in (CodeApp, BackupCode)
        ]
    assert left == [0, 0]
    assert post_login(app.test_client(), sara.email).location == "/sv/"
    assert client.post(f"{APP}/removal").status_code == 303


@pytest.mark.long
@pytest.mark.parametrize(
    ("lowest", "asked"),
    [("", set()), ("admin", {"admin"}), ("editor", {"editor", "admin"})],
)
def test_a_setting_asks_roles_to_set_one_up(app: Flask, lowest: str, asked: set[str]) -> None:
    people = {role: make_user(role, app=app) for role in ("author", "editor", "admin")}
    before = app.test_client()
    log_in(before, people["admin"])
    app.config["SECOND_FACTOR_FOR"] = lowest
    assert before.get("/sv/admin/").status_code == 200  # asked at the next log-in
    for role, person in people.items():
        client = app.test_client()
        post_login(client, person.email)
        answer = client.get("/sv/account")
        is_asked = answer.status_code == 303 and answer.location == INDEX
        assert is_asked == (role in asked)
        assert client.post("/sv/account/shortcuts").status_code == (403 if is_asked else 303)
        if is_asked:
            assert "Din roll kräver en andra faktor" in client.get(INDEX).text
            assert client.get("/sv/privacy").status_code == 200
            set_up_app(client)
            assert client.get("/sv/account").status_code == 200
            refused = client.post(f"{APP}/removal")
            assert refused.status_code == 422
            assert "Din roll kräver en andra faktor." in refused.text


def test_a_new_password_does_not_undo_the_factor(
    client: FlaskClient, sara: Person, secret: str
) -> None:
    log_in_twice(client, sara.email, code_now(secret))
    new = "hallon-buss-gardin-9"
    data = {"current_password": PASSWORD, "new_password": new}
    assert client.post("/sv/account/password", data=data).status_code == 303
    assert client.get("/sv/account").status_code == 200
    client.post("/sv/logout")
    assert "/login/code" in post_login(client, sara.email, new).location


def test_an_administrator_takes_a_lost_factor_off(
    app: Flask, client: FlaskClient, sara: Person, secret: str
) -> None:
    boss = make_user("admin", app=app)
    log_in(client, boss)
    page = f"/sv/admin/users/{sara.user_id}"
    assert "Ta bort andra faktorn" in client.get(page).text
    assert "Ta bort andra faktorn" in client.get(f"{page}/second-factor").text
    assert client.post(f"{page}/second-factor").status_code == 303
    assert "Ta bort andra faktorn" not in client.get(page).text
    assert "Tog bort andra faktorn" in client.get("/sv/admin/journal").text
    assert post_login(app.test_client(), sara.email).location == "/sv/"
    own = client.post(f"/sv/admin/users/{boss.user_id}/second-factor")
    assert own.status_code == 403
    log_in(client, sara)
    assert client.post(f"{page}/second-factor").status_code == 403


def test_the_command_line_takes_it_off_too(app: Flask, sara: Person, secret: str) -> None:
    runner: FlaskCliRunner = app.test_cli_runner()
    answer = runner.invoke(args=["factors", "reset", "SARA@example.org"])
    assert answer.exit_code == 0, answer.output
    assert answer.output == "sara@example.org logs in with the password alone now.\n"
    with app.app_context():
        assert not db.session.get_one(User, sara.user_id).has_second_factor
    assert runner.invoke(args=["factors", "reset", "x@example.org"]).exit_code == 1


def test_every_page_that_changes_a_factor_asks_who_it_is(app: Flask) -> None:
    open_views = {
        "second_factor.index": "only shows",
        "second_factor.codes_file": "sends back what was just shown",
        "second_factor.ask": "is the log-in",
        "second_factor.confirm": "is the question",
        "second_factor.enter": "is the log-in",
        "second_factor.enter_options": "is for the log-in",
        "second_factor.pass_options": "is for the log-in",
        "second_factor.pass_second_step": "is the log-in",
    }
    with app.app_context():
        found = {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith("second_factor.") and not is_confirmed_view(rule.endpoint)
        }
    assert found == open_views.keys()
