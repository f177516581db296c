"""Propose topics as an author over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.fixtures.statements import statements
from wiki.articles.actions.archive import pair_articles
from wiki.db import db
from wiki.proposals.actions import decide_suggestion, propose_tags, refuse_proposals
from wiki.proposals.queries.habits import Habits
from wiki.search.index.drainer import rebuild_now
from wiki.search.language.analysis import terms
from wiki.tags.models import TagProposal

PAGE = "/sv/articles/ett-kooperativ-pa-landsbygden/tags"


@pytest.fixture
def writing(app: Flask, client: FlaskClient, author: Person) -> FlaskClient:
    log_in(client, author)
    return client


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ på landsbygden", author, app=app)


@pytest.fixture
def topic(app: Flask) -> int:
    return make_tag("rural-development", app=app, label_sv="Landsbygd")


def rows(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        found = db.session.query(TagProposal.tag_id, TagProposal.state).all()
    return [(row.tag_id, row.state) for row in found]


def test_an_author_is_led_to_the_page_and_proposes(
    app: Flask, writing: FlaskClient, article_id: int, topic: int
) -> None:
    for page in ("/sv/articles/ett-kooperativ-pa-landsbygden", PAGE.replace("/tags", "/edit")):
        assert f'href="{PAGE}"' in writing.get(page).text
    page = writing.get(PAGE).text
    assert "Föreslå ämnen för ”Ett kooperativ på landsbygden”" in page
    assert "Orden: landsbygd." in page
    assert page.count(f'value="{topic}"') == 1  # not in the list of all terms too
    sent = {"tags": [str(topic)], "reason": "Byn ligger <långt> bort."}
    done = writing.post(f"{PAGE}/proposals", data=sent)
    assert (done.status_code, done.location) == (303, PAGE)
    page = writing.get(PAGE).text
    assert "1 ämne är föreslaget. En redaktör avgör." in page
    assert "”Byn ligger &lt;långt&gt; bort.”" in page
    assert rows(app) == [(topic, "waiting")]
    own = writing.get("/sv/account/articles").text
    assert "Föreslagna ämnen som väntar på en redaktör: Landsbygd" in " ".join(own.split())

    row_id = page.split('name="proposal" value="')[1].split('"')[0]
    gone = writing.post(f"{PAGE}/withdrawal", data={"proposal": row_id})
    assert (gone.status_code, rows(app)) == (303, [])


def test_a_refused_topic_says_who_refused_it_and_asks_why(
    app: Flask, writing: FlaskClient, author: Person, editor: Person, article_id: int, topic: int
) -> None:
    with app.test_request_context():
        propose_tags(article_id, {topic}, "", author.viewer)
        row_id = db.session.query(TagProposal.id).scalar()
        refuse_proposals([row_id], "Det finns ingen by i den.", editor.viewer)
    for address in (PAGE, "/sv/account/articles"):
        assert "”Det finns ingen by i den.”" in writing.get(address).text
    assert "Eva Berg avböjde det" in writing.get(PAGE).text
    answer = writing.post(f"{PAGE}/proposals", data={"tags": [str(topic)]})
    assert answer.status_code == 422
    assert "Skriv varför du frågar igen." in answer.text
    assert f'value="{topic}" checked' in answer.text  # nothing chosen is lost
    sent = {"tags": [str(topic)], "reason": "Titta igen."}
    assert writing.post(f"{PAGE}/proposals", data=sent).status_code == 303
    assert "Eva Berg avböjde det" in writing.get(PAGE).text


def test_mistakes_keep_what_was_typed(
    app: Flask, writing: FlaskClient, article_id: int, topic: int
) -> None:
    answer = writing.post(f"{PAGE}/proposals", data={"reason": "För att."})
    assert (answer.status_code, 'value="För att."' in answer.text) == (422, True)
    assert 'href="#tags"' in answer.text
    assert 'id="tags"' in answer.text
    sent = {"intent": "filter", "q": "lands", "tags": [str(topic)], "reason": "För att."}
    page = writing.post(f"{PAGE}/proposals", data=sent)
    assert (page.status_code, rows(app)) == (200, [])
    assert f'value="{topic}" checked' in page.text
    flood = {"tags": [str(number) for number in range(1, 300)] + ["x", str(10**40)]}
    assert writing.post(f"{PAGE}/proposals", data=flood).status_code == 422
    assert writing.post(f"{PAGE}/withdrawal", data={"proposal": "x"}).status_code == 404


def test_nobody_learns_of_the_drafts_of_others(
    app: Flask, client: FlaskClient, article_id: int, topic: int
) -> None:
    none = "/sv/articles/finns-inte/tags"
    assert client.get(PAGE).location.startswith("/sv/login?next=")
    assert client.get(none).location.startswith("/sv/login?next=")
    sent = {"tags": [str(topic)], "proposal": "1"}
    for name in ("proposals", "withdrawal", "suggestions"):
        assert client.post(f"{PAGE}/{name}", data=sent).status_code == 403, name
    log_in(client, make_user("author", app=app))
    for address in (PAGE, none):
        assert client.get(address).status_code == 404
        for name in ("proposals", "withdrawal"):
            assert client.post(f"{address}/{name}", data=sent).status_code == 404
    assert rows(app) == []


def test_the_tags_of_a_hidden_translation_suggest_nothing(
    app: Flask, client: FlaskClient, editor: Person, author: Person
) -> None:
    topic = make_tag("odd-word", app=app)
    public = make_article("Alla ser den", editor, app=app)
    draft = make_article("Only Anna sees it", author, language="en", app=app)
    with app.app_context():
        pair_articles(public, draft, editor.viewer)
    put_on(draft, topic, app=app)
    log_in(client, make_user("author", app=app))
    assert "Översättningen har det." not in client.get("/sv/articles/alla-ser-den/tags").text
    log_in(client, author)
    assert "Översättningen har det." in client.get("/sv/articles/alla-ser-den/tags").text


@pytest.mark.long
def test_the_drafts_of_others_do_not_say_what_a_word_tells(
    app: Flask, editor: Person, author: Person
) -> None:
    topic = make_tag("rural-development", app=app, label_sv="Landsbygd")
    public = make_article("Om landsbygden", editor, app=app)
    shares = []
    for title, writer in (("Utkast", author), ("Landsbygd", author), ("Landsbygder", editor)):
        put_on(make_article(title, writer, app=app), topic, app=app)
        rebuild_now(app)
        with app.app_context():
            word = tuple(terms("Landsbygd", "sv"))
            shares.append(Habits("sv").of(public)(word, "rural-development"))
    assert shares[0] == shares[1] < shares[2]


@pytest.mark.long
def test_the_page_makes_a_fixed_number_of_statements(
    app: Flask, writing: FlaskClient, author: Person, editor: Person, article_id: int
) -> None:
    writing.get(PAGE)  # the footer reads the universities again after a new term
    counts = []
    for number in range(3):
        with app.test_request_context():
            chosen = {make_tag(f"topic-{number}-{each}") for each in range(3)}
            propose_tags(article_id, chosen, "", author.viewer)
            decide_suggestion(article_id, make_tag(f"no-{number}"), editor.viewer, accept=False)
        with statements(app) as found:
            writing.get(PAGE)
            writing.get("/sv/account/articles")
        counts.append(len(found))
    assert counts[1] == counts[2] <= counts[0] <= 32, counts
