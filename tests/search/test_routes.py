"""The search page over HTTP."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from tests.search.pages import direct_answers, titles
from wiki.accounts.models import Role
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db
from wiki.search.index.drainer import drain_now, rebuild_now

SIX_QUESTIONS = {
    "innovation": ["Sociala innovationer i skolan"],
    "barn": ["Lek och skolbarn"],
    "omsorg": ["Stöd åt gamla"],
    "äldre": ["Stöd åt gamla"],
    "Malmö": ["En stad vid sundet"],
    "malmö": ["En stad vid sundet"],
    "malmo": ["En stad vid sundet"],
    "tag:Malmö": ["En stad vid sundet"],
    "tag:malmo": ["En stad vid sundet"],
    "och": [],
    "barnacles": ["Om barnacles"],
    "skola": ["Sociala innovationer i skolan"],
}
# These find nothing else.
ALONE = {"innovation", "barn", "omsorg", "och", "malmo"}


@pytest.fixture
def six_documents(app: Flask) -> None:
    """Write the documents that every Swedish search must pass, and nothing else."""
    editor = make_user(Role.EDITOR, app=app)
    malmo = make_tag("malmo", label_sv="Malmö", label_en="Malmö", app=app)
    for title, body in [
        ("Sociala innovationer i skolan", "Elever och lärare prövar nytt."),
        ("Lek och skolbarn", "Skolbarn leker på rasten."),
        ("Om barnacles", "Barnacles är havstulpaner på engelska."),
        ("Stöd åt gamla", "Kommunens äldreomsorg har fått nya former."),
    ]:
        make_article(title, editor, body=body, app=app)
    tagged = make_article("En stad vid sundet", editor, body="Om en stad.", app=app)
    put_on(tagged, malmo, app=app)
    drain_now(app)


@pytest.mark.usefixtures("six_documents")
class TestSixDocuments:
    @pytest.mark.long
    def test_each_finds_what_it_should_and_no_more(self, client: FlaskClient) -> None:
        # One test asks all questions, so that the documents are written and indexed once.
        wrong = {}
        for question, expected in SIX_QUESTIONS.items():
            found = titles(client, f"/sv/search?q={question}")
            most = len(found) if question in ALONE else max(1, len(expected))
            if found[:most] != expected:
                wrong[question] = found
        assert wrong == {}

    @pytest.mark.long
    @pytest.mark.parametrize("question", ["Malmö", "malmö", "malmo"])
    def test_every_spelling_of_a_topic_is_answered_by_the_same_topic(
        self, client: FlaskClient, question: str
    ) -> None:
        assert direct_answers(client, f"/sv/search?q={question}") == ["Malmö"]

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize("question", ["och", "barn", "omsorg"])
    def test_words_that_name_no_topic_have_no_direct_answer(
        self, client: FlaskClient, question: str
    ) -> None:
        assert direct_answers(client, f"/sv/search?q={question}") == []

    @pytest.mark.long
    def test_the_same_after_a_rebuild(self, client: FlaskClient, app: Flask) -> None:
        rebuild_now(app)
        assert titles(client, "/sv/search?q=omsorg") == ["Stöd åt gamla"]
        assert titles(client, "/sv/search?q=barn") == ["Lek och skolbarn"]


@pytest.mark.usefixtures("six_documents")
class TestStates:
    def test_not_asked_explains_how(self, client: FlaskClient) -> None:
        text = client.get("/sv/search").text
        assert "Mer exakt" in text
        assert "Inga träffar" not in text

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize("question", ["och", "att det", "NOT", "AND OR", "-x NOT"])
    def test_not_understood_says_so(self, client: FlaskClient, question: str) -> None:
        answer = client.get("/sv/search", query_string={"q": question})
        assert answer.status_code == 200
        assert "Använd ett ord som säger mer" in answer.text

    @pytest.mark.long
    def test_operators_of_other_search_engines_find_nothing(
        self, client: FlaskClient, app: Flask
    ) -> None:
        operators = ("AND", "OR", "NOT", "OCH", "ELLER", "INTE")
        body = " ".join(f"Den {operator}." for operator in operators)
        make_article("Versaler", make_user(Role.EDITOR, app=app), body=body, app=app)
        drain_now(app)
        for operator in operators:
            found = titles(client, f"/sv/search?q=innovation {operator} skolbarn")
            assert sorted(found) == ["Lek och skolbarn", "Sociala innovationer i skolan"], operator

    @pytest.mark.long
    @pytest.mark.parametrize("question", ["WHO", "OM"])
    def test_an_abbreviation_that_no_text_holds_is_not_found(
        self, client: FlaskClient, question: str
    ) -> None:
        assert "Inga träffar" in client.get(f"/sv/search?q={question}").text

    def test_nothing_found_helps_on(self, client: FlaskClient) -> None:
        text = client.get("/sv/search?q=xylofonbyggare").text
        assert "Inga träffar" in text
        assert 'href="/sv/articles/"' in text
        assert "Ämnen som det skrivs mycket om" in text
        assert "Ämnen som det skrivs mycket om" not in client.get("/sv/search?q=omsorg").text
        assert "artikeln som saknas" not in text

    def test_nothing_found_names_a_topic_that_resembles(self, client: FlaskClient) -> None:
        assert 'href="/sv/tags/malmo"' in client.get("/sv/search?q=malmoe+-stad").text

    def test_authors_are_offered_to_write_the_article(
        self, client: FlaskClient, app: Flask
    ) -> None:
        log_in(client, make_user(app=app))
        text = client.get("/sv/search?q=xylofonbyggare").text
        assert "/sv/articles/new?title=xylofonbyggare" in text

    def test_nothing_with_a_filter_offers_to_take_it_away(self, client: FlaskClient) -> None:
        text = client.get("/sv/search?q=omsorg&language=en").text
        assert "Utan avgränsning finns 1 träff" in text
        assert "Menade du" not in text
        assert 'href="/sv/search?q=omsorg"' in text

    def test_a_long_question_is_cut_and_that_is_said(self, client: FlaskClient) -> None:
        answer = client.get("/sv/search", query_string={"q": "omsorg " * 2_000})
        assert answer.status_code == 200
        assert "Frågan var för lång" in answer.text

    def test_the_question_stays_in_the_box_and_is_escaped(self, client: FlaskClient) -> None:
        text = client.get("/sv/search", query_string={"q": '"><script>alert(1)</script>'}).text
        assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in text
        assert "<script>alert" not in text

    def test_the_page_in_english(self, client: FlaskClient) -> None:
        assert "1 hit" in client.get("/en/search?q=omsorg").text

    def test_search_pages_are_not_for_other_search_engines(self, client: FlaskClient) -> None:
        assert 'content="noindex, follow"' in client.get("/sv/search?q=omsorg").text


def test_a_snippet_marks_the_words_and_escapes_the_text(client: FlaskClient, app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Vård", editor, body="En rad om 5 < 6 & innovationernas värde.", app=app)
    drain_now(app)
    text = client.get("/sv/search?q=innovation").text
    assert "5 &lt; 6 &amp; <mark>innovationernas</mark> värde" in text


@pytest.mark.long
def test_an_exact_title_comes_first(client: FlaskClient, app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Tvättmaskin tvättmaskin", editor, body="tvättmaskin " * 40, app=app)
    make_article("Den tvättmaskinen", editor, body="Något helt annat.", app=app)
    drain_now(app)
    assert titles(client, "/sv/search?q=den+tvättmaskinen")[0] == "Den tvättmaskinen"


@pytest.mark.long
def test_a_title_that_is_the_question_in_other_words_comes_before_the_rest(
    client: FlaskClient, app: Flask
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Social innovation i skolan", editor, body="social innovation " * 40, app=app)
    make_article("Vad är sociala innovationer?", editor, body="Frågan.", app=app)
    drain_now(app)
    found = titles(client, "/sv/search?q=social+innovation")
    assert found == ["Vad är sociala innovationer?", "Social innovation i skolan"]


def test_between_equals_the_language_of_the_page_comes_first(
    client: FlaskClient, app: Flask
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Forum Odling", editor, language="en", body="Forum Odling.", app=app)
    make_article("Forum Odling", editor, language="sv", body="Forum Odling.", app=app)
    drain_now(app)
    for language, other in (("sv", "en"), ("en", "sv")):
        page = Page(client.get(f"/{language}/search?q=odling"))
        addresses = page.values(".item-title > a", "href")
        assert [address[1:3] for address in addresses] == [language, other]


def test_newest_first(client: FlaskClient, app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Odling odling", editor, body="odling odling", app=app)
    drain_now(app)
    newer = make_article("Annat", editor, body="Lite odling.", app=app)
    with app.app_context():
        article = db.session.get_one(Article, newer)
        article.published_at = now() + timedelta(hours=1)
        db.session.commit()
    drain_now(app)
    assert titles(client, "/sv/search?q=odling") == ["Odling odling", "Annat"]
    assert titles(client, "/sv/search?q=odling&sort=newest") == ["Annat", "Odling odling"]
