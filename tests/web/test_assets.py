"""Check that a page loads a single style sheet, complete and never stale."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.web.assets import asset


def test_style_sheet_holds_its_parts(client: FlaskClient) -> None:
    answer = client.get("/static/css/site.css")
    sheet = answer.get_data(as_text=True)
    assert answer.mimetype == "text/css"
    assert "@import" not in sheet
    for rule in (
        "--paper:",
        ".prose {",
        ".site-bar {",
        ".button {",
        ".diff-added {",
        "@media print",
    ):
        assert rule in sheet


def test_script_holds_its_parts_each_with_its_own_names(client: FlaskClient) -> None:
    answer = client.get("/static/js/site.js")
    script = answer.get_data(as_text=True)
    assert answer.mimetype == "text/javascript"
    assert "import " not in script
    assert "[data-prose]" in script
    assert "input[data-site-search]" in script
    assert script.count("\n{\n") >= 3  # a block for each import


def test_other_files_are_sent_as_they_are(client: FlaskClient) -> None:
    with client.get("/static/css/tokens.css") as answer:
        assert answer.status_code == 200
        assert "--paper:" in answer.get_data(as_text=True)
    with client.get("/static/icon-192.png", headers={"Accept-Encoding": "br"}) as answer:
        assert "Content-Encoding" not in answer.headers
    for name in ("css/none.css", "css", "../setup.cfg", "%2e%2e/setup.cfg"):
        assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
@pytest.mark.parametrize("name", ["css/site.css", "js/writing/marks.js", "icons.svg"])
def test_texts_are_sent_as_short_as_the_browser_takes_them(
    client: FlaskClient,
    name: str,
    accepted: str,
    encoding: str | None,
    unpack: Callable[[bytes], bytes],
) -> None:
    plain = client.get(f"/static/{name}", headers={"Accept-Encoding": "identity"})
    answer = client.get(f"/static/{name}", headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == plain.data
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert (answer.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)


def test_unchanged_style_sheet_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/static/css/site.css").headers["ETag"]
    answer = client.get("/static/css/site.css", headers={"If-None-Match": etag})
    assert answer.status_code == 304


def test_address_bears_a_mark_of_the_content(app: Flask) -> None:
    with app.test_request_context():
        assert asset("css/site.css").startswith("/static/css/site.css?v=")
        assert asset("css/site.css") != asset("js/site.js")
