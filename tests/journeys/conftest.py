"""A wiki whose days pass."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.fixtures.mail import Sink
from tests.journeys.year import Moved, Year


@pytest.fixture
def year(app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    """A wiki on the eighth of January."""
    monkeypatch.setattr("wiki.clock.datetime", Moved)
    made = Year(app, sink)
    made.go_to(1, 8)
    yield made
    Moved.shift = timedelta()
