"""Test the timeline, the map of topics and the process over HTTP."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.media.pictures import picture
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import publish_article
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.models import Article
from wiki.db import db
from wiki.media.actions import add_file
from wiki.pictures.queries import TIMELINE_PAGE


def case(app: Flask, title: str, author: Person, year: str = "", language: str = "sv") -> int:
    facts = {"year": year} if year else {}
    return make_article(title, author, kind="case", language=language, facts=facts, app=app)


def event(app: Flask, title: str, author: Person, starts_at: str) -> int:
    return make_article(title, author, kind="event", facts={"starts_at": starts_at}, app=app)


def test_cases_and_events_are_grouped_by_decade_and_year(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    event(app, "Webbinariet", editor, "2022-10")
    case(app, "Tvättstugan", editor, "1925")
    case(app, "Odaterad", editor)
    case(app, "Fritidsbanken", editor, "2013")
    make_article("Ett begrepp", editor, app=app)
    page = client.get("/sv/timeline").text
    words = ["1920–1929", "1925", "Tvättstugan", "87 år går", "2010–2019", "2013", "Fritidsbanken"]
    words += ["2020–2029", "2022", "oktober", "Webbinariet", "Utan angivet år", "Odaterad"]
    places = [page.index(word, page.index("timeline-year")) for word in words[2:]]
    assert places == sorted(places)
    assert 'href="/sv/timeline#y1920"' in page
    assert "Ett begrepp" not in page


@pytest.mark.long
def test_the_timeline_shows_only_what_readers_see(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    author = make_user("author", app=app)
    draft = case(app, "Hemligt utkast", author, "1990")
    case(app, "Öppet exempel", editor, "1990")
    gone = case(app, "Undanlagt", editor, "1990")
    assert "Undanlagt" in client.get("/sv/timeline").text
    with app.app_context():
        archive_article(gone, "Fel", editor.viewer)
    for person in (None, author, editor):
        if person:
            log_in(client, person)
        page = client.get("/sv/timeline").text
        assert "Öppet exempel" in page
        assert "Hemligt utkast" not in page
        assert "Undanlagt" not in page
    with app.app_context():
        head = db.session.get_one(Article, draft).head.number
        publish_article(draft, head, editor.viewer)
    assert "Hemligt utkast" in client.get("/sv/timeline").text


def test_the_other_language_is_shown_where_there_is_no_translation(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    swedish = case(app, "Tvättstugan", editor, "1925")
    english = case(app, "The laundry room", editor, "1925", "en")
    case(app, "Only in English", editor, "1931", "en")
    with app.app_context():
        pair_articles(swedish, english, editor.viewer)
    page = client.get("/sv/timeline").text
    assert "Tvättstugan" in page
    assert "The laundry room" not in page
    assert 'href="/en/articles/only-in-english" lang="en"' in page
    page = client.get("/en/timeline").text
    assert "The laundry room" in page
    assert "Tvättstugan" not in page


def test_the_timeline_is_filtered(app: Flask, client: FlaskClient, editor: Person) -> None:
    topic = make_tag("welfare", app=app)
    partner = make_tag("umea-university", "university", app=app)
    tagged = case(app, "Fritidsbanken", editor, "2013")
    with_partner = event(app, "Webbinariet", editor, "2022-10-03T13:00")
    put_on(tagged, topic, app=app)
    put_on(with_partner, topic, partner, app=app)

    def shown(query: str) -> set[str]:
        page = client.get(f"/sv/timeline?{query}").text
        return {title for title in ("Fritidsbanken", "Webbinariet") if title in page}

    assert shown("kind=case") == {"Fritidsbanken"}
    assert shown("kind=event") == {"Webbinariet"}
    assert shown("university=umea-university") == {"Webbinariet"}
    assert shown("topic=welfare") == {"Fritidsbanken", "Webbinariet"}
    assert shown("topic=welfare&university=umea-university&kind=event") == {"Webbinariet"}
    assert shown("kind=case&university=umea-university") == set()
    assert "Inget stämmer" in client.get("/sv/timeline?kind=case&university=umea-university").text


@pytest.mark.long
@pytest.mark.parametrize(
    "query", ["kind=x", "kind=concept", "university=x", "topic=%00", "page=-1", "page=99", "page=x"]
)
def test_what_the_timeline_cannot_read_it_leaves_out(
    app: Flask, client: FlaskClient, editor: Person, query: str
) -> None:
    case(app, "Fritidsbanken", editor, "2013")
    answer = client.get(f"/sv/timeline?{query}")
    assert answer.status_code == (400 if "%00" in query else 200)
    assert ("Fritidsbanken" in answer.text) is ("%00" not in query)


def test_many_entries_are_cut_into_pages_that_the_years_lead_to(
    app: Flask, client: FlaskClient, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.pictures.queries.TIMELINE_PAGE", 2)
    for year in ("1951", "1962", "1973"):
        case(app, f"Exempel {year}", editor, year)
    first, second = (client.get(f"/sv/timeline?page={page}").text for page in (1, 2))
    assert "Exempel 1962" in first
    assert "Exempel 1973" not in first
    assert "Exempel 1973" in second
    assert 'href="/sv/timeline?page=2#y1970"' in first
    assert 10 < TIMELINE_PAGE <= 100


@pytest.mark.long
def test_topics_are_joined_by_the_articles_they_share(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    words = {
        "health": ("Hälsa", "Health"),
        "school": ("Skola", "School"),
        "work": ("Arbete", "Work"),
    }
    health, school, work = (
        make_tag(slug, app=app, label_sv=sv, label_en=en) for slug, (sv, en) in words.items()
    )
    make_tag("unused", app=app, label_sv="Oanvänt", label_en="Unused")
    put_on(make_article("Ett", editor, app=app), health, school, app=app)
    put_on(make_article("Två", editor, app=app), health, school, app=app)
    put_on(make_article("Tre", editor, app=app), health, work, app=app)
    put_on(make_article("Four", editor, language="en", app=app), school, work, app=app)
    page = client.get("/sv/topics/map").text
    assert 'aria-label="Hälsa, 3 artiklar"' in page
    assert "Oanvänt" not in page
    listed = Page(page).one("main").text.partition("Samma sak som lista")[2]
    assert "Hälsa 3 artiklar tillsammans med Skola 2, Arbete 1" in listed
    assert "Arbete 1 artikel tillsammans med Hälsa 1" in listed
    english = client.get("/en/topics/map").text
    assert 'aria-label="School, 1 article"' in english
    assert "Health" not in english


def test_drafts_join_no_topics(app: Flask, client: FlaskClient, editor: Person) -> None:
    health, school = make_tag("health", app=app), make_tag("school", app=app)
    author = make_user("author", app=app)
    put_on(make_article("Utkast", author, app=app), health, school, app=app)
    for person in (None, author, editor):
        if person:
            log_in(client, person)
        assert "Inget ämne har någon artikel ännu" in client.get("/sv/topics/map").text
    put_on(make_article("Publicerad", editor, app=app), health, app=app)
    page = client.get("/sv/topics/map").text
    assert 'aria-label="Health, 1 artikel"' in page
    assert "delar ännu ingen artikel" in page
    assert "School" not in page


def test_the_map_follows_each_change_of_tags(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    health, school = make_tag("health", app=app), make_tag("school", app=app)
    article = make_article("Ett", editor, app=app)
    put_on(article, health, app=app)
    assert "School" not in client.get("/sv/topics/map").text
    with app.app_context():
        set_article_tags(article, {health, school}, {health}, editor.viewer)
    assert 'aria-label="School, 1 artikel"' in client.get("/sv/topics/map").text


@pytest.mark.long
@pytest.mark.parametrize("address", ["/timeline", "/topics/map", "/universities/umea-university"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_empty_wiki_has_empty_pictures(
    app: Flask, client: FlaskClient, address: str, language: str
) -> None:
    make_tag("umea-university", "university", app=app)
    answer = client.get(f"/{language}{address}")
    assert answer.status_code == 200
    assert "empty-state" in answer.text


def test_the_process_leads_to_the_methods_of_each_phase(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    facts = {"phases": ["understand", "create_value"]}
    make_article("Samskapande", editor, kind="method", facts=facts, app=app)
    other = {"phases": ["mobilise"]}
    make_article("Kampanj", editor, kind="method", facts=other, app=app)
    make_article("Utan steg", editor, kind="method", app=app)
    draft = make_user("author", app=app)
    make_article("Utkast", draft, kind="method", facts={"phases": ["develop"]}, app=app)
    page = client.get("/sv/articles/?kind=method").text
    assert "Utan steg" in page
    assert 'href="/sv/articles/?kind=method&amp;phase=understand"' in page
    assert "phase=develop" not in page
    narrowed = client.get("/sv/articles/?kind=method&phase=create_value").text
    assert "Samskapande" in narrowed
    assert "Kampanj" not in narrowed
    assert "Utan steg" not in narrowed
    assert 'aria-current="true"' in narrowed[narrowed.index("process-across") :]
    assert "Kampanj" in client.get("/sv/articles/?kind=method&phase=mobilise").text


@pytest.mark.parametrize("query", ["kind=method&phase=x", "phase=understand", "kind=method&phase="])
def test_a_phase_that_is_none_narrows_nothing(
    app: Flask, client: FlaskClient, editor: Person, query: str
) -> None:
    make_article("Utan steg", editor, kind="method", app=app)
    assert "Utan steg" in client.get(f"/sv/articles/?{query}").text


@pytest.mark.long
def test_the_article_about_the_process_shows_it(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    topic = make_tag("innovation-process", app=app)
    put_on(make_article("Processen", editor, app=app), topic, app=app)
    put_on(make_article("En metod", editor, kind="method", app=app), topic, app=app)
    make_article("Ett begrepp", editor, app=app)
    assert "process-across" in client.get("/sv/articles/processen").text
    assert "process-across" not in client.get("/sv/articles/en-metod").text
    assert "process-across" not in client.get("/sv/articles/ett-begrepp").text

    with app.app_context():
        add_file(BytesIO(picture("PNG", 300, 200)), "Egen.png", editor.viewer)
    put_on(make_article("Med bild", editor, body="![](media:egen)", app=app), topic, app=app)
    own = client.get("/sv/articles/med-bild").text
    assert "<figure" in own
    assert "process-across" not in own


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/sv/", "/sv/timeline"),
        ("/sv/", "/sv/topics/map"),
        ("/sv/events/", "/sv/timeline"),
        ("/sv/articles/?kind=case", "/sv/timeline?kind=case"),
        ("/sv/tags/", "/sv/topics/map"),
    ],
)
def test_the_pictures_are_linked_from_related_pages(
    app: Flask, client: FlaskClient, address: str, target: str
) -> None:
    make_tag("welfare", app=app)
    assert f'href="{target}"' in client.get(address).text


def test_the_link_to_the_map_has_an_icon_of_its_own(client: FlaskClient) -> None:
    front = Page(client.get("/sv/"))
    icon = front.one("li:has(> p > [href='/sv/topics/map']) use")["href"]
    assert icon.endswith("#connections")
    assert front.values("use", "href").count(icon) == 1
    assert '<symbol id="connections"' in client.get(icon).text
