"""Related articles below an article: updated when one is saved, shown while they are public."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles, unarchive_article
from wiki.articles.actions.save import save_article
from wiki.articles.text import check_text
from wiki.search.index.drainer import drain_now, rebuild_now
from wiki.search.index.related import MOST_RELATED


def related(client: FlaskClient, slug: str, language: str = "sv") -> list[str]:
    """Return the titles of the related articles below an article."""
    page = client.get(f"/{language}/articles/{slug}")
    assert page.status_code == 200
    return Page(page).texts("section.related .item-title > a")


@pytest.mark.long
def test_shared_topics_and_words_of_titles_relate(
    client: FlaskClient, app: Flask, editor: Person
) -> None:
    gardens, harbour = make_tag("gardens", app=app), make_tag("harbours", app=app)
    for title, tag in [
        ("Odling i växthus", gardens),
        ("Gemensamma trädgårdar", gardens),
        ("Fisk och båt", harbour),
        ("Växthusets historia", harbour),
    ]:
        put_on(make_article(title, editor, app=app), tag, app=app)
    make_article("Helt annat", editor, app=app)
    drain_now(app)
    found = related(client, "odling-i-vaxthus")
    assert sorted(found) == ["Gemensamma trädgårdar", "Växthusets historia"]
    assert related(client, "gemensamma-tradgardar") == ["Odling i växthus"]
    assert related(client, "helt-annat") == []


def test_words_of_the_summary_relate_too(client: FlaskClient, app: Flask, editor: Person) -> None:
    make_article("Alfa", editor, summary="Bygger på samskapande i skolan.", app=app)
    make_article("Samskapande som metod", editor, app=app)
    drain_now(app)
    assert related(client, "alfa") == ["Samskapande som metod"]


@pytest.mark.long
def test_what_few_share_counts_more(client: FlaskClient, app: Flask, editor: Person) -> None:
    common, rare = make_tag("common", app=app), make_tag("rare", app=app)
    first = make_article("Alfa", editor, app=app)
    put_on(first, common, rare, app=app)
    for number in range(MOST_RELATED + 3):
        put_on(make_article(f"Beta{number}", editor, app=app), common, app=app)
    put_on(make_article("Gamma", editor, app=app), rare, app=app)
    drain_now(app)
    found = related(client, "alfa")
    assert found[0] == "Gamma"
    assert len(found) == MOST_RELATED


def test_only_the_same_language_is_related(client: FlaskClient, app: Flask, editor: Person) -> None:
    topic = make_tag("gardens", app=app)
    swedish = make_article("Odling", editor, app=app)
    english = make_article("Gardening", editor, language="en", app=app)
    other = make_article("Planting", editor, language="en", app=app)
    for article_id in (swedish, english, other):
        put_on(article_id, topic, app=app)
    with app.app_context():
        pair_articles(swedish, english, editor.viewer)
    drain_now(app)
    assert related(client, "odling") == []
    assert 'href="/en/articles/gardening"' in client.get("/sv/articles/odling").text
    assert related(client, "gardening", "en") == ["Planting"]


class TestWhatChanges:
    @pytest.fixture(autouse=True)
    def articles(self, app: Flask, editor: Person) -> None:
        topic = make_tag("gardens", app=app)
        self.first = make_article("Odling", editor, app=app)
        self.second = make_article("Bevattning", editor, app=app)
        put_on(self.first, topic, app=app)
        put_on(self.second, topic, app=app)
        drain_now(app)

    @pytest.mark.long
    def test_an_archived_article_leaves_at_once_and_comes_back(
        self, client: FlaskClient, app: Flask, editor: Person
    ) -> None:
        assert related(client, "odling") == ["Bevattning"]
        with app.app_context():
            archive_article(self.second, "Sägs bättre.", editor.viewer)
        assert related(client, "odling") == []  # though the drainer has not run yet
        drain_now(app)
        assert related(client, "odling") == []
        with app.app_context():
            unarchive_article(self.second, editor.viewer)
        drain_now(app)
        assert related(client, "odling") == ["Bevattning"]
        log_in(client, editor)
        assert related(client, "bevattning") == ["Odling"]

    def test_a_new_article_appears_below_those_near_it(
        self, client: FlaskClient, app: Flask, editor: Person
    ) -> None:
        make_article("Bevattningens historia", editor, app=app)
        drain_now(app)
        assert related(client, "bevattningens-historia") == ["Bevattning"]
        assert sorted(related(client, "bevattning")) == ["Bevattningens historia", "Odling"]

    def test_a_draft_is_never_related(self, client: FlaskClient, app: Flask) -> None:
        make_article("Bevattning i hemlighet", make_user("author", app=app), app=app)
        drain_now(app)
        assert related(client, "bevattning") == ["Odling"]
        log_in(client, make_user("admin", app=app))
        assert related(client, "bevattning") == ["Odling"]

    def test_a_draft_of_a_public_article_changes_nothing(
        self, client: FlaskClient, app: Flask
    ) -> None:
        with app.app_context():
            text = check_text("concept", "Fiske", "", "x", {})
            save_article(self.first, text, 1, make_user("author").viewer)
        drain_now(app)
        assert related(client, "bevattning") == ["Odling"]

    def test_a_rebuild_finds_the_same(self, client: FlaskClient, app: Flask) -> None:
        rebuild_now(app)
        drain_now(app)
        assert related(client, "odling") == ["Bevattning"]
