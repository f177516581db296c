"""The search page over HTTP."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from tests.search.pages import counts, direct_answers, titles
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

THIS_YEAR = str(now().astimezone(ZoneInfo("Europe/Stockholm")).year)


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
    def test_each_finds_what_it_should_and_no_more(self, client: FlaskClient) -> None:
        # One test asks all questions, so that the documents are written and indexed once.
        wrong = {}
        for question, expected in SIX_QUESTIONS.items():
            found = titles(client, f"/sv/search?q={question}")
            most = len(found) if question in ALONE else max(1, len(expected))
            if found[:most] != expected:
                wrong[question] = found
        assert wrong == {}

    @pytest.mark.parametrize("question", ["Malmö", "malmö", "malmo"])
    def test_every_spelling_of_a_topic_is_answered_by_the_same_topic(
        self, client: FlaskClient, question: str
    ) -> None:
        assert direct_answers(client, f"/sv/search?q={question}") == ["Malmö"]

    @pytest.mark.parametrize("question", ["och", "barn", "omsorg"])
    def test_words_that_name_no_topic_have_no_direct_answer(
        self, client: FlaskClient, question: str
    ) -> None:
        assert direct_answers(client, f"/sv/search?q={question}") == []

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

    @pytest.mark.parametrize("question", ["och", "att det", "NOT", "AND OR", "-x NOT"])
    def test_not_understood_says_so(self, client: FlaskClient, question: str) -> None:
        answer = client.get("/sv/search", query_string={"q": question})
        assert answer.status_code == 200
        assert "Använd ett ord som säger mer" in answer.text

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


def test_an_exact_title_comes_first(client: FlaskClient, app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Tvättmaskin tvättmaskin", editor, body="tvättmaskin " * 40, app=app)
    make_article("Den tvättmaskinen", editor, body="Något helt annat.", app=app)
    drain_now(app)
    assert titles(client, "/sv/search?q=den+tvättmaskinen")[0] == "Den tvättmaskinen"


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


class TestFacets:
    @pytest.fixture(autouse=True)
    def articles(self, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        malmo = make_tag(
            "malmo-university", "university", label_sv="Malmö universitet", number=1, app=app
        )
        health = make_tag("health", label_sv="Hälsa", label_en="Health", app=app)
        for number in range(12):
            article_id = make_article(
                f"Odling {number:02}",
                editor,
                kind="case" if number % 3 == 0 else "method",
                body="Gemensam odling.",
                app=app,
            )
            put_on(
                article_id, *([malmo] if number < 5 else []), *([health] * (number < 2)), app=app
            )
        make_article("Growing odling", editor, language="en", body="Odling in English.", app=app)
        rebuild_now(app)

    def test_counts_are_of_all_hits(self, client: FlaskClient) -> None:
        text = client.get("/sv/search?q=odling").text
        assert "13 träffar" in text
        found = counts(text)
        assert found["Malmö universitet"] == 5
        assert found["Hälsa"] == 2
        assert found["Exempel"] == 4
        assert found["Svenska"] == 12
        assert found["Engelska"] == 1
        dot = '<span class="dot" data-university="1"></span>'
        assert f'<span class="facet-text">{dot} Malmö universitet</span>' in text

    def test_a_filter_narrows_down_and_stays_in_the_url(self, client: FlaskClient) -> None:
        address = "/sv/search?q=odling&university=malmo-university"
        text = client.get(address).text
        assert "5 träffar" in text
        assert counts(text)["Hälsa"] == 2
        assert "/sv/search?q=odling&amp;university=malmo-university&amp;topic=health" in text
        assert len(titles(client, address)) == 5

    def test_filters_alone_list_the_newest(self, client: FlaskClient) -> None:
        assert len(titles(client, "/sv/search?topic=health")) == 2
        assert len(titles(client, "/sv/search?q=tag:hälsa+kind:case")) == 1
        assert len(titles(client, "/sv/search?q=odling+-tag:hälsa+language:sv")) == 10
        assert len(titles(client, "/sv/search?q=university:malmö")) == 5

    def test_an_unknown_value_finds_nothing_and_can_be_taken_away(
        self, client: FlaskClient
    ) -> None:
        text = client.get("/sv/search?q=odling&topic=unheard").text
        assert "Inga träffar" in text
        assert 'href="/sv/search?q=odling"' in text

    def test_pages(self, client: FlaskClient) -> None:
        first, second = (
            titles(client, "/sv/search?q=odling"),
            titles(client, "/sv/search?q=odling&page=2"),
        )
        assert (len(first), len(second)) == (10, 3)
        assert not set(first) & set(second)
        assert titles(client, "/sv/search?q=odling&page=1000000000") == second


class TestYears:
    @pytest.fixture(autouse=True)
    def editor(self, app: Flask) -> Person:
        editor = make_user(Role.EDITOR, app=app)
        author = make_user(app=app)
        written: list[tuple[str, dict[str, object]]] = [
            ("case", {"year": 2019}),
            ("case", {"year": 2022}),
            ("case", {"year": 2019}),
            ("event", {"starts_at": "2022-10-03T09:00"}),
            ("event", {"starts_at": "2019-01"}),
        ]
        for number, (kind, facts) in enumerate(written):
            make_article(f"Odling {number}", editor, kind=kind, facts=facts, app=app)
        make_article("Om odling", editor, app=app)
        make_article("Odling i utkast", author, kind="case", facts={"year": 2022}, app=app)
        drain_now(app)
        return editor

    def test_each_is_counted_the_latest_first_without_drafts(self, client: FlaskClient) -> None:
        found = counts(client.get("/sv/search?q=odling").text)
        years = [(name, count) for name, count in found.items() if name.isdigit()]
        assert years == [(THIS_YEAR, 1), ("2022", 2), ("2019", 3)]

    def test_who_may_see_a_draft_has_it_counted(self, client: FlaskClient, editor: Person) -> None:
        log_in(client, editor)
        assert counts(client.get("/sv/search?q=odling").text)["2022"] == 3

    def test_a_chosen_year_is_in_the_url(self, client: FlaskClient) -> None:
        text = client.get("/sv/search?q=odling").text
        assert 'href="/sv/search?q=odling&amp;year=2022"' in text
        chosen = client.get("/sv/search?q=odling&year=2022").text
        assert set(titles(client, "/sv/search?q=odling&year=2022")) == {"Odling 1", "Odling 3"}
        assert {name: n for name, n in counts(chosen).items() if name.isdigit()} == {
            THIS_YEAR: 1,
            "2022": 2,
            "2019": 3,
        }
        assert counts(chosen)["Exempel"] == 1
        assert set(titles(client, "/sv/search?q=odling+år:2022")) == {"Odling 1", "Odling 3"}
        assert "Inga träffar" in client.get("/sv/search?q=odling&year=x").text


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
