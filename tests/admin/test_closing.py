"""Close an account, after a question."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user


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
