"""Edit what universities say of themselves over HTTP: who may, and what comes of it."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.builders import make_user
from tests.media.pictures import PDF, drawing, picture
from tests.page import Page
from tests.universities.conftest import log_in_as
from wiki.accounts.models import User
from wiki.audit.models import AuditEntry
from wiki.db import db

EDIT = "/sv/universities/umea/edit"
SHOWN = "/sv/universities/umea"
SENT = {
    "description_sv": "Vi är i norr.",
    "description_en": "We are in the north.",
    "website": "https://umu.se",
    "contact_role_0": "project_leader",
    "contact_role_2": "communicator",
    "contact_name_2": "Ada <Ek>",
    "contact_email_2": "ada@umu.se",
    "contact_phone_2": "+46 (0)90-786 50 00",
    "social_media": "https://www.linkedin.com/school/umu/\nhttps://social.umu.se/@umu",
}


@pytest.fixture
def editing(app: Flask, umea: int) -> FlaskClient:
    """A browser in which an editor is logged in."""
    return log_in_as(app, "editor")


def base_of(client: FlaskClient) -> str:
    return Page(client.get(EDIT)).one('input[name="base"]').get("value")


def save(client: FlaskClient, **changed: str) -> TestResponse:
    return client.post(EDIT, data={**SENT, "base": base_of(client), **changed})


def send(client: FlaskClient, content: bytes, name: str, scheme: str = "light") -> TestResponse:
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name)})
    address = f"/sv/universities/umea/logos/{scheme}"
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("by_university", [False, True])
@pytest.mark.parametrize("own", ["own", "other", "none"])
@pytest.mark.parametrize("role", ["author", "editor", "admin"])
def test_who_may_edit_a_profile_is_led_to_it(
    app: Flask, umea: int, boras: int, role: str, own: str, *, by_university: bool
) -> None:
    app.config["EDITORS_BY_UNIVERSITY"] = by_university
    client = log_in_as(app, role, {"own": umea, "other": boras, "none": None}[own])
    may = role == "admin" or (role == "editor" and (own == "own" or not by_university))
    assert (f'href="{EDIT}"' in client.get(SHOWN).text) is may


def test_a_topic_has_no_profile(app: Flask, editing: FlaskClient) -> None:
    assert editing.get("/sv/universities/none/edit").status_code == 404


def test_what_is_saved_is_shown_at_once(client: FlaskClient, editing: FlaskClient) -> None:
    before = client.get(SHOWN)
    assert "Ingen kontakt är angiven än." in before.text
    assert "Ange en" not in before.text
    response = save(editing, website="https://nytt.example")
    assert (response.status_code, response.location) == (303, SHOWN)
    after = client.get(SHOWN, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    page = Page(after)
    assert page.texts(".contact-role") == ["Projektledare", "Kommunikatör"]
    assert page.values(".contact a", "href") == [
        "https://nytt.example",
        "mailto:ada@umu.se",
        "tel:+46907865000",
        "https://www.linkedin.com/school/umu/",
        "https://social.umu.se/@umu",
    ]
    for words in ("Vi är i norr.", "Ada &lt;Ek&gt;", "Ingen är namngiven än.", ">LinkedIn</a>"):
        assert words in after.text
    assert '"@type": "CollegeOrUniversity"' in after.text
    assert "We are in the north." in client.get("/en/universities/umea").text
    assert "https://nytt.example" in client.get("/sv/").text  # the footer remembers universities


def test_what_is_refused_stays_in_the_form(editing: FlaskClient) -> None:
    response = save(editing, website="umu", contact_name_7="Bo", contact_email_2="ada")
    assert response.status_code == 422
    page = Page(response)
    for name, value in {"website": "umu", "contact_name_7": "Bo", "contact_email_2": "ada"}.items():
        assert page.one(f'[name="{name}"]').get("value") == value
    marked = {field["name"] for field in page.all('[aria-invalid="true"]')}
    assert marked == {"website", "contact_role_7", "contact_email_2"}


def test_two_who_edit_at_once_see_both_texts(app: Flask, editing: FlaskClient) -> None:
    other = log_in_as(app, "editor")
    base = base_of(other)
    save(editing)
    late = {**SENT, "base": base, "description_sv": "Vi är långt i norr.", "contact_name_2": "Bo"}
    response = other.post(EDIT, data=late)
    assert response.status_code == 409
    page = Page(response)
    compared = page.one(".conflict").text
    for words in ("Vi är", "långt", "Bo", "Ada <Ek>"):
        assert words in compared
    again = page.one(f'form[action="{EDIT}"]').sent()
    assert again["description_sv"] == "Vi är långt i norr."
    assert other.post(EDIT, data=again).status_code == 303
    assert "Vi är långt i norr." in other.get(SHOWN).text


def test_the_same_form_sent_twice_is_no_conflict(editing: FlaskClient) -> None:
    base = base_of(editing)
    for _time in range(2):
        assert editing.post(EDIT, data={**SENT, "base": base}).status_code == 303


@pytest.mark.long
def test_a_change_is_undone_from_the_page_unless_it_moved_on(editing: FlaskClient) -> None:
    save(editing)
    first = Page(editing.get(EDIT)).one('ol form[action*="/undoing"]')["action"]
    save(editing, description_sv="Något annat.")
    assert editing.post(first).status_code == 422
    second = Page(editing.get(EDIT)).one('ol form[action*="/undoing"]')["action"]
    assert editing.post(second).status_code == 303
    assert "Vi är i norr." in editing.get(SHOWN).text
    assert editing.post(first).status_code == 303
    assert "Om Umeå." in editing.get(SHOWN).text
    foreign = first.replace("umea", "none")
    assert editing.post(foreign).status_code == 404
    trail = Page(editing.get(SHOWN)).one('a[href*="/trails/tag/"]')["href"]
    told = editing.get(trail).text
    assert told.count("Redigerade vad ett lärosäte säger om sig") == 2
    assert "Beskrivning på svenska · " in told
    assert told.count("Ångrade en ändring av vad ett lärosäte säger om sig") == 2


@pytest.mark.long
@pytest.mark.usefixtures("library")
def test_a_logo_is_encoded_anew_and_shown_in_its_colours(
    client: FlaskClient, editing: FlaskClient
) -> None:
    assert send(editing, drawing(), "Logo.png").status_code == 303
    page = Page(client.get(SHOWN))
    assert page.one(".partner-logo img")["alt"] == "Umeå universitet"
    assert page.one(".partner-logo source")["srcset"].count(".webp") == 2
    assert "logo-on-light" in page.one(".partner-logo")["class"]
    send(editing, picture(), "Mörk.jpg", "dark")
    dark = Page(client.get(SHOWN)).all(".partner-logo source")[0]
    assert dark["media"] == "(prefers-color-scheme: dark)"
    assert Page(client.get("/en/universities/umea")).one(".partner-logo img")["alt"] == (
        "Umeå University"
    )
    editing.post("/sv/universities/umea/logos/light/removal")
    assert "logo-on-dark" in Page(client.get(SHOWN)).one(".partner-logo")["class"]


@pytest.mark.long
@pytest.mark.usefixtures("library")
def test_the_library_knows_what_is_a_logo(app: Flask, editing: FlaskClient) -> None:
    send(editing, picture(), "Logo.jpg")
    assert "Logotyp för Umeå universitet" in editing.get("/sv/media/logo").text
    assert "/sv/media/logo" not in editing.get("/sv/media/?kind=unused").text
    refused = editing.post("/sv/media/logo/deletion")
    assert refused.status_code == 422
    assert "Ta bort den därifrån först" in refused.text
    editing.post("/sv/universities/umea/logos/light/removal")
    assert "/sv/media/logo" in editing.get("/sv/media/?kind=unused").text
    assert editing.post("/sv/media/logo/deletion").status_code == 303
    # What is gone does not come back as a logo.
    undo = Page(editing.get(EDIT)).values('ol form[action*="/undoing"]', "action")[0]
    gone = editing.post(undo)
    assert gone.status_code == 422
    assert "har ingen bild med namnet logo" in gone.text


@pytest.mark.long
@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PDF, "logo.pdf", "Det här är ingen bild."),
        (picture()[:2000], "logo.jpg", "skadad"),
        (b"", "", "Välj en bild först."),
    ],
)
def test_what_is_no_picture_is_no_logo(
    editing: FlaskClient, content: bytes, name: str, words: str
) -> None:
    response = send(editing, content, name)
    assert response.status_code == 422
    assert words in response.text
    assert "media-card" not in editing.get("/sv/media/").text


def test_an_editor_does_not_choose_what_they_may_edit(app: Flask, umea: int, boras: int) -> None:
    client = log_in_as(app, "editor", umea)
    sent = {"university": "boras"}
    app.config["EDITORS_BY_UNIVERSITY"] = True
    assert client.post("/sv/account/profile", data=sent).status_code == 422
    assert client.post("/sv/account/profile", data={"university": "umea"}).status_code == 303
    app.config["EDITORS_BY_UNIVERSITY"] = False
    assert client.post("/sv/account/profile", data=sent).status_code == 303


def test_an_administrator_chooses_somebodys_university(app: Flask, umea: int) -> None:
    person, admin = make_user("editor", app=app), log_in_as(app, "admin")
    address = f"/sv/admin/users/{person.user_id}/university"
    assert admin.post(address, data={"university": "umea"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(User, person.user_id).university_id == umea
    assert admin.post(address, data={"university": "x"}).status_code == 422
    assert log_in_as(app, "editor").post(address, data={"university": ""}).status_code == 403


@pytest.mark.long
def test_a_file_of_terms_is_no_way_around(app: Flask, umea: int, boras: int) -> None:
    app.config["EDITORS_BY_UNIVERSITY"] = True
    text = "address,kind,label_sv,label_en,description_sv\numea,university,Umeå,Umeå,Vårt.\n"
    for own, kept in ((boras, "Om Umeå."), (umea, "Vårt.")):
        client = log_in_as(app, "editor", own)
        page = Page(client.post("/sv/tags/exchange", data={"text": text, "intent": "show"}))
        sent = page.one("main form[enctype]").sent()
        client.post("/sv/tags/exchange", data={**sent.to_dict(), "intent": "do"})
        assert kept in client.get(SHOWN).text
    with app.app_context():
        query = select(AuditEntry.id).where(AuditEntry.action == "import")
        deed = db.session.scalars(query.order_by(AuditEntry.id.desc())).first()
    undo = f"/sv/tags/restorations/{deed}"
    assert log_in_as(app, "editor", boras).post(undo).status_code == 403
    assert client.post(undo).status_code == 303
    assert "Om Umeå." in client.get(SHOWN).text
