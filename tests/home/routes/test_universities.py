"""Ask for the landing pages of universities over HTTP, in both languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user, put_on
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.accounts.models import User
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.queries.tags import find_university_articles
from wiki.db import db
from wiki.tags.models import Tag
from wiki.universities.profile import Contact, Profile
from wiki.universities.steps import put_belongings


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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "sentences"),
    [
        (
            "/sv/",
            (
                "forskare vid ett lärosäte ner",
                "Ett lärosäte står bakom wikin",
                "Ett lärosäte skriver wikin<",
                'content="Ett lärosäte skriver ner vad det vet',
            ),
        ),
        (
            "/en/",
            (
                "Researchers at one university write",
                "One university stands behind it",
                "One university writes this wiki<",
                'content="One university writes down what it knows',
            ),
        ),
        ("/sv/about", ("Ett lärosäte driver den:",)),
        ("/en/about", ("One university runs it:",)),
        ("/sv/universities/nummer-1", ("Lärosätet bakom wikin",)),
        ("/en/universities/nummer-1", ("The university behind this wiki",)),
    ],
)
def test_one_university_writes_alone(
    app: Flask, client: FlaskClient, path: str, sentences: tuple[str, ...]
) -> None:
    make_tag("nummer-1", "university", app=app, number=1)
    page = client.get(path).text
    for words in sentences:
        assert words in page
    assert "de andra lärosätena" not in page.casefold()
    assert "the other universities" not in page.casefold()


def test_what_is_most_a_universitys_own_comes_first(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    tags = [make_tag(f"nummer-{n}", "university", app=app, number=n) for n in (1, 2, 3)]
    topic = make_tag("co-creation", app=app)
    for title, count in (("A alla", 3), ("B två", 2), ("C egen", 1), ("D två", 2), ("E egen", 1)):
        kind = "case" if title.startswith("C") else "concept"
        put_on(make_article(title, editor, kind=kind, app=app), topic, *tags[:count], app=app)
    page = Page(client.get("/sv/universities/nummer-1"))
    titles = page.texts(".items .item-title")
    assert titles == ["C egen", "E egen", "B två", "D två", "A alla"]
    headings = [page.one(f"#{name}-title").text for name in ("own", "with-others", "of-all")]
    assert headings == [
        "Från Nummer 1",
        "Tillsammans med andra lärosäten",
        "Från alla tre lärosäten",
    ]
    with app.app_context():
        tag = db.session.get_one(Tag, tags[0])
        pages = [
            find_university_articles(tag, "sv", ANONYMOUS, page=number, size=2).articles
            for number in (1, 2, 3)
        ]
        assert [[line.title for line in each.items] for each in pages] == [
            titles[:2],
            titles[2:4],
            titles[4:],
        ]
        assert {each.total for each in pages} == {5}
        concepts = find_university_articles(tag, "sv", ANONYMOUS, kind="concept").articles
        assert [line.title for line in concepts.items] == [titles[1], *titles[2:]]
    assert "C egen" not in client.get("/sv/universities/nummer-3").text


def test_an_event_with_a_date_stands_among_the_events_alone(
    app: Flask, client: FlaskClient, partner: int
) -> None:
    editor = make_user("editor", app=app)
    facts = {"starts_at": "2031-05-06T10:00", "ends_at": "2031-05-06T11:00"}
    put_on(make_article("Seminarium", editor, kind="event", facts=facts, app=app), partner, app=app)
    assert client.get("/sv/universities/umea-university").text.count(">Seminarium</a>") == 1
    put_on(make_article("Odaterat", editor, kind="event", app=app), partner, app=app)
    assert ">Odaterat</a>" in client.get("/sv/universities/umea-university").text


def test_people_are_named_whose_pages_are_public(
    app: Flask, client: FlaskClient, partner: int
) -> None:
    assert "Ingen från lärosätet" in client.get("/sv/universities/umea-university").text
    names = {name: make_user("author", name, app=app) for name in ("Öa", "Bo", "Ada", "Cia")}
    writer = make_user("editor", "Eva", app=app)
    make_article("Skrivet", writer, app=app)
    with app.app_context():
        for person in (*names.values(), writer):
            user = db.session.get_one(User, person.user_id)
            user.university_id = partner if person.name != "Cia" else None
            user.has_page = person.name in {"Öa", "Bo", "Cia"}
        db.session.commit()
    page = Page(client.get("/sv/universities/umea-university"))
    people = page.values('.term-list a[href*="/people/"]', "href")
    wanted = [f"/sv/people/bo-{names['Bo'].user_id}", f"/sv/people/eva-{writer.user_id}"]
    assert people == [*wanted, f"/sv/people/oa-{names['Öa'].user_id}"]


@pytest.mark.long
def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    app: Flask, client: FlaskClient, partner: int
) -> None:
    counts = []
    editor = make_user("editor", app=app)
    for number in range(4):
        put_on(make_article(f"Artikel {number}", editor, app=app), partner, app=app)
        with app.app_context():
            put_belongings(
                db.session.get_one(Tag, partner),
                Profile(contacts=(Contact("other", "Ada"),) * (number + 1)),
            )
            db.session.commit()
        client.get("/sv/universities/umea-university")
        with statements(app) as found:
            client.get("/sv/universities/umea-university")
        counts.append(len(found))
    assert counts == [counts[0]] * 4
    assert counts[0] <= 20, counts
