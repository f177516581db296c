"""Readers without a language in the address get the one that their browser asks for."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.long
@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("sv-SE,en-US;q=0.7,en;q=0.3", "sv"),
        ("sv-SE,sv;q=0.8,en-US;q=0.5,en;q=0.3", "sv"),
        ("sv-FI, en", "sv"),
        ("en-US,sv;q=0.9", "en"),
        ("en-GB", "en"),
        ("en_GB", "en"),
        ("EN", "en"),
        ("en,sv-SE", "en"),
        ("sv-SE;q=0.5,en;q=0.6", "en"),
        ("sv;q=0.1,sv-SE;q=0.9,en;q=0.5", "sv"),
        ("da,en-GB;q=0.8,sv;q=0.6", "en"),
        ("de,fr;q=0.5", "sv"),
        ("de,*;q=0.5", "sv"),
        ("*", "sv"),
        ("en;q=0.4,*;q=0.8", "sv"),
        ("sv;q=0.4,*;q=0.8", "en"),
        ("sv;q=0", "en"),
        ("sv;q=0,en;q=0", "sv"),
        ("sv;q=0,*", "en"),
        ("zh-Hant-TW, en-Latn-US;q=0.2", "en"),
        ("en ; q = 0.9 , sv;q=0.8", "en"),
        ("", "sv"),
        (",;q=,en;q=x;;", "sv"),
        ("en;q=nan,sv;q=0.1", "sv"),
        ("sve,eng", "sv"),
    ],
)
@pytest.mark.parametrize("url", ["/", "/events.ics", "/feeds/articles.xml", "/search"])
def test_the_wish_that_counts_most_is_met(
    client: FlaskClient, header: str, language: str, url: str
) -> None:
    answer = client.get(url, headers={"Accept-Language": header})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{language}{url}")
    assert "Accept-Language" in answer.headers["Vary"]
