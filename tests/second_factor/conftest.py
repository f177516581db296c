"""Somebody with a second factor."""

import pytest
from flask import Flask

from tests.builders import Person, make_user
from tests.second_factor.steps import give_app


@pytest.fixture
def sara(app: Flask) -> Person:
    return make_user("editor", "Sara Dahlin", "sara@example.org", app=app)


@pytest.fixture
def secret(app: Flask, sara: Person) -> str:
    """The secret of Sara's app."""
    return give_app(app, sara)
