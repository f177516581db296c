"""Ask for the landing pages of universities over HTTP, in both languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user, put_on


@pytest.fixture
def topic(app: Flask) -> int:
    return make_tag("co-creation", app=app)


@pytest.fixture
def partner(app: Flask) -> int:
    return make_tag(
        "umea-university",
        "university",
        app=app,
        number=3,
        label_sv="Umeå universitet",
        label_en="Umeå University",
        website="https://umu.se",
        contact="Samverkanshuset",
        synonyms_sv=("UMU",),
    )


def test_a_partner_page_gathers_what_belongs_to_it(
    app: Flask, client: FlaskClient, partner: int, topic: int
) -> None:
    editor = make_user("editor", app=app)
    about = make_article("Umeå universitet", editor, kind="organisation", app=app)
    case = make_article("Ett fall", editor, kind="case", app=app)
    facts = {"starts_at": "2031-05-06T10:00", "ends_at": "2031-05-06T11:00"}
    event = make_article("Ett seminarium", editor, kind="event", facts=facts, app=app)
    for article_id in (about, case, event):
        put_on(article_id, partner, app=app)
    put_on(case, topic, app=app)
    page = client.get("/sv/universities/umea-university").text
    for words in (
        "UMU",
        "https://umu.se",
        "Samverkanshuset",
        "Ett fall",
        "Artikeln om lärosätet",
        "Kommande evenemang",
        "6 maj 2031",
        'href="/sv/tags/co-creation"',
    ):
        assert words in page
    assert "Upcoming events" in client.get("/en/universities/umea-university").text


def test_other_terms_have_their_page_elsewhere(client: FlaskClient, topic: int) -> None:
    response = client.get("/en/universities/co-creation")
    assert (response.status_code, response.location) == (301, "/en/tags/co-creation")


def test_an_unknown_university_is_not_found(client: FlaskClient) -> None:
    assert client.get("/en/universities/none").status_code == 404


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("umu.se", "umu.se</dd>"),  # no repetition of the web site: it answers another question
        ("https://umu.se", 'href="https://umu.se"'),
        ("asta@umu.se", 'href="mailto:asta@umu.se"'),
        ("Asta <b>\n018-1", "Asta &lt;b&gt;\n018-1</dd>"),
        ("", "Ingen kontakt är angiven än."),
    ],
)
def test_a_university_says_whom_to_ask(
    app: Flask, client: FlaskClient, contact: str, shown: str
) -> None:
    make_tag("umea-university", "university", app=app, website="https://umu.se", contact=contact)
    page = client.get("/sv/universities/umea-university").text
    whom = page.partition("Vem du frågar")[2]
    assert shown in whom.partition("</dl>")[0]
    assert ">umu.se</a>" in page.partition("Vem du frågar")[0]


def test_a_new_university_is_counted_in_every_sentence(app: Flask, client: FlaskClient) -> None:
    for number in range(1, 8):
        make_tag(f"nummer-{number}", "university", app=app, number=number)
    front = client.get("/sv/").text
    for words in (
        "forskare vid sju lärosäten",
        "Sju lärosäten står bakom wikin",
        "Sju lärosäten skriver wikin tillsammans",
        'content="Sju lärosäten skriver ner',
    ):
        assert words in front
    assert "Sju lärosäten driver den" in client.get("/sv/about").text
    assert "Ett av de sju lärosätena" in client.get("/sv/universities/nummer-7").text
