"""Ask for the addresses at which programs look without reading a page."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from wiki.clock import now


def test_the_icon_is_where_old_programs_look(client: FlaskClient) -> None:
    with client.get("/favicon.ico") as response:
        assert response.status_code == 200
        assert Image.open(BytesIO(response.data)).format == "ICO"


@pytest.mark.parametrize(
    ("contact", "written"),
    [
        ("a@example.org", "mailto:a@example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/report", "https://example.org/report"),
    ],
)
def test_security_txt_says_whom_to_write_to(
    app: Flask, client: FlaskClient, contact: str, written: str
) -> None:
    app.config["SECURITY_CONTACT"] = contact
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)

    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == written
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    assert timedelta(days=30) < expires - now() < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_password_keeper_is_led_to_the_page(client: FlaskClient, language: str) -> None:
    response = client.get(
        "/.well-known/change-password", headers={"Accept-Language": f"{language},fr;q=0.5"}
    )
    assert (response.status_code, response.location) == (302, f"/{language}/account/password")
    assert "Accept-Language" in response.headers["Vary"]
    made_up = "resource-that-should-not-exist-whose-status-code-should-not-be-200"
    assert client.get(f"/.well-known/{made_up}").status_code == 404
