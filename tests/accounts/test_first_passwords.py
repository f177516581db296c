"""Let nobody go on with a password that an administrator knows."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import post_login
from tests.builders import PASSWORD, Person, log_in, make_user
from tests.page import Page

NEW = "tre gröna segelbåtar"


@pytest.fixture(params=["new", "reset"])
def given(request: pytest.FixtureRequest, app: Flask, admin: Person) -> tuple[str, str]:
    """The e-mail address and the password that an administrator hands over."""
    browser = app.test_client()
    log_in(browser, admin)
    if request.param == "new":
        data = {"email": "new@example.org", "name": "Ny", "role": "editor"}
        page = browser.post("/sv/admin/users/new", data=data)
        return "new@example.org", Page(page).one("code").text
    person = make_user("editor", app=app)
    page = browser.post(f"/sv/admin/users/{person.user_id}/password")
    return person.email, Page(page).one("code").text


@pytest.mark.sampled(3)
@pytest.mark.long
def test_it_must_be_changed_first(client: FlaskClient, given: tuple[str, str]) -> None:
    email, password = given
    assert post_login(client, email, password).status_code == 303
    for path in ("/sv/", "/sv/account", "/sv/desk/", "/sv/articles/new", "/sv/account/name"):
        response = client.get(path)
        assert (response.status_code, response.location) == (303, "/sv/account/password")
    assert "En administratör har gjort ditt lösenord" in client.get("/sv/account/password").text
    sent = client.post("/sv/articles/new?kind=concept", data={"body": "my typed words"})
    assert sent.status_code == 403
    assert "my typed words" in sent.text
    assert client.get("/sv/privacy").status_code == 200


@pytest.mark.sampled(3)
@pytest.mark.long
def test_afterwards_everything_is_open(client: FlaskClient, given: tuple[str, str]) -> None:
    email, password = given
    post_login(client, email, password)
    same = client.post(
        "/sv/account/password", data={"current_password": password, "new_password": password}
    )
    assert same.status_code == 422
    client.post("/sv/account/password", data={"current_password": password, "new_password": NEW})
    assert client.get("/sv/desk/").status_code == 200
    client.post("/sv/logout")
    post_login(client, email, NEW)
    assert client.get("/sv/account").status_code == 200


def test_one_may_log_out_instead(client: FlaskClient, given: tuple[str, str]) -> None:
    post_login(client, *given)
    assert client.post("/sv/logout").status_code == 303
    assert client.get("/sv/").status_code == 200


@pytest.mark.parametrize(("options", "status"), [([], 200), (["--must-change"], 303)])
def test_the_command_line_says_whose_password_it_is(
    app: Flask, client: FlaskClient, options: list[str], status: int
) -> None:
    arguments = ["users", "add", "new@example.org", "--name", "Ny", "--role", "author", *options]
    result = app.test_cli_runner().invoke(args=arguments, input=f"{PASSWORD}\n")
    assert result.exit_code == 0
    post_login(client, "new@example.org")
    assert client.get("/sv/account").status_code == status
