"""Let caches store a static file for good only under its own mark."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.page import Page
from wiki.web.assets import asset

FILES = ["css/site.css", "js/site.js", "icons.svg", "fonts/OFL.txt"]


@pytest.mark.parametrize("name", FILES)
def test_only_the_true_mark_is_immutable(app: Flask, client: FlaskClient, name: str) -> None:
    with app.test_request_context():
        address = asset(name)
    true = client.get(address)
    assert true.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    true.close()
    plain = address.partition("?")[0]
    for mark in ("000000000000", "", "a", address.partition("v=")[2].upper() + "0"):
        answer = client.get(f"{plain}?v={mark}")
        assert answer.headers["Cache-Control"] == "public, no-cache"
        answer.close()
    answer = client.get(plain)
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    answer.close()


def test_a_second_mark_does_not_help(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        true = asset("css/site.css").partition("v=")[2]
    answer = client.get(f"/static/css/site.css?v=000000000000&v={true}")
    assert "immutable" not in answer.headers["Cache-Control"]


def test_what_a_page_loads_is_stored_for_good(app: Flask, client: FlaskClient) -> None:
    """Also what its style sheets load: a typeface that is asked for again is late on each page."""
    page = Page(client.get("/sv/"))
    addresses = page.values("link[href]", "href") + page.values(":is(script, img)[src]", "src")
    loaded = {address for address in addresses if address.startswith("/static/")}
    style_sheets = Path(str(app.static_folder), "css").glob("*.css")
    fetched = {
        f"/static/{name}"
        for sheet in style_sheets
        for name in re.findall(r'url\("\.\./([^"]+)"\)', sheet.read_text("utf-8"))
    }
    assert {address for address in loaded if ".woff2" in address} <= fetched
    assert len(loaded) > 4
    assert len(fetched) > 4
    for address in loaded | fetched:
        answer = client.get(address)
        assert answer.headers["Cache-Control"].endswith("immutable"), address
        answer.close()
