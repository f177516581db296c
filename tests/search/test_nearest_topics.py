"""A page without hits shows topics whose names resemble the words of the question."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user
from wiki.search.index.drainer import drain_now


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("question", "is_near"),
    [("vard", True), ("halsan xyzzy", True), ("vad är xyzzy", False), ("xyzzy och qwert", False)],
)
def test_words_of_asking_resemble_no_topic(
    app: Flask, client: FlaskClient, question: str, is_near: bool
) -> None:
    make_article("Alfa", make_user("editor", app=app), app=app)
    make_tag("halsa-och-vard", label_sv="Hälsa och vård", app=app)
    drain_now(app)
    page = client.get("/sv/search", query_string={"q": question}).text
    assert ("Ämnen som liknar det du sökte" in page) is is_near
