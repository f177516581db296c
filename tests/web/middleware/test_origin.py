"""Refuse forms of other sites, and of this site without TLS."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

HTTPS = {"BASE_URL": "https://localhost"}


@pytest.mark.parametrize(
    ("settings", "origin", "status"),
    [
        ({}, "http://localhost", 303),
        ({}, "HTTP://LOCALHOST", 303),
        ({}, "https://localhost", 403),
        ({}, "ftp://localhost", 403),
        ({}, "http://localhost:8080", 403),
        ({}, "http://localhost.evil.example", 403),
        (HTTPS, "https://localhost", 303),
        (HTTPS, "http://localhost", 403),
        ({"BASE_URL": "https://wiki.example.org"}, "https://wiki.example.org", 303),
        ({"BASE_URL": "https://wiki.example.org"}, "http://wiki.example.org", 403),
    ],
)
def test_the_scheme_counts_too(
    app: Flask, client: FlaskClient, settings: dict[str, str], origin: str, status: int
) -> None:
    app.config.update(settings)
    assert client.post("/sv/logout", headers={"Origin": origin}).status_code == status


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 303), ("none", 303), ("same-site", 403), ("cross-site", 403), ("x", 403)],
)
@pytest.mark.parametrize("own", [{}, {"Origin": "http://localhost"}])
def test_what_the_browser_says_of_the_site_counts_too(
    client: FlaskClient, own: dict[str, str], site: str, status: int
) -> None:
    headers = {**own, "Sec-Fetch-Site": site}
    assert client.post("/sv/logout", headers=headers).status_code == status


def test_a_page_is_read_from_wherever_one_comes(client: FlaskClient) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.get("/sv/", headers=headers).status_code == 200
