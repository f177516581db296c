"""Give the tests of the administration a browser in which the administrator is logged in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in


@pytest.fixture
def desk(app: Flask, client: FlaskClient, admin: Person) -> FlaskClient:
    """Give a browser in which the administrator is logged in."""
    log_in(client, admin)
    return client
