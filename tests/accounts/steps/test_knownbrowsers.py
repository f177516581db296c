"""Let owners in who have logged in from a browser before, whoever guesses at their account."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.login import post_login, set_cookies
from tests.builders import PASSWORD, Person, make_user
from wiki.accounts.models import User
from wiki.db import db


@pytest.fixture
def own(app: Flask, sara: Person) -> FlaskClient:
    """A browser from which Sara has logged in, and out again."""
    browser = app.test_client()
    assert post_login(browser, sara.email).status_code == 303
    browser.post("/sv/logout")
    return browser


def guess(app: Flask, email: str, times: int = 5) -> None:
    for _ in range(times):
        post_login(app.test_client(), email, "a wrong password")


def test_an_owner_gets_in_while_somebody_guesses(
    app: Flask, own: FlaskClient, client: FlaskClient, sara: Person
) -> None:
    guess(app, sara.email)
    assert post_login(client, sara.email).status_code == 429
    assert post_login(own, sara.email).status_code == 303
    # The guesser has won nothing by it.
    assert post_login(client, sara.email, "a wrong password").status_code == 429


def test_a_known_browser_cannot_guess_for_ever(own: FlaskClient, sara: Person) -> None:
    for _ in range(5):
        assert post_login(own, sara.email, "a wrong password").status_code == 422
    assert post_login(own, sara.email).status_code == 429


def test_a_browser_is_known_for_one_account(app: Flask, own: FlaskClient) -> None:
    other = make_user(app=app)
    guess(app, other.email)
    assert post_login(own, other.email).status_code == 429


def test_several_people_may_share_a_browser(app: Flask, own: FlaskClient, sara: Person) -> None:
    for _ in range(3):
        post_login(own, make_user(app=app).email)
        own.post("/sv/logout")
    guess(app, sara.email)
    assert post_login(own, sara.email).status_code == 303
    own.post("/sv/logout")
    cookie = own.get_cookie("known")
    assert cookie is not None
    assert cookie.value.count("~") == 3  # no second mark for Sara


def test_the_cookie_stays_short(app: Flask, own: FlaskClient) -> None:
    for _ in range(8):
        post_login(own, make_user(app=app).email)
        own.post("/sv/logout")
    cookie = own.get_cookie("known")
    assert cookie is not None
    assert len(cookie.value) < 400


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("value", ["", "~", "a", "~".join("abcdef"), "x" * 3000, "å.b.c"])
def test_no_cookie_can_be_made_up(
    app: Flask, client: FlaskClient, sara: Person, value: str
) -> None:
    guess(app, sara.email)
    client.set_cookie("known", value)
    assert post_login(client, sara.email).status_code == 429


def test_a_new_password_forgets_the_browsers(app: Flask, own: FlaskClient, sara: Person) -> None:
    other = make_user(app=app)
    with app.app_context():
        hashed = db.session.get_one(User, other.user_id).password_hash
        db.session.get_one(User, sara.user_id).password_hash = hashed
        db.session.commit()
    guess(app, sara.email)
    assert post_login(own, sara.email, PASSWORD).status_code == 429


def test_scripts_and_other_sites_do_not_get_it(client: FlaskClient, sara: Person) -> None:
    cookie = set_cookies(post_login(client, sara.email))["known"]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"):
        assert part in cookie


def test_readers_never_get_it(client: FlaskClient, sara: Person) -> None:
    for path in ("/sv/", "/sv/login", "/sv/search?q=a"):
        assert "known" not in set_cookies(client.get(path))
    assert "known" not in set_cookies(post_login(client, sara.email, "a wrong password"))
