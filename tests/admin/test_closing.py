"""Close an account or change its role, after a question."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user
from tests.page import Page


def test_closing_asks_first(app: Flask, client: FlaskClient) -> None:
    boss, person = make_user("admin", app=app), make_user("author", "Bo Berg", app=app)
    theirs = app.test_client()
    log_in(theirs, person)
    log_in(client, boss)
    page = f"/sv/admin/users/{person.user_id}"
    assert f'href="{page}/closure"' in client.get(page).text
    assert "Stäng kontot för Bo Berg" in client.get(f"{page}/closure").text
    assert theirs.get("/sv/account").status_code == 200
    assert client.post(f"{page}/closure").status_code == 303
    assert theirs.get("/sv/account").status_code == 303
    assert client.get("/sv/admin/users/999/closure").status_code == 404


def test_a_new_role_asks_first(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    boss, person = make_user("admin", app=app), make_user("editor", "Bo Berg", app=app)
    theirs = app.test_client()
    log_in(theirs, person)
    log_in(client, boss)
    page = f"/sv/admin/users/{person.user_id}"
    form = Page(client.get(page)).one(f"form[action='{page}/role']")
    assert form["method"] == "get"
    asked = Page(client.get(f"{page}/role?role=author"))
    assert "Redaktör blir Författare. Det som bara den gamla rollen" in asked.text
    assert "gamla rollen" not in client.get(f"{page}/role?role=admin").text
    assert client.get(f"{page}/role?role=editor").status_code == 303
    assert client.get(f"{page}/role?role=king").status_code == 422
    assert client.get("/sv/admin/users/999/role?role=author").status_code == 404
    assert theirs.get("/sv/account").status_code == 200
    sent = asked.one("main form").sent()
    here = {"Origin": "http://localhost"}
    assert client.post(f"{page}/role", data=sent, headers=here).status_code == 303
    assert theirs.get("/sv/account").status_code == 303
