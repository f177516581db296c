"""A user for the tests of accounts."""

import pytest
from flask import Flask

from tests.builders import Person, make_user


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("author", "Sara Dahlin", "sara@example.org", app=app)
