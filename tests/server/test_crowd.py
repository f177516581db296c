"""Many clients at once, some of them hostile: nobody meets an error of the server."""

from collections.abc import Iterator

import pytest
from flask import Flask

from bench.crowd import crowd
from bench.wikis import new_wiki

pytestmark = pytest.mark.slow


@pytest.fixture
def filled() -> Iterator[Flask]:
    with new_wiki(40) as app:
        yield app


def test_a_crowd_meets_no_error(filled: Flask) -> None:
    """`python -m bench.crowd` does it for five minutes, and measures it."""
    tally, _growth = crowd(filled, 12, 6.0, 40)

    assert tally.errors == []
    assert {"article", "search", "form"} <= tally.seconds.keys()
