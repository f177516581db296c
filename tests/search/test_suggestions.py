"""What is suggested while somebody types, over HTTP."""

import json
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import rename_article
from wiki.db import db
from wiki.search.index.drainer import drain_now, rebuild_now
from wiki.search.queries.completion import MOST_SUGGESTIONS
from wiki.tags.models import TagSynonym

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def suggested(client: FlaskClient, typed: str, language: str = "sv") -> list[tuple[str, str]]:
    """Return (text, kind) of each suggestion."""
    answer = client.get(f"/{language}/search/suggestions", query_string={"q": typed})
    assert answer.status_code == 200
    return [(item["text"], item["kind"]) for item in json.loads(answer.data)["items"]]


def texts(client: FlaskClient, typed: str, language: str = "sv") -> list[str]:
    return [text for text, _ in suggested(client, typed, language)]


class TestTitles:
    @pytest.fixture(autouse=True)
    def articles(self, app: Flask, editor: Person) -> None:
        make_article("Vad är social innovation?", editor, app=app)
        make_article("Sociala innovationer i skolan", editor, kind="case", app=app)
        make_article("Äldreomsorg i Malmö", editor, kind="method", app=app)
        make_article("What is social innovation?", editor, language="en", app=app)
        drain_now(app)

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("vad", ["Vad är social innovation?"]),
            ("VAD ÄR", ["Vad är social innovation?"]),
            (
                "innov",
                [
                    "Vad är social innovation?",
                    "Sociala innovationer i skolan",
                    "What is social innovation?",
                ],
            ),
            (
                "social inn",
                [
                    "Vad är social innovation?",
                    "Sociala innovationer i skolan",
                    "What is social innovation?",
                ],
            ),
            ("sociala", ["Sociala innovationer i skolan"]),
            ("malmo", ["Äldreomsorg i Malmö"]),
            ("Malmö", ["Äldreomsorg i Malmö"]),
            ("aldre", ["Äldreomsorg i Malmö"]),
            ("skolan soc", ["Sociala innovationer i skolan"]),
            ("vad innovation", ["Vad är social innovation?"]),
            ("nnovation", []),
            ("xyz", []),
            ("", []),
            ("   ", []),
            ("?!", []),
            ("%", []),
            ("_ocial", []),
        ],
    )
    def test_each_is_found_by_the_beginning_of_its_words(
        self, client: FlaskClient, typed: str, expected: list[str]
    ) -> None:
        assert texts(client, typed) == expected

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize(
        ("typed", "language", "expected"),
        [
            ("vad är äldreomsorg", "sv", ["Äldreomsorg i Malmö"]),
            ("Vad ar aldreoms", "sv", ["Äldreomsorg i Malmö"]),
            ("vad betyder malmö?", "sv", ["Äldreomsorg i Malmö"]),
            ("what is meant by malmö", "en", ["Äldreomsorg i Malmö"]),
            ("vad är xyz", "sv", []),
            ("hur är", "sv", []),
        ],
    )
    def test_a_question_is_about_what_it_asks_for(
        self, client: FlaskClient, typed: str, language: str, expected: list[str]
    ) -> None:
        assert texts(client, typed, language) == expected

    def test_titles_in_the_language_of_the_page_come_first(self, client: FlaskClient) -> None:
        assert texts(client, "social i", "en")[0] == "What is social innovation?"
        assert texts(client, "social i", "sv")[0] == "Vad är social innovation?"

    def test_each_says_its_kind_and_leads_to_its_page(self, client: FlaskClient) -> None:
        answer = json.loads(client.get("/sv/search/suggestions?q=sociala").data)
        assert answer == {
            "q": "sociala",
            "items": [
                {
                    "text": "Sociala innovationer i skolan",
                    "kind": "Exempel",
                    "language": "sv",
                    "url": "/sv/articles/sociala-innovationer-i-skolan",
                }
            ],
            "all": "Sök efter ”sociala”",
            "said": "1 förslag",
        }
        assert client.get(answer["items"][0]["url"]).status_code == 200

    def test_the_same_after_a_rebuild(self, client: FlaskClient, app: Flask) -> None:
        rebuild_now(app)
        drain_now(app)
        assert texts(client, "skolan") == ["Sociala innovationer i skolan"]


@pytest.mark.long
def test_at_most_eight_are_suggested(client: FlaskClient, app: Flask, editor: Person) -> None:
    for number in range(MOST_SUGGESTIONS + 4):
        make_article(f"Odling {number:02}", editor, app=app)
        make_tag(f"odling-{number:02}", app=app)
    drain_now(app)
    found = suggested(client, "odl")
    assert len(found) == MOST_SUGGESTIONS
    assert [kind for _, kind in found] == ["Begrepp"] * 5 + ["Ämne"] * 3


def test_a_new_title_takes_the_place_of_the_old(
    client: FlaskClient, app: Flask, editor: Person
) -> None:
    article_id = make_article("Odling", editor, app=app)
    drain_now(app)
    with app.app_context():
        rename_article(article_id, "Trädgård", editor.viewer)
    drain_now(app)
    assert (texts(client, "odl"), texts(client, "träd")) == ([], ["Trädgård"])


class TestWhoSeesWhat:
    def test_a_draft_is_suggested_to_those_who_may_see_it(
        self, client: FlaskClient, app: Flask, editor: Person
    ) -> None:
        author = make_user("author", app=app)
        make_article("Hemlig odling", author, app=app)
        drain_now(app)
        seen: dict[str, tuple[list[str], list[str]]] = {}
        for name, person in {
            "reader": None,
            "other": make_user("author", app=app),
            "author": author,
            "editor": editor,
        }.items():
            visitor = app.test_client()
            if person:
                log_in(visitor, person)
            seen[name] = (texts(visitor, "hemlig"), texts(visitor, "odling"))
        both = (["Hemlig odling"], ["Hemlig odling"])
        assert seen == {"reader": ([], []), "other": ([], []), "author": both, "editor": both}

    def test_an_archived_article_is_suggested_no_more_at_once(
        self, client: FlaskClient, app: Flask, editor: Person
    ) -> None:
        article_id = make_article("Odling", editor, app=app)
        drain_now(app)
        assert texts(client, "odl") == ["Odling"]
        with app.app_context():
            archive_article(article_id, "Sägs bättre.", editor.viewer)
        assert texts(client, "odl") == []  # though the drainer has not run yet
        drain_now(app)
        assert texts(client, "odl") == []
        with app.app_context():
            unarchive_article(article_id, editor.viewer)
        drain_now(app)
        assert texts(client, "odl") == ["Odling"]

    def test_only_what_all_readers_get_is_kept_by_caches(
        self, client: FlaskClient, editor: Person
    ) -> None:
        assert client.get("/sv/search/suggestions?q=a").headers["Cache-Control"] == (
            "public, max-age=60"
        )
        log_in(client, editor)
        assert client.get("/sv/search/suggestions?q=a").headers["Cache-Control"] == (
            "private, no-store"
        )


class TestTags:
    @pytest.fixture(autouse=True)
    def tags(self, app: Flask) -> None:
        make_tag(
            "malmo-university",
            "university",
            label_sv="Malmö universitet",
            label_en="Malmö University",
            app=app,
        )
        health = make_tag("health", label_sv="Hälsa", label_en="Health", app=app)
        with app.app_context():
            db.session.add(
                TagSynonym(tag_id=health, language="sv", text="Folkhälsa", key="folkhalsa")
            )
            db.session.commit()

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("malmo", [("Malmö universitet", "Lärosäte")]),
            ("Malmö u", [("Malmö universitet", "Lärosäte")]),
            ("univers", [("Malmö universitet", "Lärosäte")]),
            ("hal", [("Hälsa", "Ämne")]),
            ("health", [("Hälsa", "Ämne: Health")]),
            ("folkh", [("Hälsa", "Ämne: Folkhälsa")]),
            ("lmö", []),
        ],
    )
    def test_labels_of_both_languages_and_synonyms_are_found(
        self, client: FlaskClient, typed: str, expected: list[tuple[str, str]]
    ) -> None:
        assert suggested(client, typed) == expected

    def test_they_are_named_in_the_language_of_the_page(self, client: FlaskClient) -> None:
        assert suggested(client, "halsa", "en") == [("Health", "Topic: Hälsa")]

    def test_each_leads_to_its_page(self, client: FlaskClient) -> None:
        found = json.loads(client.get("/sv/search/suggestions?q=malm").data)["items"]
        assert [item["url"] for item in found] == ["/sv/universities/malmo-university"]
        assert client.get(found[0]["url"]).status_code == 200


@pytest.mark.parametrize(
    "typed", ["a" * 10_000, "' OR 1=1 --", "ö" * 500, "\U0010ffff", "a\u0308", "🙂", "%_%", "٣"]
)
def test_nothing_that_is_typed_breaks_it(client: FlaskClient, typed: str) -> None:
    assert suggested(client, typed) == []


class TestOpenSearch:
    def test_every_page_leads_to_the_description(self, client: FlaskClient) -> None:
        page = client.get("/sv/").text
        assert (
            '<link rel="search" type="application/opensearchdescription+xml" '
            'title="Mötesplats Social Innovation" href="/sv/opensearch.xml">'
        ) in page

    def test_the_description_says_where_to_search_and_what_completes(
        self, client: FlaskClient
    ) -> None:
        answer = client.get("/sv/opensearch.xml")
        assert answer.mimetype == "application/opensearchdescription+xml"
        root = ElementTree.fromstring(answer.data)
        assert root.findtext(f"{OPENSEARCH}ShortName") == "MSI Wiki"
        urls = {url.get("type"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")}
        assert urls == {
            "text/html": "http://localhost/sv/search?q={searchTerms}",
            "application/x-suggestions+json": (
                "http://localhost/sv/search/suggestions?format=opensearch&q={searchTerms}"
            ),
            "application/opensearchdescription+xml": "http://localhost/sv/opensearch.xml",
        }

    def test_suggestions_come_in_the_form_of_browsers(
        self, client: FlaskClient, app: Flask, editor: Person
    ) -> None:
        make_article("Odling i stan", editor, app=app)
        drain_now(app)
        answer = client.get("/sv/search/suggestions?format=opensearch&q=odl")
        assert answer.mimetype == "application/x-suggestions+json"
        assert json.loads(answer.data) == [
            "odl",
            ["Odling i stan"],
            ["Begrepp"],
            ["http://localhost/sv/articles/odling-i-stan"],
        ]
        nothing = client.get("/sv/search/suggestions?format=opensearch&q=xyz")
        assert json.loads(nothing.data) == ["xyz", []]
