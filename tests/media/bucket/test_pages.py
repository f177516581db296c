"""The library over HTTP with a bucket: as with a folder, and in words when the bucket fails."""

import logging
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article
from tests.fixtures.s3 import S3
from tests.media.bucket.conftest import MakeNode
from tests.media.conftest import Send
from tests.media.pictures import PDF, picture
from wiki.db import db
from wiki.media.background import sweep_now
from wiki.media.bucket.store import BucketStore
from wiki.media.models import MediaFile
from wiki.media.queries import find_file, list_dropped

pytestmark = pytest.mark.long
SAID = {
    "sv": "Lagringen för bilder och filer kan inte användas just nu. Inget sparades.",
    "en": "The storage of pictures and files cannot be used just now. Nothing was stored.",
}
SHOWN = "Så ser den ut:\n\n![Bryggan i regn](media:bryggan)\n"


@pytest.fixture
def writing(bucket_app: Flask, author: Person) -> FlaskClient:
    """A browser in which an author is logged in."""
    client = bucket_app.test_client()
    log_in(client, author)
    return client


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Let no test of this file end in an error of ours."""
    yield
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


def fetch(client: FlaskClient, address: str) -> TestResponse:
    """Return an answer that has been read, with its file closed."""
    response = client.get(address)
    response.get_data()
    response.close()
    return response


def count_files(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(MediaFile.id))) or 0


def count_dropped(app: Flask) -> int:
    with app.app_context():
        return len(list_dropped())


def picture_in(page: str) -> str:
    found = re.search(r"/media/[0-9a-f]{32}/480\.webp", page)
    assert found
    return found[0]


def become_node(app: Flask, make_node: MakeNode, name: str) -> None:
    """Let the application be another node, which has read nothing yet."""
    app.extensions["media"] = make_node(name)


def test_a_picture_is_sent_shown_by_another_node_and_deleted(
    bucket_app: Flask,
    writing: FlaskClient,
    client: FlaskClient,
    send: Send,
    s3: S3,
    make_node: MakeNode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert send(writing, picture(), "Bryggan.jpg").location == "/sv/media/bryggan"
    address = picture_in(writing.get("/sv/media/bryggan").text)
    assert [key.rpartition("/")[2] for key in s3.list_keys()] == ["480.webp", "600.png", "600.webp"]
    become_node(bucket_app, make_node, "other")
    shown = fetch(client, address)
    assert (shown.status_code, shown.content_type) == (200, "image/webp")

    assert writing.post("/sv/media/bryggan/deletion").status_code == 303

    assert fetch(client, address).status_code == 404
    assert all(key.startswith("gone/") for key in s3.list_keys())
    monkeypatch.setattr("wiki.media.bucket.store._HELD", timedelta(0))
    sweep_now(bucket_app, bucket_app.extensions["media"])
    assert s3.list_keys() == []
    # The same can be sent again.
    assert send(writing, picture(), "Bryggan igen.jpg").location == "/sv/media/bryggan-igen"
    assert fetch(client, address).status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_author_is_told_that_nothing_was_taken(
    bucket_app: Flask, writing: FlaskClient, send: Send, s3: S3, language: str
) -> None:
    s3.line.is_cut = True
    refused = send(writing, picture(), "Bryggan.jpg", f"/{language}/media/")
    assert refused.status_code == 503
    assert SAID[language] in refused.text
    assert count_files(bucket_app) == 0
    assert s3.list_keys() == []


def test_the_editor_is_told_too(bucket_app: Flask, writing: FlaskClient, s3: S3) -> None:
    s3.line.is_cut = True
    writing.environ_base["HTTP_ACCEPT"] = "application/json"
    data = {"file": (BytesIO(PDF), "Rapport.pdf")}
    refused = writing.post("/sv/media/", data=data)
    assert refused.status_code == 503
    assert refused.get_json()["error"].startswith(SAID["sv"])


def test_a_replacement_that_fails_leaves_the_file_as_it_was(
    bucket_app: Flask, writing: FlaskClient, client: FlaskClient, send: Send, s3: S3
) -> None:
    send(writing, picture(), "Bryggan.jpg")
    address = picture_in(writing.get("/sv/media/bryggan").text)
    s3.line.is_cut = True
    other = picture(colour="#d22")
    refused = send(writing, other, "Ny.jpg", "/sv/media/bryggan/content")
    assert refused.status_code == 503
    assert SAID["sv"] in refused.text
    assert picture_in(writing.get("/sv/media/bryggan").text) == address
    assert fetch(client, address).status_code == 200


@pytest.mark.parametrize("moment", ["list", "copy", "delete"])
def test_what_is_sent_again_while_it_is_dropped_is_there(
    bucket_app: Flask,
    writing: FlaskClient,
    client: FlaskClient,
    author: Person,
    send: Send,
    make_node: MakeNode,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    """Whoever sends it does not wait for the bucket, at whatever step that is."""
    send(writing, PDF, "Rapport.pdf")
    another = bucket_app.test_client()
    log_in(another, author)
    store: BucketStore = bucket_app.extensions["media"]
    done = list[int]()
    method = {"list": "list_stored", "copy": "copy", "delete": "delete"}[moment]
    asked = getattr(store._bucket, method)

    def ask_and_send(*what: str) -> object:
        answer = asked(*what)
        if not done:
            done.append(0)
            sending = Thread(target=lambda: done.append(send(another, PDF, "Igen.pdf").status_code))
            sending.start()
            sending.join()
        return answer

    monkeypatch.setattr(store._bucket, method, ask_and_send)
    assert writing.post("/sv/media/rapport/deletion").status_code == 303
    assert done == [0, 303]
    become_node(bucket_app, make_node, "other")
    with bucket_app.app_context():
        file = find_file("igen")
        address = file.address
    assert count_dropped(bucket_app) == 0
    assert fetch(client, address).status_code == 200


def test_what_is_deleted_while_the_same_arrives_is_there(
    bucket_app: Flask,
    writing: FlaskClient,
    client: FlaskClient,
    author: Person,
    send: Send,
    make_node: MakeNode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever sends it finds all of it in the bucket, and uploads nothing."""
    send(writing, PDF, "Rapport.pdf")
    another = bucket_app.test_client()
    log_in(another, author)
    store: BucketStore = bucket_app.extensions["media"]
    keep, done = store.keep, list[int]()

    def keep_and_delete(folder: Path, mark: str) -> None:
        keep(folder, mark)
        deleting = Thread(
            target=lambda: done.append(another.post("/sv/media/rapport/deletion").status_code)
        )
        deleting.start()
        deleting.join()

    monkeypatch.setattr(store, "keep", keep_and_delete)
    assert send(writing, PDF, "Igen.pdf").status_code == 303
    assert done == [303]
    become_node(bucket_app, make_node, "other")
    with bucket_app.app_context():
        address = find_file("igen").address
    assert fetch(client, address).status_code == 200
    assert count_dropped(bucket_app) == 0


def test_pages_answer_while_the_bucket_is_silent(
    bucket_app: Flask,
    writing: FlaskClient,
    client: FlaskClient,
    send: Send,
    editor: Person,
    s3: S3,
    make_node: MakeNode,
    caplog: pytest.LogCaptureFixture,
) -> None:
    send(writing, picture(), "Bryggan.jpg")
    make_article("Bryggor", editor, body=SHOWN, app=bucket_app)
    page = client.get("/sv/articles/bryggor").text
    card = re.search(r"/sv/articles/bryggor/card\.png\?v=\w+", page)
    assert card
    kept = fetch(client, card[0])
    assert (kept.status_code, "31536000" in kept.headers["Cache-Control"]) == (200, True)
    shown = picture_in(page)

    become_node(bucket_app, make_node, "other")
    s3.line.is_cut = True
    bucket_app.extensions["page_cache"].clear()
    began = time.monotonic()
    again = client.get("/sv/articles/bryggor")
    assert again.status_code == 200
    assert shown in again.text
    assert time.monotonic() - began < 2
    for address in (shown, card[0], "/sv/articles/bryggor/card.png"):
        answer = fetch(client, address)
        assert answer.status_code == 503
    assert fetch(client, f"/media/{'0' * 32}/480.webp").status_code == 503
    assert fetch(client, f"/media/{'0' * 32}/x.exe").status_code == 404
    assert s3.bucket in caplog.text


def test_what_is_deleted_while_the_bucket_is_silent_goes_later(
    bucket_app: Flask,
    writing: FlaskClient,
    client: FlaskClient,
    send: Send,
    s3: S3,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wiki.media.bucket.client._PAUSE_SECONDS", 0.0)
    store: BucketStore = bucket_app.extensions["media"]
    send(writing, picture(), "Bryggan.jpg")
    send(writing, PDF, "Rapport.pdf")
    address = picture_in(writing.get("/sv/media/bryggan").text)
    s3.line.is_cut = True
    assert writing.post("/sv/media/bryggan/deletion").status_code == 303
    assert writing.post("/sv/media/rapport/deletion").status_code == 303
    assert fetch(client, address).status_code == 503
    assert count_dropped(bucket_app) == 2
    assert len(s3.list_keys()) == 4

    s3.line.is_cut = False
    send(writing, PDF, "Rapport.pdf")  # taken in again meanwhile
    sweep_now(bucket_app, store)
    assert count_dropped(bucket_app) == 0
    assert fetch(client, address).status_code == 404
    assert [key.rpartition("/")[2] for key in s3.list_keys() if key.startswith("media/")] == [
        "file.pdf"
    ]


def test_the_page_on_health_says_how_the_bucket_is(
    bucket_app: Flask, s3: S3, admin: Person
) -> None:
    client = bucket_app.test_client()
    log_in(client, admin)
    bucket_app.config["MEDIA_BUCKET"] = s3.bucket
    assert "få visas" not in client.get("/sv/admin/health").text
    s3.line.is_cut = True
    page = client.get("/sv/admin/health").text
    assert "få visas: The bucket" in page
    assert s3.bucket in page
