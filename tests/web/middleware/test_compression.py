"""Check that texts are compressed where that is safe, and that Vary says so."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user

GZIP = {"Accept-Encoding": "gzip, deflate"}
STATIC = ("/static/css/site.css", "/static/js/site.js", "/static/icons.svg")


@pytest.mark.parametrize("address", ["/sv/about", *STATIC])
def test_a_reader_gets_the_text_compressed(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    compressed = client.get(address, headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.content_length == len(compressed.data) < len(plain.data) / 2
    assert gzip.decompress(compressed.data) == plain.data
    for answer in (plain, compressed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ["/sv/about", *STATIC])
def test_each_encoding_has_an_etag_of_its_own(client: FlaskClient, address: str) -> None:
    tags = {
        form: client.get(address, headers={"Accept-Encoding": form}).headers["ETag"]
        for form in ("gzip", "identity")
    }
    assert tags["gzip"] != tags["identity"]
    for form, tag in tags.items():
        asked = {"Accept-Encoding": form, "If-None-Match": tag}
        assert client.get(address, headers=asked).status_code == 304


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br"])
def test_a_program_that_takes_no_gzip_gets_none(client: FlaskClient, accepted: str) -> None:
    answer = client.get("/sv/about", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert "<html" in answer.get_data(as_text=True)


def test_nothing_with_a_token_is_compressed(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    login = client.get("/sv/login", headers=GZIP)
    assert b"csrf_token" in login.data
    assert "Content-Encoding" not in login.headers
    log_in(client, make_user(app=app))
    page = client.get("/sv/search?q=brygga", headers=GZIP)
    assert b"csrf_token" in page.data
    assert "Content-Encoding" not in page.headers


def test_what_is_short_or_no_text_is_sent_as_it_is(client: FlaskClient) -> None:
    for address in ("/healthz", "/static/fonts/sans.woff2"):
        with client.get(address, headers=GZIP) as answer:
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer.headers
