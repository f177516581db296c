"""Ask before somebody else gets a new password."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_session, make_user
from tests.page import Page


def test_a_new_password_is_asked_about_first(app: Flask, client: FlaskClient) -> None:
    bo = make_user("author", app=app)
    admin = make_user("admin", app=app)
    log_in(client, admin)
    page = Page(client.get(f"/sv/admin/users/{bo.user_id}"))
    address = f"/sv/admin/users/{bo.user_id}/password"
    assert [form for form in page.all("form") if form["action"] == address] == []
    assert page.one(f"a[href='{address}']").text == "Ge ett nytt lösenord"
    old = make_session(app, bo)
    question = Page(client.get(address))
    assert "loggas ut överallt" in question.one("main").text
    other = app.test_client()
    other.set_cookie("session", old)
    assert other.get("/sv/account").status_code == 200
    answer = client.post(address, data=question.one("main form").sent())
    assert "Lösenordet visas bara nu" in answer.text
    assert other.get("/sv/account").status_code == 303
    own = client.get(f"/sv/admin/users/{admin.user_id}/password")
    assert own.headers["Location"] == "/sv/account/password"
    assert client.get("/sv/admin/users/999999/password").status_code == 404
