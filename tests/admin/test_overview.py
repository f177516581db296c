"""Test the figures on the first page of the administration."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_article, make_user
from tests.page import Page


@pytest.mark.parametrize(
    ("language", "singular", "plural"),
    [
        ("sv", ("Publicerad artikel", "Administratör"), ("Publicerade artiklar", "Redaktörer")),
        ("en", ("Published article", "Administrator"), ("Published articles", "Editors")),
    ],
)
def test_the_overview_uses_the_singular_for_one(
    app: Flask,
    client: FlaskClient,
    language: str,
    singular: tuple[str, str],
    plural: tuple[str, str],
) -> None:
    log_in(client, make_user("admin", app=app))
    editors = [make_user("editor", app=app) for _ in range(2)]
    make_article("Ensam", editors[0], language=language, app=app)
    address = f"/{language}/admin/"
    assert shown_stats(client.get(address).text) >= {
        ("1", singular[0]),
        ("1", singular[1]),
        ("2", plural[1]),
    }
    make_article("Inte ensam", editors[0], language=language, app=app)
    assert ("2", plural[0]) in shown_stats(client.get(address).text)


def shown_stats(page: str) -> set[tuple[str, str]]:
    read = Page(page)
    words = read.texts(".stat-value + a, .stat-value + span")
    return set(zip(read.texts(".stat-value"), words, strict=True))
