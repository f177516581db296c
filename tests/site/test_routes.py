"""Edit what the site says of itself over HTTP: who may, where it is shown, and how it is undone."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.builders import log_in, make_article, make_user
from tests.fixtures.statements import statements
from tests.media.pictures import PDF, drawing
from tests.page import Page
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.media.store import MediaStore
from wiki.site.models import SiteVersion
from wiki.site.reader import SiteReader

EDIT = "/sv/admin/site"


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """A browser in which an administrator is logged in."""
    return log_in_as(app, "admin")


def log_in_as(app: Flask, role: str) -> FlaskClient:
    client = app.test_client()
    log_in(client, make_user(role, app=app))
    return client


def save(client: FlaskClient, **changed: str) -> TestResponse:
    """Send the form as it is shown, with some fields changed."""
    form = Page(client.get(EDIT)).one("form.term-form").sent()
    return client.post(EDIT, data={**form, **changed})


def send_logo(client: FlaskClient, content: bytes, name: str, **alts: str) -> TestResponse:
    boundary, body = encode_multipart({"file": FileStorage(BytesIO(content), name), **alts})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"{EDIT}/logo", data=body, content_type=kind)


def newest(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.max(SiteVersion.id))) or 0


def test_only_administrators_are_led_there(app: Flask, admin: FlaskClient) -> None:
    pages = [log_in_as(app, role).get("/sv/").text for role in ("author", "editor")]
    assert [EDIT in page for page in (*pages, admin.get("/sv/admin/").text)] == [False, False, True]


def test_a_name_is_everywhere_and_falls_back_to_the_setting(
    app: Flask, client: FlaskClient, admin: FlaskClient
) -> None:
    make_article("Alfa", make_user("editor", app=app), app=app)
    assert save(admin, name_sv="Vår <wiki>", name_en="Our wiki").status_code == 303
    page = Page(client.get("/sv/"))
    assert page.one(".wordmark-text > :first-child").text == "Vår <wiki>"
    assert page.one("title").text.endswith("· Vår <wiki>")
    assert page.one("#footer-about").text == "Vår <wiki>"
    for address in (
        "/en/articles/",
        "/en/feeds/articles.xml",
        "/en/manifest.webmanifest",
        "/en/opensearch.xml",
        "/en/events.ics",
    ):
        assert "Our wiki" in client.get(address).text, address
    assert r'"publisher": {"@type": "Organization", "name": "V\u00e5r \u003cwiki\u003e"}' in (
        client.get("/sv/articles/alfa").text
    )
    save(admin, name_sv="")
    assert Page(client.get("/sv/")).one("#footer-about").text == app.config["SITE_NAME"]
    assert Page(client.get("/en/")).one("#footer-about").text == "Our wiki"


def test_contact_and_social_media_are_in_the_footer_and_the_statements(
    client: FlaskClient, admin: FlaskClient
) -> None:
    assert "mailto:" not in client.get("/sv/").text
    save(admin, contact="hej@example.org", social_media="https://www.linkedin.com/company/msi")
    footer = Page(client.get("/sv/articles/")).one("footer")
    assert footer.values("a[href^='mailto:']", "href") == ["mailto:hej@example.org"]
    assert "Följ oss: LinkedIn" in footer.text
    assert "hej@example.org" in Page(client.get("/sv/privacy")).one("main").text


def test_an_accent_is_a_style_sheet_of_its_own(client: FlaskClient, admin: FlaskClient) -> None:
    assert "/accent/" not in client.get("/sv/").text
    save(admin, accent="#1A5F8A")
    answer = client.get("/sv/")
    assert '<link rel="stylesheet" href="/accent/1a5f8a.css">' in answer.text
    assert "style-src 'self';" in answer.headers["Content-Security-Policy"]
    sheet = client.get("/accent/1a5f8a.css")
    assert "light-dark(#1a5f8a, #" in sheet.text
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize("digits", ["ffcc00", "1A5F8A", "12345", "1a5f8a%7D", "1a5f8g"])
def test_no_other_style_sheets_are_made(client: FlaskClient, digits: str) -> None:
    assert client.get(f"/accent/{digits}.css").status_code == 404


def test_what_is_refused_stays_in_the_form(app: Flask, admin: FlaskClient) -> None:
    answer = save(admin, accent="#ffcc00", name_sv="Ny", announcement_until="i morgon")
    page = Page(answer)
    assert answer.status_code == 422
    assert page.one("[name=name_sv]")["value"] == "Ny"
    assert page.one("[name=announcement_until]")["value"] == "i morgon"
    answer = save(admin, accent="#ffcc00", name_sv="Ny")
    assert answer.status_code == 422
    assert "Välj en mörkare färg." in answer.text
    assert Page(answer).one("[name=accent]")["value"] == "#ffcc00"
    assert newest(app) == 0


def test_an_announcement_is_on_all_pages(client: FlaskClient, admin: FlaskClient) -> None:
    save(
        admin,
        announcement_sv="Stängt <i>idag</i>, se https://example.org",
        announcement_kind="warning",
    )
    for address in ("/sv/", "/sv/articles/", "/sv/login", "/sv/no-such-page"):
        strip = Page(client.get(address)).one(".announcement-warning")
        assert strip.text == "Stängt <i>idag</i>, se https://example.org"
        assert strip.values("a", "href") == ["https://example.org"]
    assert Page(client.get("/en/")).one(".announcement p")["lang"] == "sv"
    save(admin, announcement_until="2020-01-01")
    assert not Page(client.get("/sv/")).all(".announcement")


@pytest.mark.long
def test_the_front_page_has_its_words(app: Flask, client: FlaskClient, admin: FlaskClient) -> None:
    editor, author = make_user("editor", app=app), make_user("author", app=app)
    for title in ("Alfa", "Beta", "Gamma", "Delta"):
        make_article(title, editor, kind="case", app=app)
    make_article("Utkastet", author, kind="case", app=app)
    make_article("Varför då?", editor, app=app)
    assert "tvättmaskin" in Page(client.get("/sv/")).one(".front-examples").text
    answer = save(
        admin,
        question_sv="Varför då?",
        answer_sv="Därför.",
        cases_sv="Gamma\nUtkastet\nAlfa",
        searches_sv="lek\nvatten",
    )
    assert answer.status_code == 303
    page = Page(client.get("/sv/"))
    assert page.one("h1").text == "Varför då?"
    assert page.one(".lead").text == "Därför."
    assert page.values(".front-answer a", "href") == ["/sv/articles/varfor-da"]
    assert page.all(".way")[1].texts("li") == ["Gamma", "Alfa"]
    assert page.texts(".front-examples a") == ["lek", "vatten"]
    assert Page(client.get("/en/")).one("h1").text == "What is social innovation?"
    # The draft is no secret to an administrator, who is told that readers do not see it.
    assert "Ingen publicerad artikel har den här titeln: Utkastet" in admin.get(EDIT).text
    assert "Utkastet" not in client.get("/sv/").text


def test_two_administrators_at_once(app: Flask, admin: FlaskClient) -> None:
    form = Page(admin.get(EDIT)).one("form.term-form").sent()
    other = log_in_as(app, "admin")
    assert save(other, name_sv="Andras namn").status_code == 303
    answer = admin.post(EDIT, data={**form, "name_sv": "Mitt namn", "comment": "Varför"})
    page = Page(answer)
    assert answer.status_code == 409
    assert page.one("[name=name_sv]")["value"] == "Mitt namn"
    assert page.one("[name=comment]")["value"] == "Varför"
    assert "Andras" in page.one(".conflict").text
    # Sent once more, it replaces what the other has saved; sent twice, it makes one version.
    again = {**page.one("form.term-form").sent()}
    assert [admin.post(EDIT, data=again).status_code for _ in range(2)] == [303, 303]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SiteVersion)) == 2


@pytest.mark.long
def test_versions_say_what_differs_and_come_back(
    app: Flask, client: FlaskClient, admin: FlaskClient
) -> None:
    assert "Ingen har sparat något här än" in admin.get(f"{EDIT}/versions").text
    save(admin, name_sv="Ett", comment="Första namnet")
    first = newest(app)
    save(admin, name_sv="Två", question_sv="Varför?")
    listed = Page(admin.get(f"{EDIT}/versions")).one("main")
    assert "Första namnet" in listed.text
    assert "Namn på svenska, Fråga på svenska" in listed.text
    assert len(listed.all("form[action$=restoration]")) == 1
    shown = Page(admin.get(f"{EDIT}/versions/{newest(app)}")).one("main")
    assert shown.texts(".diff-field h3") == ["Namn på svenska", "Fråga på svenska"]
    assert admin.post(f"{EDIT}/versions/{first}/restoration").status_code == 303
    assert Page(client.get("/sv/")).one("#footer-about").text == "Ett"
    undo = Page(admin.get(EDIT)).one("form[action$=undoing]")["action"]
    assert admin.post(undo).status_code == 303
    assert Page(client.get("/sv/")).one("#footer-about").text == "Två"
    assert admin.post(undo).status_code == 422
    assert admin.get(f"{EDIT}/versions/{newest(app) + 1}").status_code == 404
    with app.app_context():
        deeds = db.session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.object_type == "site")
            .order_by(AuditEntry.id)
        ).all()
    assert deeds == ["save", "save", "restore", "restore"]
    journal = admin.get("/sv/admin/journal").text
    assert "Ändrade vad webbplatsen säger om sig själv" in journal
    assert "Namn på svenska · Fråga på svenska" in journal


@pytest.mark.long
def test_a_logo_stands_in_place_of_the_name(
    app: Flask, client: FlaskClient, admin: FlaskClient, tmp_path: Path
) -> None:
    before, app.extensions["media"] = app.extensions["media"], MediaStore(tmp_path / "media")
    try:
        for content, name in ((PDF, "a.pdf"), (b"<svg/>", "a.svg"), (b"", "")):
            assert send_logo(admin, content, name).status_code == 422
        answer = send_logo(admin, drawing(), "Märke.png", logo_alt_sv="Vårt märke")
        assert answer.status_code == 303
        image = Page(client.get("/sv/")).one(".wordmark img")
        assert image["alt"] == "Vårt märke"
        assert client.get(image["src"]).status_code == 200
        assert Page(client.get("/en/")).one(".wordmark img")["alt"] == app.config["SITE_NAME"]
        # Its words change without another picture, and other fields leave it alone.
        send_logo(admin, b"", "", logo_alt_sv="Nytt")
        save(admin, name_sv="Ett")
        assert Page(client.get("/sv/")).one(".wordmark img")["alt"] == "Nytt"
        library = admin.get("/sv/media/marke").text
        assert "Wikins logotyp" in library
        assert admin.post("/sv/media/marke/deletion").status_code == 422
        with_logo = newest(app)
        assert admin.post(f"{EDIT}/logo/removal").status_code == 303
        assert Page(client.get("/sv/")).one(".wordmark-text > :first-child").text == "Ett"
        # What the library has no more does not come back, and the rest does.
        assert admin.post("/sv/media/marke/deletion").status_code == 303
        save(admin, name_sv="Två")
        admin.post(f"{EDIT}/versions/{with_logo}/restoration")
        assert Page(client.get("/sv/")).one(".wordmark-text > :first-child").text == "Ett"
    finally:
        app.extensions["media"] = before


def test_nobody_takes_the_name_of_the_site(app: Flask, admin: FlaskClient) -> None:
    save(admin, name_en="Knowledge House")
    answer = admin.post(
        "/sv/admin/users/new",
        data={"email": "a@example.org", "name": "Knowledge House", "role": "author"},
    )
    assert answer.status_code == 422


def test_the_database_is_asked_once_for_each_state_of_it(app: Flask, admin: FlaskClient) -> None:
    reader = SiteReader(app.extensions["states"])  # as that of another process
    with app.app_context():
        with statements(app) as found:
            reader.name("sv")
            reader.announcement("sv")
            assert len(found) == 1
        save(admin, name_sv="Ny")
        assert reader.name("sv") == "Ny"
