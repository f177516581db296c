"""Download what is stored about a person, and forget people."""

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.accounts.login import post_login
from tests.builders import PASSWORD, Person, log_in, make_article, make_tag, make_user
from tests.second_factor.steps import give_app, give_passkey, let_time_pass
from wiki.accounts.actions.users import rename_user
from wiki.audit.models import AuditEntry
from wiki.db import Base, db
from wiki.mail.models import MailMessage
from wiki.mail.steps import token_of
from wiki.personal_data.forgetting import forget_in_detail, pseudonym_of
from wiki.personal_data.queries import list_personal_tables
from wiki.site.actions import save_site
from wiki.site.presentation import EMPTY, Presentation
from wiki.site.queries import find_newest, presentation_of
from wiki.universities.actions import save_profile, written_edition
from wiki.universities.profile import Contact, Profile

FILE = "/sv/account/data/file"


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("editor", "Sara Dahlin", "sara@example.org", app=app)


@pytest.fixture
def boss(app: Flask) -> Person:
    return make_user("admin", "Asta Ek", app=app)


def read(packed: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["personal-data.json"]
        found: dict[str, Any] = json.loads(archive.read("personal-data.json"))
    return found


def test_everybody_gets_what_is_stored_about_them(
    app: Flask, client: FlaskClient, sara: Person, boss: Person
) -> None:
    make_article("Bryggan", sara, body="Om bryggor.", app=app)
    make_article("Kajen", boss, app=app)
    give_app(app, sara)
    log_in(client, sara)
    assert "Ladda ner filen" in client.get("/sv/account/data").text
    tables = read(client.post(FILE).data)["tables"]
    assert [row["email"] for row in tables["users"]] == ["sara@example.org"]
    assert [row["title"] for row in tables["revisions"]] == ["Bryggan"]
    assert len(tables["user_sessions"]) == 1
    assert "code_apps" in tables
    assert {row["actor_id"] for row in tables["audit_entries"]} == {sara.user_id}


def test_no_file_holds_what_lets_somebody_in(app: Flask, client: FlaskClient, sara: Person) -> None:
    secret = give_app(app, sara)
    give_passkey(app, sara, "Telefonen")
    log_in(client, sara)
    cookie = client.get_cookie("session")
    packed = read(client.post(FILE).data)
    text = json.dumps(packed)
    assert secret not in text
    assert cookie
    assert cookie.value not in text
    columns = {column for rows in packed["tables"].values() for row in rows for column in row}
    assert "name" in columns
    assert not columns & {"password_hash", "token_hash", "secret", "public_key", "credential_id"}


def test_the_file_of_somebody_else_is_for_administrators_and_recorded(
    app: Flask, client: FlaskClient, sara: Person, boss: Person
) -> None:
    page = f"/sv/admin/users/{sara.user_id}/data/file"
    log_in(client, make_user("editor", app=app))
    assert client.post(page).status_code == 403
    log_in(client, boss)
    assert read(client.post(page).data)["about"]["user"] == sara.user_id
    assert "Hämtade vad som är lagrat" in client.get("/sv/admin/journal").text
    let_time_pass(app, 20)
    assert client.post(page).status_code == 303


def forget(client: FlaskClient, person: Person, email: str = "") -> str:
    page = f"/sv/admin/users/{person.user_id}/forgetting"
    assert "Det går inte att ångra" in client.get(page).text
    second = client.post(page, data={"step": "first"})
    assert "Glöm Sara Dahlin för gott" in second.text
    sent = {"step": "second", "email": email or person.email}
    return client.post(page, data=sent, follow_redirects=True).text


@pytest.mark.long
def test_a_forgotten_person_is_named_nowhere(
    app: Flask, client: FlaskClient, sara: Person, boss: Person
) -> None:
    make_article("Bryggan", sara, body="Om bryggor.", app=app)
    give_app(app, sara)
    with app.app_context():
        rename_user(sara.user_id, "Sara Ek-Dahlin", sara.viewer)
        rename_user(sara.user_id, "Sara Dahlin", sara.viewer)
    theirs = app.test_client()
    log_in(theirs, sara)
    move_address(app, theirs)
    log_in(client, boss)
    assert "Sara Dahlin" in client.get("/sv/articles/bryggan/history").text
    forget(client, sara, "sara@elsewhere.example")
    for page in ("/sv/articles/bryggan", "/sv/articles/bryggan/history", "/sv/admin/journal"):
        text = client.get(page).text
        assert "Sara" not in text
        assert "sara@" not in text
    assert "Tidigare medverkande" in client.get("/sv/articles/bryggan/history").text
    assert "Om bryggor." in client.get("/sv/articles/bryggan").text
    assert theirs.get("/sv/account").status_code == 303
    assert post_login(app.test_client(), sara.email).status_code == 422
    assert rows_with("Sara", app) == []
    assert rows_with("sara@", app) == []


def move_address(app: Flask, client: FlaskClient) -> None:
    """Have mail about two changes of the address, one of which is made; nothing is sent."""
    app.config["MAIL_SERVER"] = "smtp://127.0.0.1:1"
    for address in ("sara@elsewhere.example", "sara@third.example"):
        asked = {"email": address, "current_password": PASSWORD}
        assert client.post("/sv/account/address", data=asked).status_code == 303
        with app.app_context():
            waiting = select(MailMessage.secret).where(MailMessage.secret != "")
            secret = db.session.scalars(waiting.order_by(MailMessage.id.desc())).first()
            token = token_of(secret or "")
        if address == "sara@elsewhere.example":
            assert client.post(f"/sv/account/address/{token}").status_code == 303


def rows_with(word: str, app: Flask) -> list[str]:
    """Return the tables that still hold a word."""
    with app.app_context():
        return [
            table.name
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(table.select())
            if word in str(tuple(row))
        ]


def test_a_contact_of_a_university_is_told_and_forgotten(
    app: Flask, client: FlaskClient, sara: Person, boss: Person
) -> None:
    tag_id = make_tag("umea", "university", app=app)
    contacts = (
        Contact("communicator", "S. Dahlin", "sara@example.org", "070-1"),
        Contact("other", "Bo Al"),
    )
    with app.app_context():
        base = written_edition(Profile())
        save_profile(tag_id, Profile(contacts=contacts), base, boss.viewer)
    log_in(client, sara)
    (told,) = read(client.post(FILE).data)["tables"]["university_profiles"]
    assert (told["tag_id"], told["name"], told["phone"]) == (tag_id, "S. Dahlin", "070-1")
    log_in(client, boss)
    forget(client, sara, sara.email)
    page = client.get("/sv/universities/umea").text
    assert "S. Dahlin" not in page
    assert "Kommunikatör" in page
    assert "Bo Al" in page
    with app.app_context():
        journal = json.dumps([row.detail for row in db.session.scalars(select(AuditEntry))])
    assert "S. Dahlin" not in journal
    assert "Bo Al" in journal


def test_the_address_of_the_wiki_is_forgotten_with_its_person(
    app: Flask, client: FlaskClient, sara: Person, boss: Person
) -> None:
    with app.app_context():
        save_site(Presentation(contact=sara.email, name_sv="Vi"), "", EMPTY.edition, boss.viewer)
    log_in(client, boss)
    forget(client, sara, sara.email)
    assert rows_with(sara.email, app) == []
    with app.app_context():
        assert presentation_of(find_newest()) == Presentation(name_sv="Vi")


def test_another_address_forgets_nobody(client: FlaskClient, sara: Person, boss: Person) -> None:
    log_in(client, boss)
    assert "Det här är inte kontots e-postadress" in forget(client, sara, boss.email)
    assert "Sara Dahlin" in client.get(f"/sv/admin/users/{sara.user_id}").text
    page = f"/sv/admin/users/{sara.user_id}/forgetting"
    assert client.post(page, data={"email": sara.email}).status_code == 200  # the first answer
    assert "Sara Dahlin" in client.get(f"/sv/admin/users/{sara.user_id}").text


def test_nobody_forgets_themselves(client: FlaskClient, boss: Person) -> None:
    log_in(client, boss)
    page = f"/sv/admin/users/{boss.user_id}/forgetting"
    assert client.post(page, data={"step": "second", "email": boss.email}).status_code == 403


def test_an_entry_of_the_journal_keeps_what_is_not_of_the_person() -> None:
    detail = {"email": "a@b", "names": ["Sara", "Bo"], "old": "Sara", "new": "S", "count": 3}
    left = forget_in_detail(detail, {"Sara", "S"}, pseudonym_of(7))
    name = "Tidigare medverkande 7 / Former contributor 7"
    assert left == {"names": [name, "Bo"], "old": name, "new": name, "count": 3}


def test_tables_of_one_person_are_known() -> None:
    found = {table.name for table in list_personal_tables()}
    personal = {"user_sessions", "code_apps", "backup_codes", "passkeys", "home_identities"}
    assert personal | {"working_copies", "open_forms"} <= found
    assert not found & {"articles", "revisions", "article_authors", "reviews", "audit_entries"}
