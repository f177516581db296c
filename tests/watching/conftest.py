"""A draft, with its author and an editor at their browsers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from tests.watching.steps import BODY, browser


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    return browser(app, author)


@pytest.fixture
def reviewing(app: Flask, editor: Person) -> FlaskClient:
    return browser(app, editor)


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body=BODY, app=app)
