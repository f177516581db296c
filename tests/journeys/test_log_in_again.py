"""A session ends while somebody writes: they log in where they are, and send on."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, Person, log_in, make_article, make_tag
from tests.page import Page
from wiki.articles.models import Article
from wiki.db import db

EDIT = "/sv/articles/bryggor/edit"
BODY = 'Första raden.\n\nEn "andra" rad med <b>tecken</b> & sådant.\n'
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def writing(app: Flask, client: FlaskClient, author: Person) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = True
    make_article("Bryggor", author, app=app)
    log_in(client, author)
    return client


def filled(client: FlaskClient, address: str, **typed: str | list[str]) -> dict[str, Any]:
    form = Page(client.get(address)).one("main form[method=post]:not(aside form):not([hidden])")
    return {**form.sent().to_dict(flat=False), **typed}


def log_in_there(client: FlaskClient, page: Page, person: Person, password: str) -> Page:
    form = page.one("main form[action='/sv/login']")
    sent = {**form.sent().to_dict(flat=False), "email": person.email, "password": password}
    return Page(client.post(form["action"], data=sent, headers=OWN))


def send_again(client: FlaskClient, page: Page) -> Any:
    form = page.one("main form[method=post]")
    return client.post(form["action"], data=form.sent(), headers=OWN)


def head(app: Flask) -> tuple[int, str]:
    with app.app_context():
        revision = db.session.query(Article).one().head
        return revision.number, revision.body_markdown


def test_an_edit_is_sent_on_after_the_log_in(
    app: Flask, writing: FlaskClient, author: Person
) -> None:
    sent = filled(writing, EDIT, body=BODY, intent="save")
    writing.delete_cookie("session")
    refused = writing.post(EDIT, data=sent, headers=OWN)
    assert refused.status_code == 403
    page = Page(refused)
    assert "Logga in igen" in page.one("h1").text
    assert BODY.strip() in [area.value.strip() for area in page.all("textarea")]
    wrong = log_in_there(writing, page, author, "not the password")
    again = log_in_there(writing, wrong, author, PASSWORD)
    assert "Du är inloggad igen" in again.one("h1").text
    assert author.name in again.one(".account-menu").text
    answer = send_again(writing, again)
    assert (answer.status_code, answer.headers["Location"]) == (303, EDIT)
    assert head(app) == (2, BODY)


def test_a_new_article_is_sent_on_and_made_once(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    log_in(client, author)
    address = "/sv/articles/new?kind=event"
    sent = filled(client, address, title="Möte", body=BODY, place="Malmö")
    client.delete_cookie("session")
    page = log_in_there(
        client, Page(client.post(address, data=sent, headers=OWN)), author, PASSWORD
    )
    for _time in range(2):
        assert send_again(client, page).status_code == 303
    assert head(app) == (1, BODY)


def test_a_form_of_many_fields_of_one_name_is_kept_whole(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    article = make_article("Bryggor", editor, app=app)
    tags = [make_tag(slug, app=app) for slug in ("vatten", "hamnar", "mat")]
    log_in(client, editor)
    sent = filled(client, "/sv/articles/bryggor/tags", tags=[str(tag) for tag in tags])
    client.delete_cookie("session")
    refused = Page(client.post("/sv/articles/bryggor/tags", data=sent, headers=OWN))
    assert send_again(client, log_in_there(client, refused, editor, PASSWORD)).status_code == 303
    with app.app_context():
        assert len(db.session.get_one(Article, article).tags) == 3


def test_a_form_from_before_another_log_in_is_sent_again(
    app: Flask, writing: FlaskClient, author: Person
) -> None:
    """Logging in in another tab makes the tokens of this one invalid."""
    sent = filled(writing, EDIT, body=BODY, intent="save")
    writing.delete_cookie("session")
    login = filled(writing, "/sv/login", email=author.email, password=PASSWORD)
    assert writing.post("/sv/login", data=login).status_code == 303
    refused = writing.post(EDIT, data=sent, headers=OWN)
    assert refused.status_code == 400
    assert send_again(writing, Page(refused)).status_code == 303
    assert head(app) == (2, BODY)


def test_nothing_is_sent_again_for_who_names_no_origin(writing: FlaskClient) -> None:
    refused = writing.post(EDIT, data={"body": BODY, "csrf_token": "x"})
    assert refused.status_code == 400
    assert Page(refused).all("main form") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_form_of_another_site_is_not_carried_through_the_log_in(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    """Whoever logs in and presses on would send it with a token of their own."""
    refused = client.post("/sv/admin/users/2/role", data={"role": "editor"}, headers=headers)
    assert refused.status_code == 403
    assert "från en annan webbplats" in refused.text
    assert Page(refused).all("main form") == []
    assert 'name="kept.' not in refused.text


def test_a_form_of_nobody_knows_where_is_not_carried_but_shown(client: FlaskClient) -> None:
    refused = Page(client.post(EDIT, data={"body": BODY}))
    assert refused.all("main form") == []
    assert refused.one("main a.button-primary")["href"] == "/sv/login"
    assert refused.one("main textarea").value.strip() == BODY.strip()


@pytest.mark.parametrize("headers", [OWN, {"Sec-Fetch-Site": "same-origin"}])
def test_before_it_is_sent_again_one_sees_where_to(
    app: Flask, writing: FlaskClient, author: Person, headers: dict[str, str]
) -> None:
    sent = filled(writing, EDIT, body=BODY, intent="save")
    writing.delete_cookie("session")
    refused = Page(writing.post(EDIT, data=sent, headers=headers))
    again = log_in_there(writing, refused, author, PASSWORD)
    assert again.one("main p code").text == EDIT
    assert send_again(writing, again).status_code == 303


def test_no_password_is_carried_on(client: FlaskClient, author: Person) -> None:
    sent = {"current_password": PASSWORD, "new_password": "hemligt-hemligt-9"}
    page = client.post("/sv/account/password", data=sent, headers=OWN).text
    assert PASSWORD not in page
    assert "hemligt-hemligt-9" not in page


@pytest.mark.parametrize("action", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nothing_is_sent_on_to_another_site(
    client: FlaskClient, author: Person, action: str
) -> None:
    sent = {"email": author.email, "password": PASSWORD, "resend": action, "kept.body": "x"}
    answer = client.post("/sv/login", data=sent)
    assert answer.status_code == 303
    assert "evil" not in answer.headers["Location"]
