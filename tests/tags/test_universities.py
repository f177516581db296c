"""Show the universities in the footer without a query for each page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_tag, make_user
from tests.tags.pages import read_form

EDIT = "/sv/tags/umea/edit"


def test_a_change_is_seen_at_once(app: Flask) -> None:
    universities = app.extensions["universities"]
    with app.app_context():
        assert universities.value() == ()
        for slug, number in (("umea", 3), ("malmo", 1)):
            make_tag(slug, "university", number=number)
        assert [found.slug for found in universities.value()] == ["malmo", "umea"]


@pytest.mark.long
def test_a_renamed_university_changes_everywhere(app: Flask, client: FlaskClient) -> None:
    labels = {"label_sv": "Umeå", "label_en": "Umeå", "website": "https://umu.example"}
    make_tag("umea", "university", number=3, **labels, app=app)
    log_in(client, make_user("editor", app=app))
    card = client.get("/sv/card.png").data
    assert client.get("/sv/").text.count(">Umeå</a>") == 2  # in the list and in the footer
    words = {"label_sv": "Umeå universitet", "label_en": "Umeå University"}
    form = read_form(client.get(EDIT).text, EDIT)
    assert client.post(EDIT, data={**form, **words}).status_code == 303
    for language, name in (("sv", "Umeå universitet"), ("en", "Umeå University")):
        front = client.get(f"/{language}/").text
        assert front.count(f">{name}</a>") == 2
        assert f'data-university="3"></span><a href="https://umu.example">{name}</a>' in front
        assert f"{name}</h1>" in client.get(f"/{language}/universities/umea").text
        assert name in client.get(f"/{language}/about").text
    assert client.get("/sv/card.png").data != card


def test_a_seventh_university_is_grey(app: Flask, client: FlaskClient) -> None:
    make_tag("lund", "university", number=7, label_sv="Lund", app=app)
    page = client.get("/sv/about").text
    assert 'data-university="7"></span><a href="/sv/universities/lund">Lund</a>' in page
    assert client.get("/sv/card.png").status_code == 200


def test_without_universities_the_footer_names_none(client: FlaskClient) -> None:
    assert "footer-who" not in client.get("/sv/about").text
