"""Undo what one person did, from the page of the account."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_tag, make_user
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.tags import tag_articles, untag_articles
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import NotAllowed
from wiki.reversal.actions import undo_work
from wiki.reversal.deeds import Period
from wiki.reversal.queries.work import find_work
from wiki.revisions.models import Revision
from wiki.tags.actions.terms import create_tag
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.terms import Term


@pytest.fixture
def vandal(app: Flask) -> Person:
    return make_user("editor", "Vera Vandal", app=app)


@pytest.fixture
def boss(app: Flask, client: FlaskClient, admin: Person) -> FlaskClient:
    log_in(client, admin)
    return client


def save(app: Flask, article_id: int, body: str, person: Person, *, publish: bool = False) -> None:
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        text = check_text(article.kind, article.head.title, "", body, {})
        save_article(article_id, text, article.head.number, person.viewer, publish=publish)


def page_of(client: FlaskClient, person: Person, language: str = "sv") -> Page:
    return Page(client.get(f"/{language}/admin/users/{person.user_id}/reversal"))


def planned(page: Page) -> dict[str, str]:
    """Return what will happen, by the kind of deed."""
    keys = page.values("[name=deeds]", "value")
    return {key.split("-")[0]: text for key, text in zip(keys, _happens(page), strict=True)}


def _happens(page: Page) -> Iterable[str]:
    return page.texts("tr:has([name=deeds]) td:last-child")


def undo(client: FlaskClient, person: Person) -> TestResponse:
    page = page_of(client, person)
    form = page.one("form[method=post]:has([name=deeds])")
    return client.post(form["action"], data=form.sent())


def shown(app: Flask, article_id: int) -> tuple[str, str]:
    """Return the newest text, and the one that readers see."""
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        published = article.published.body_markdown if article.is_public else ""  # type: ignore[union-attr]  # public
        return article.head.body_markdown.strip(), published.strip()


@pytest.mark.long
def test_a_text_and_its_publication_go_back(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    article = make_article("Alfa", editor, body="gott", app=app)
    save(app, article, "skräp", vandal, publish=True)
    save(app, article, "mer skräp", vandal)
    assert planned(page_of(boss, vandal)) == {
        "publication": "Ta tillbaka publiceringen",
        "text": "Spara texten före personens igen (version 1)",
    }
    assert shown(app, article) == ("mer skräp", "skräp")
    answer = undo(boss, vandal)
    assert answer.status_code == 200
    assert "2 handlingar är ångrade" in answer.text
    assert shown(app, article) == ("gott", "gott")
    journal = Page(boss.get("/sv/admin/journal"))
    assert journal.texts("tbody th")[:3] == [
        "Ångrade vad någon hade gjort",
        "Publicerade en version",
        "Sparade en version",
    ]
    assert journal.all("tbody tr")[0].one("a")["href"] == f"/sv/admin/users/{vandal.user_id}"
    assert page_of(boss, vandal).all("[name=deeds]") == []


def test_a_draft_that_somebody_published_is_replaced_only_by_what_was_public(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    article = make_article("Alfa", editor, body="offentligt", app=app)
    save(app, article, "hemligt utkast", editor)
    save(app, article, "skräp", vandal, publish=True)
    undo(boss, vandal)
    assert shown(app, article) == ("hemligt utkast", "offentligt")


def test_what_somebody_wrote_later_stays(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    article = make_article("Alfa", editor, body="gott", app=app)
    save(app, article, "gott\n\nskräp", vandal)
    save(app, article, "gott\n\nskräp\n\nbättre", editor, publish=True)
    page = page_of(boss, vandal)
    assert page.all("[name=deeds]") == []
    assert "Någon annan har sparat sedan dess." in page.text
    assert "Inget från de här dagarna kan ångras" in page.text


def test_an_article_of_their_own_is_archived_and_can_come_back(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    own = make_article("Skräp", vandal, body="x", app=app)
    shared = make_article("Delad", vandal, body="x", app=app)
    save(app, shared, "x\n\ny", editor)
    assert planned(page_of(boss, vandal)) == {
        "article": "Arkivera artikeln som personen började på",
        "publication": "Ta tillbaka publiceringen",
    }
    undo(boss, vandal)
    with app.app_context():
        assert db.session.get_one(Article, own).is_archived
        assert not db.session.get_one(Article, shared).is_archived
    assert shown(app, shared) == ("x\n\ny", "")
    assert "Andra har också skrivit i den." in page_of(boss, vandal).text
    assert boss.get("/sv/articles/skrap").status_code == 200


def test_tags_go_and_come_back_unless_others_chose_since(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    article = make_article("Alfa", editor, app=app)
    tags = {name: make_tag(name, app=app) for name in ("good", "bad", "kept", "again")}
    with app.app_context():
        tag_articles([article], [tags["good"], tags["again"]], editor.viewer)
        untag_articles({article: [tags["good"], tags["again"]]}, vandal.viewer)
        tag_articles([article], [tags["bad"], tags["kept"]], vandal.viewer)
        tag_articles([article], [tags["again"]], editor.viewer)
        untag_articles({article: [tags["kept"]]}, editor.viewer)
        tag_articles([article], [tags["kept"]], editor.viewer)
    assert planned(page_of(boss, vandal)) == {"tags": "Ta av: Bad. Sätt tillbaka: Good."}
    undo(boss, vandal)
    with app.app_context():
        there = select(ArticleTag.tag_id).where(ArticleTag.article_id == article)
        assert set(db.session.scalars(there)) == {tags["good"], tags["kept"], tags["again"]}


def test_a_term_goes_with_what_was_tagged_with_it(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person, new_term: int
) -> None:
    article = make_article("Alfa", editor, app=app)
    with app.app_context():
        tag_articles([article], [new_term], vandal.viewer)
    assert set(planned(page_of(boss, vandal))) == {"tags", "term"}
    assert "2 handlingar är ångrade" in undo(boss, vandal).text
    with app.app_context():
        assert db.session.get(Tag, new_term) is None


@pytest.fixture
def new_term(app: Flask, vandal: Person) -> int:
    term = Term(kind="topic", label_sv="Skräp", label_en="Rubbish")
    with app.app_context():
        return create_tag(term, vandal.viewer).id


def test_what_was_taken_from_readers_comes_back(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    first = make_article("Alfa", editor, body="a", app=app)
    second = make_article("Beta", editor, body="b", app=app)
    with app.app_context():
        withdraw_publication(first, 1, vandal.viewer)
        archive_article(second, "därför", vandal.viewer)
    assert planned(page_of(boss, vandal)) == {
        "archival": "Hämta tillbaka den arkiverade artikeln",
        "withdrawal": "Visa version 1 för läsare igen",
    }
    undo(boss, vandal)
    assert (shown(app, first), shown(app, second)) == (("a", "a"), ("b", "b"))


def test_what_is_purged_or_has_no_undo_is_told(
    app: Flask, boss: FlaskClient, author: Person
) -> None:
    article = make_article("Kladd", author, app=app)
    with app.app_context():
        delete_draft(article, author.viewer)
    page = page_of(boss, author)
    assert "Den är raderad för gott." in page.text
    assert page.texts("tr:has(td.number) th") == ["Raderade ett eget utkast"]


def test_only_the_days_that_are_chosen_count(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    article = make_article("Alfa", editor, body="gott", app=app)
    save(app, article, "gammalt", vandal)
    # The form's days are those of the site's time zone, which differ from UTC's after 23 o'clock.
    earlier = now().astimezone(ZoneInfo(app.config["TIMEZONE"])) - timedelta(days=5)
    with app.app_context(), write():
        for table, column in ((Revision, "created_at"), (AuditEntry, "at")):
            db.session.execute(update(table).values({column: earlier}))
    save(app, article, "nytt", vandal)
    undo(boss, vandal)
    assert shown(app, article)[0] == "gammalt"
    address = f"/sv/admin/users/{vandal.user_id}/reversal"
    week = Page(boss.get(f"{address}?from={earlier:%Y-%m-%d}&to={earlier:%Y-%m-%d}"))
    assert "Någon annan har sparat sedan dess." in week.text


def test_what_has_moved_on_is_left_alone(
    app: Flask, boss: FlaskClient, editor: Person, vandal: Person
) -> None:
    article = make_article("Alfa", editor, body="gott", app=app)
    save(app, article, "skräp", vandal)
    page = page_of(boss, vandal)
    form = page.one("form[method=post]:has([name=deeds])")
    save(app, article, "skräp\n\nrättat", editor)
    answer = boss.post(form["action"], data=form.sent())
    assert "1 handling är inte som när du valde den" in answer.text
    assert shown(app, article)[0] == "skräp\n\nrättat"
    heads = Page(boss.get("/en/admin/journal")).texts("tbody th")
    assert heads[0] == "Saved a version"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("from=2026-13-01&to=2026-01-01", 422, "2026-05-31"),
        ("from=2026-02-01&to=2026-01-01", 422, "före den första"),
        ("from=&to=2026-01-01", 422, "Välj en dag"),
        ("from=1900-01-01&to=9998-12-31", 200, "Inget från de här dagarna"),
        ("deeds=x", 200, "Inget från de här dagarna"),
    ],
)
def test_wrong_days_are_explained(
    boss: FlaskClient, author: Person, query: str, status: int, words: str
) -> None:
    answer = boss.get(f"/sv/admin/users/{author.user_id}/reversal?{query}")
    assert answer.status_code == status
    assert words in answer.text


def test_nothing_chosen_and_nobody_are_told(
    app: Flask, boss: FlaskClient, author: Person, vandal: Person
) -> None:
    address = f"/sv/admin/users/{author.user_id}/reversal"
    assert "Du har inte valt något" in boss.post(address).text
    assert boss.get("/sv/admin/users/999999/reversal").status_code == 404
    assert f'href="{address}"' in boss.get(f"/sv/admin/users/{author.user_id}").text
    make_article("Alfa", vandal, app=app)
    journal = boss.get(f"/sv/admin/journal?actor={vandal.user_id}&from=2026-01-01").text
    assert f"/sv/admin/users/{vandal.user_id}/reversal?from=2026-01-01" in journal


def test_only_administrators_may(context: Flask, editor: Person) -> None:
    period = Period(editor.user_id, now() - timedelta(days=1), now())
    with pytest.raises(NotAllowed):
        find_work(period, editor.viewer)
    with pytest.raises(NotAllowed):
        undo_work(period, [], editor.viewer)


def test_a_draft_published_by_somebody_else_goes_back_for_readers(
    app: Flask, boss: FlaskClient, editor: Person, author: Person
) -> None:
    article = make_article("Alfa", editor, body="gott", app=app)
    save(app, article, "skräp", author)
    with app.app_context():
        publish_article(article, 2, editor.viewer)
    undo(boss, author)
    assert shown(app, article) == ("gott", "gott")
