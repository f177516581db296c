"""The library over HTTP: who sends what, what comes back, and what is told when it is refused."""

import gc
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.builders import Person, log_in
from tests.media.conftest import Send
from tests.media.pictures import PDF, SVG, picture
from wiki.accounts.models import UserSession
from wiki.clock import now
from wiki.db import db


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    """A browser in which an author is logged in."""
    client = app.test_client()
    log_in(client, author)
    return client


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def _fetch(client: FlaskClient, address: str, known: str = "") -> TestResponse:
    """Return an answer that has been read, with its file closed."""
    response = client.get(address, headers={"If-None-Match": known} if known else {})
    response.get_data()
    response.close()
    return response


@pytest.mark.long
def test_a_picture_is_sent_described_and_shown_to_everybody(
    app: Flask, client: FlaskClient, writing: FlaskClient, send: Send
) -> None:
    sent = send(writing, picture(), "Bryggan.jpg")
    assert (sent.status_code, sent.location) == (303, "/sv/media/bryggan")
    page = writing.get("/sv/media/bryggan").text
    form = {"version": "1", "alt_sv": "En <b>", "credit": "Anna", "licence": "cc-by"}

    assert writing.post("/sv/media/bryggan", data=form).status_code == 303

    assert "media-lacks" not in writing.get("/sv/media/").text
    found = re.search(r"/media/[0-9a-f]{32}/480\.webp", page)
    assert found
    response = _fetch(client, found[0])
    assert response.content_type == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = _fetch(client, found[0], response.headers["ETag"])
    assert again.status_code == 304
    # Shared caches keep it: it carries nobody's cookie, even when that is due to be renewed.
    with app.app_context():
        db.session.execute(update(UserSession).values(seen_at=now() - timedelta(days=1)))
        db.session.commit()
    assert "Set-Cookie" not in _fetch(writing, found[0]).headers
    assert "Set-Cookie" in writing.get("/sv/").headers
    assert "![En &lt;b&gt;]" in writing.get("/sv/media/bryggan").text


def test_a_file_is_saved_under_its_name_and_never_opened_in_the_page(
    client: FlaskClient, writing: FlaskClient, send: Send
) -> None:
    send(writing, PDF, "2025 rapport.pdf")
    page = writing.get("/en/media/2025-rapport").text
    found = re.search(r"/media/[0-9a-f]{32}/2025-rapport\.pdf", page)
    assert found

    response = _fetch(client, found[0])

    assert response.data == PDF
    assert response.content_type == "application/pdf"
    assert response.headers["Content-Disposition"] == "attachment; filename=2025-rapport.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address",
    [
        "/media/0123456789abcdef0123456789abcdef/480.webp",
        "/media/..%2f..%2fsecret_key/480.webp",
        "/media/0123456789abcdef0123456789abcdef/..%2f480.webp",
        "/media/x/y",
        "/media/0123456789abcdef0123456789abcdef/file.exe",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_is_refused_is_told_in_the_form(
    writing: FlaskClient, send: Send, media_folder: Path
) -> None:
    refused = send(writing, SVG, "bild.svg")
    assert refused.status_code == 422
    assert "En SVG-teckning kan innehålla skript" in _words(refused.text)
    assert "Välj en fil först" in _words(writing.post("/sv/media/", data={}).text)
    assert not media_folder.exists() or [*media_folder.iterdir()] == []


def test_what_is_far_too_large_is_read_and_told(
    app: Flask, writing: FlaskClient, send: Send, media_folder: Path
) -> None:
    app.config["MAX_FILE_MEGABYTES"] = 1
    refused = send(writing, PDF + bytes(3_000_000), "stor.pdf")
    assert refused.status_code == 422
    assert "Filen är större än 1 MB" in _words(refused.text)
    assert not media_folder.exists()


def test_a_full_disk_is_told(app: Flask, writing: FlaskClient, send: Send) -> None:
    app.config["KEEP_FREE_MEGABYTES"] = 10**9
    refused = send(writing, PDF, "rapport.pdf")
    assert refused.status_code == 503
    assert "ingen plats kvar" in _words(refused.text)


# Werkzeug leaves what had arrived to the garbage collector.
@pytest.mark.long
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_form_that_breaks_off_is_told(writing: FlaskClient) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    response = writing.post(
        "/sv/media/",
        input_stream=BytesIO(head + PDF),
        content_length=100_000,
        content_type="multipart/form-data; boundary=x",
    )
    gc.collect()
    assert response.status_code == 400
    assert "Filen kom inte fram hel" in _words(response.text)


def test_whoever_is_not_logged_in_sends_nothing(
    client: FlaskClient, send: Send, media_folder: Path
) -> None:
    for content in (PDF, PDF + bytes(5_000_000)):
        assert send(client, content, "rapport.pdf").status_code == 403
    assert client.get("/sv/media/").status_code == 303
    assert not media_folder.exists()


def test_a_token_is_asked_for(app: Flask, writing: FlaskClient, send: Send) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert send(writing, PDF, "rapport.pdf").status_code == 400


def test_text_that_is_none_is_refused(writing: FlaskClient) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--\r\n'
    response = writing.post("/sv/media/", data=body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 400


def test_a_description_made_from_an_older_one_is_not_stored(
    writing: FlaskClient, send: Send
) -> None:
    send(writing, PDF, "rapport.pdf")
    form = {"version": "1", "caption_sv": "Ny", "credit": "Anna", "licence": "cc-by"}
    writing.post("/sv/media/rapport", data=form)

    late = writing.post("/sv/media/rapport", data=form | {"caption_sv": "Annan"})

    assert late.status_code == 409
    assert "Annan" in late.text
    assert (
        writing.post("/sv/media/rapport", data=form | {"version": "2", "licence": ""}).status_code
        == 422
    )


def test_only_the_sender_and_editors_are_offered_to_replace(
    editing: FlaskClient, writing: FlaskClient, send: Send
) -> None:
    send(editing, PDF, "rapport.pdf")
    address = "/sv/media/rapport/content"
    assert address in editing.get("/sv/media/rapport").text
    assert address not in writing.get("/sv/media/rapport").text
    assert send(writing, PDF + b"1", "ny.pdf", address).status_code == 403
    assert send(editing, PDF + b"1", "ny.pdf", address).status_code == 303
    assert send(editing, SVG, "ny.svg", address).status_code == 422


@pytest.mark.long
def test_a_writer_is_told_of_a_picture_without_a_description(
    writing: FlaskClient, send: Send
) -> None:
    send(writing, picture("PNG", 90, 60), "Bryggan.png")
    told = "En bild saknar beskrivning"
    for body, is_told in (("![](media:bryggan)", True), ("![En pir](media:bryggan)", False)):
        form = {"title": "Hamn", "body": body, "intent": "preview"}
        preview = writing.post("/sv/articles/preview?kind=concept", data=form).text
        assert (told in preview) is is_told
        page = writing.post("/sv/articles/new?kind=concept", data=form).text
        assert (told in page) is is_told


def test_the_editor_sends_describes_and_is_told_what_is_wrong(
    writing: FlaskClient, send: Send
) -> None:
    script = {"Accept": "application/json"}
    writing.environ_base["HTTP_ACCEPT"] = script["Accept"]
    sent = send(writing, picture("PNG", 90, 60), "Bryggan.png").json
    assert sent
    assert (sent["name"], sent["isPicture"], sent["version"]) == ("bryggan", True, 1)
    form = {"alt_sv": "En [pir]", "credit": "Anna", "licence": "", "version": "1"}

    refused = writing.post(sent["url"], data=form)
    stored = writing.post(sent["url"], data=form | {"licence": "cc0"})
    late = writing.post(sent["url"], data=form | {"licence": "public"})

    assert (refused.status_code, refused.json and refused.json["field"]) == (422, "licence")
    assert stored.json
    assert stored.json["line"] == "![En pir](media:bryggan)"
    assert (late.status_code, late.json and late.json["version"]) == (409, 2)
    wrong = send(writing, SVG, "bild.svg")
    assert wrong.json
    assert "SVG" in wrong.json["error"]
