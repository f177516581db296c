"""The person who is reminded."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_user
from tests.fixtures.mail import Sink


@pytest.fixture
def bo(app: Flask, client: FlaskClient, sink: Sink) -> Person:
    person = make_user("author", "Bo Lind", "bo@example.org", app=app)
    log_in(client, person)
    return person
