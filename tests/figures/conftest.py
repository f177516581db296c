"""Give the tests of figures a counter in which nothing is counted yet."""

import pytest
from flask import Flask

from wiki.figures.background import ReadCounter


@pytest.fixture
def counter(app: Flask) -> ReadCounter:
    counter: ReadCounter = app.extensions["reads"]
    counter.buffer.take()
    return counter
