"""Give the tests of tags a topic and the one above it."""

import pytest
from flask import Flask

from tests.builders import make_tag


@pytest.fixture
def method(app: Flask) -> int:
    return make_tag("method", app=app, label_sv="Metod", label_en="Method")


@pytest.fixture
def topic(app: Flask, method: int) -> int:
    return make_tag(
        "co-creation",
        app=app,
        label_sv="Samskapande",
        label_en="Co-creation",
        description_sv="Att göra tillsammans.",
        synonyms_sv=("medskapande",),
        parent_id=method,
    )
