"""A page of an error gives back what somebody typed, and only that."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_tag
from tests.page import Page


@pytest.mark.parametrize(
    ("path", "sent", "typed"),
    [
        ("/sv/articles/alfa/translation", {"title": "Beta", "partner": "41"}, ["Beta"]),
        ("/sv/tags/odling/merge", {"target": "7", "seen": "1.1"}, []),
    ],
)
def test_what_a_form_adds_is_not_given_back_as_typed(
    app: Flask,
    client: FlaskClient,
    editor: Person,
    path: str,
    sent: dict[str, str],
    typed: list[str],
) -> None:
    make_article("Alfa", editor, app=app)
    make_tag("odling", app=app)
    page = Page(client.post(path, data=sent))
    assert page.values("main section input[readonly]", "value") == typed
