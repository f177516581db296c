"""What nobody has checked for long stands a little lower among what is equally good."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from tests.page import Page
from tests.search.pages import titles
from wiki.articles.models import Article
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.search.index.models import IndexTask
from wiki.search.ranking.selection import LONG_PAST_DAYS
from wiki.upkeep.actions import check_article, edition_of, plan_upkeep, undo_check
from wiki.upkeep.queries import today

BODY = "Grannar odlar tillsammans på taket."


@pytest.fixture
def ids(app: Flask, editor: Person) -> list[int]:
    return [make_article(title, editor, body=BODY, app=app) for title in ("Alfa", "Beta")]


def set_days_ago(app: Flask, article_id: int, editor: Person, days: int) -> None:
    """Let an article have been to be checked so many days ago."""
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        day = today() - timedelta(days=days)
        plan_upkeep(article_id, None, day, edition_of(article), editor.viewer)


def found(app: Flask, client: FlaskClient, question: str = "grannar odlar") -> list[str]:
    drain_now(app)
    return titles(client, f"/sv/search?q={question}")


@pytest.mark.long
def test_of_equals_the_one_that_was_checked_comes_first(
    app: Flask, client: FlaskClient, ids: list[int], editor: Person
) -> None:
    assert found(app, client) == ["Alfa", "Beta"]
    set_days_ago(app, ids[0], editor, LONG_PAST_DAYS)
    assert found(app, client) == ["Alfa", "Beta"]
    set_days_ago(app, ids[0], editor, LONG_PAST_DAYS + 1)
    assert found(app, client) == ["Beta", "Alfa"]
    with app.app_context():
        check_id = check_article(ids[0], 1, None, editor.viewer)
    assert found(app, client) == ["Alfa", "Beta"]
    with app.app_context():
        undo_check(ids[0], check_id, editor.viewer)
    assert found(app, client) == ["Beta", "Alfa"]


def test_a_check_is_noted_for_the_index_in_its_transaction(
    app: Flask, ids: list[int], editor: Person
) -> None:
    drain_now(app)
    with app.app_context():
        check_article(ids[1], 1, today(), editor.viewer)
        assert [task.article_id for task in db.session.query(IndexTask)] == [ids[1]]


def test_what_answers_better_stays_first(
    app: Flask, client: FlaskClient, ids: list[int], editor: Person
) -> None:
    better = make_article("Gamma", editor, body=f"{BODY} Grannar odlar.", app=app)
    set_days_ago(app, better, editor, 3_000)
    assert found(app, client)[0] == "Gamma"


@pytest.mark.long
@pytest.mark.parametrize("question", ["alfa", "ALFA", "vad är alfa"])
def test_a_title_that_is_the_question_stays_first(
    app: Flask, client: FlaskClient, ids: list[int], editor: Person, question: str
) -> None:
    make_article("Alfa", editor, body=BODY, app=app)
    set_days_ago(app, ids[0], editor, 3_000)
    drain_now(app)
    links = Page(client.get(f"/sv/search?q={question}")).all("ol.hits h2.item-title > a")
    addresses = [str(link["href"]).partition("?")[0] for link in links]
    # The newer of two equals is first, and both were made within a second or two.
    assert sorted(addresses[:2]) == ["/sv/articles/alfa", "/sv/articles/alfa-2"]


def test_check_names_what_the_index_does_not_know(
    app: Flask, ids: list[int], editor: Person
) -> None:
    drain_now(app)
    app.config["CHECK_MONTHS"] = "concept:1"
    run = app.test_cli_runner().invoke
    result = run(args=["search", "check"])
    assert result.exit_code == 1
    assert "to be checked by" in result.output
    assert run(args=["search", "check", "--repair"]).exit_code == 0
    assert run(args=["search", "check"]).exit_code == 0
