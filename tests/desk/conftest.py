"""Give the tests of the desk an editor who works at it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_user
from tests.fixtures.search_log import log, school

__all__ = ["log", "school"]  # fixtures that these tests share with others


@pytest.fixture
def editor(app: Flask) -> Person:
    return make_user("editor", "Eva Editor", app=app)


@pytest.fixture
def editing(app: Flask, editor: Person) -> FlaskClient:
    """Give a browser in which the editor is logged in."""
    client = app.test_client()
    log_in(client, editor)
    return client
