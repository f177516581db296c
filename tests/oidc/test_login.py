"""Log in by a university, with a provider on a real socket."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from tests.accounts.login import post_login
from tests.builders import Person, log_in, make_tag, make_user
from tests.oidc.conftest import set_providers
from tests.oidc.provider import FIRST_KEY, SECOND_KEY, Provider
from tests.oidc.steps import START, begin, log_in_by, said, who
from tests.second_factor.steps import code_now, give_app, let_time_pass, post_code
from wiki.accounts.models import Role, User
from wiki.db import db

NEW = 'creates_accounts = true\nuniversities = {"mau.example" = "malmo"}\n'


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("editor", "Sara Dahlin", "sara@mau.example", app=app)


def users(app: Flask) -> list[User]:
    with app.app_context():
        return list(db.session.query(User).order_by(User.id))


def test_the_question_is_that_of_the_standard(client: FlaskClient, provider: Provider) -> None:
    assert "Malmö universitet" in client.get("/sv/login").text
    address = urlsplit(begin(client))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}" == provider.url
    assert asked["redirect_uri"] == "http://localhost/oidc/malmo/callback"
    assert asked["scope"] == "openid email profile"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3


def test_an_address_that_the_university_owns_lets_in(
    client: FlaskClient, provider: Provider, sara: Person
) -> None:
    answer = log_in_by(client, provider, f"{START}?next=/sv/desk/")
    assert answer.location == "/sv/desk/"
    assert who(client) == sara.user_id
    # From now on the university's number for her counts, whatever her address becomes.
    other = client.application.test_client()
    provider.claims |= {"email": "sara.ek@mau.example"}
    log_in_by(other, provider)
    assert who(other) == sara.user_id


def test_an_address_that_was_given_to_somebody_new_does_not_let_in(
    app: Flask, client: FlaskClient, provider: Provider, sara: Person
) -> None:
    log_in_by(app.test_client(), provider)
    provider.claims["sub"] = "sara-2"
    assert "en annan inloggning" in said(client, log_in_by(client, provider))
    assert who(client) is None
    # Unless its owner says that both are theirs.
    log_in(client, sara)
    answer = log_in_by(client, provider, "/sv/account/university/malmo/start")
    client.post(answer.location or "")
    assert who_is_linked(app, provider) == sara.user_id


def test_a_target_elsewhere_is_forgotten(
    client: FlaskClient, provider: Provider, sara: Person
) -> None:
    assert log_in_by(client, provider, f"{START}?next=//evil.example").location == "/sv/"


def test_somebody_new_gets_no_account_unless_a_setting_says_so(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    assert "Du har inget konto här" in said(client, log_in_by(client, provider))
    assert users(app) == []


def test_somebody_new_gets_an_account_with_the_university(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    with app.app_context():
        university = make_tag("malmo", kind="university")
    set_providers(app, provider, NEW)
    page = said(client, log_in_by(client, provider))
    assert "Ditt konto är öppnat" in page
    (user,) = users(app)
    assert (user.email, user.name, user.role) == ("sara@mau.example", "Sara Dahlin", "author")
    assert user.university_id == university
    assert who(client) == user.id
    assert post_login(app.test_client(), user.email).status_code == 422


def test_an_account_is_stored_with_all_that_the_university_tells(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    """So nothing is missing if the process is killed as soon as the account is there."""
    with app.app_context():
        university = make_tag("malmo", kind="university")
    set_providers(app, provider, NEW)
    provider.claims["family_name"] = "Dahlin"
    stored: list[Any] = []

    def look(_session: object) -> None:
        with db.engine.connect() as connection:
            stored.extend(connection.execute(select(User.university_id, User.family)).all())

    event.listen(db.session, "after_commit", look)
    log_in_by(client, provider)
    event.remove(db.session, "after_commit", look)
    assert len(stored) > 1  # the session is stored after the account
    assert set(stored) == {(university, "Dahlin")}


@pytest.mark.long
@pytest.mark.parametrize(
    ("affiliations", "role"),
    [
        (["employee@mau.example"], Role.AUTHOR),
        (["EMPLOYEE@mau.example", "urn:msi:editor"], Role.EDITOR),
        (["student@mau.example"], None),
        ([], None),
        ("employee@mau.example", Role.AUTHOR),
        ({"employee@mau.example": 1}, None),
    ],
)
def test_a_rule_gives_the_role(
    app: Flask, client: FlaskClient, provider: Provider, affiliations: object, role: Role | None
) -> None:
    rules = 'roles = {"employee@mau.example" = "author", "urn:msi:editor" = "editor"}'
    set_providers(app, provider, f"{NEW}{rules}")
    provider.claims |= {"eduperson_scoped_affiliation": affiliations}
    log_in_by(client, provider)
    assert [user.role for user in users(app)] == ([role] if role else [])


@pytest.mark.parametrize(
    ("claims", "family"),
    [
        ({"name": "Sara Dahlin Berg", "family_name": "Dahlin Berg"}, "Dahlin Berg"),
        ({"name": "Li Xiaoming", "family_name": "Li"}, "Li"),
        ({"name": "", "given_name": "Sara", "family_name": " Dahlin  Berg "}, "Dahlin Berg"),
        ({"name": "Sara Dahlin", "family_name": "Andersson"}, ""),
        ({"name": "Sara Dahlin", "family_name": "Sara Dahlin"}, ""),
        ({"name": "Sara Dahlin", "family_name": 17}, ""),
        ({"name": "Sara Dahlin"}, ""),
    ],
)
def test_a_family_name_that_is_a_part_of_the_name_is_known(
    app: Flask, client: FlaskClient, provider: Provider, claims: dict[str, object], family: str
) -> None:
    set_providers(app, provider, NEW)
    provider.claims |= claims
    log_in_by(client, provider)
    with app.app_context():
        assert db.session.scalars(select(User.family)).all() == [family]


def test_the_name_of_a_role_is_no_name(app: Flask, client: FlaskClient, provider: Provider) -> None:
    set_providers(app, provider, NEW)
    provider.claims |= {"name": "Administrator"}
    assert "inget namn" in said(client, log_in_by(client, provider))
    assert users(app) == []


def test_a_closed_account_stays_closed(app: Flask, client: FlaskClient, provider: Provider) -> None:
    make_user("author", email="sara@mau.example", is_active=False, app=app)
    assert "Ditt konto är stängt" in said(client, log_in_by(client, provider))
    assert who(client) is None


def test_the_second_factor_is_asked_for_too(
    app: Flask, client: FlaskClient, provider: Provider, sara: Person
) -> None:
    secret = give_app(app, sara)
    answer = log_in_by(client, provider, f"{START}?next=/sv/desk/")
    assert answer.location == "/sv/login/code?next=/sv/desk/"
    assert who(client) is None
    post_code(client, code_now(secret))
    assert who(client) == sara.user_id
    assert client.post("/sv/logout").location == "/sv/logged-out/malmo"


def test_the_log_out_tells_of_the_other_log_in(
    client: FlaskClient, provider: Provider, sara: Person
) -> None:
    log_in_by(client, provider)
    answer = client.post("/sv/logout")
    page = client.get(answer.location).text
    assert who(client) is None
    assert f"{provider.url}/logout?client_id=wiki" in page
    log_in(client, sara)
    assert client.post("/sv/logout").location == "/sv/"


def test_new_keys_are_asked_for_when_a_token_names_them(
    app: Flask, client: FlaskClient, provider: Provider, sara: Person
) -> None:
    log_in_by(client, provider)
    client.post("/sv/logout")
    client_of_wiki = app.extensions["oidc"]["malmo"]
    client_of_wiki._keys_asked -= 60
    provider.key, provider.shown_keys = SECOND_KEY, [FIRST_KEY, SECOND_KEY]
    log_in_by(client, provider)
    assert who(client) == sara.user_id
    assert provider.asked.count("/jwks") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_what_the_token_lacks_is_asked_for(
    client: FlaskClient, provider: Provider, sara: Person
) -> None:
    more = {name: provider.claims.pop(name) for name in ("email", "email_verified", "name")}
    provider.userinfo = {"sub": "sara-1", **more}
    log_in_by(client, provider)
    assert who(client) == sara.user_id


def test_an_account_is_linked_when_its_owner_says_so(
    app: Flask, client: FlaskClient, provider: Provider
) -> None:
    person = make_user("author", email="sara@elsewhere.example", app=app)
    log_in(client, person)
    answer = log_in_by(client, provider, "/sv/account/university/malmo/start")
    assert answer.location == "/sv/account/university/link"
    assert "Sara Dahlin" in client.get(answer.location).text
    assert who_is_linked(app, provider) is None
    assert "Du kan nu logga in" in said(client, client.post(answer.location))
    assert who_is_linked(app, provider) == person.user_id
    page = "/sv/account/university/malmo/removal"
    assert "Ta bort kopplingen" in client.get(page).text
    client.post(page)
    assert who_is_linked(app, provider) is None


def who_is_linked(app: Flask, provider: Provider) -> object:
    client = app.test_client()
    log_in_by(client, provider)
    return who(client)


def test_a_link_is_for_whoever_began_it(
    app: Flask, client: FlaskClient, provider: Provider, sara: Person
) -> None:
    person = make_user("author", app=app)
    log_in(client, person)
    address = begin(client, "/sv/account/university/malmo/start")
    log_in(client, sara)
    client.get(provider.answer_to(address))
    assert client.get("/sv/account/university/link").status_code == 303
    assert who_is_linked(app, provider) == sara.user_id  # by her address, not by the link


def test_a_log_in_belongs_to_one_account(
    app: Flask, client: FlaskClient, provider: Provider, sara: Person
) -> None:
    log_in_by(app.test_client(), provider)
    log_in(client, make_user("author", app=app))
    answer = log_in_by(client, provider, "/sv/account/university/malmo/start")
    assert "hör till ett annat konto" in said(client, client.post(answer.location))
    assert who_is_linked(app, provider) == sara.user_id


def test_linking_asks_who_it_is(app: Flask, client: FlaskClient, provider: Provider) -> None:
    log_in(client, make_user("author", app=app))
    let_time_pass(app, 20)
    answer = client.get("/sv/account/university/malmo/start")
    assert (answer.location or "").startswith("/sv/account/confirm?next=")


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.usefixtures("sara")
@pytest.mark.parametrize("value", [None, 7, True, "client_secret_post", {}, [7, None]])
@pytest.mark.parametrize(
    "name",
    ["token_endpoint_auth_methods_supported", "userinfo_endpoint", "end_session_endpoint"],
)
def test_what_a_provider_says_in_another_form_breaks_nothing(
    client: FlaskClient, provider: Provider, name: str, value: object
) -> None:
    provider.about = {name: value}
    log_in_by(client, provider)
    assert who(client) is not None
    assert client.get("/sv/logged-out/malmo").status_code == 200
