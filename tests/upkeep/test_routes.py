"""Check articles over HTTP, choose who looks after them, and see both from the desk."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.models import Article
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db
from wiki.upkeep.models import Check

ARTICLE = "/sv/articles/ett-kooperativ"
UPKEEP = f"{ARTICLE}/upkeep"
OWN = "/sv/account/articles"
DUE = "/sv/desk/due"
CHECKED = "Senast kontrollerad"


@pytest.fixture
def desk(app: Flask, editor: Person) -> FlaskClient:
    return browser(app, editor)


@pytest.fixture
def article_id(app: Flask, editor: Person) -> int:
    return make_article("Ett kooperativ", editor, body="I byn.", kind="case", app=app)


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


def age(app: Flask, article_id: int, days: int) -> None:
    """Let an article be published so many days ago."""
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        article.published_at = now() - timedelta(days=days)
        db.session.commit()


def stored(app: Flask, article_id: int) -> tuple[object, ...]:
    """Return all that is stored of the upkeep of an article."""
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        return (
            article.owner_id,
            article.checked_at,
            article.check_by,
            db.session.query(Check).count(),
        )


def read(client: FlaskClient, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return Page(answer)


def plan_form(client: FlaskClient, **changed: str) -> dict[str, str]:
    form = read(client, UPKEEP).one("form[action$=plan]").sent()
    return {**form.to_dict(), **changed}


def undo_last(client: FlaskClient, page: Page) -> Page:
    """Press the button that undoes what a page tells, and return the page after it."""
    form = page.one(".notice form")
    answer = client.post(form["action"], data=form.sent(), follow_redirects=True)
    assert answer.status_code == 200
    return Page(answer)


def test_an_article_that_nobody_has_read_for_long_is_checked_from_the_desk(
    app: Flask, desk: FlaskClient, client: FlaskClient, article_id: int
) -> None:
    assert "Ingen artikel" in read(desk, DUE).text
    age(app, article_id, 3 * 366)
    row = read(desk, DUE).one("main tbody tr")
    assert "Ett kooperativ" in row.text
    assert CHECKED not in read(client, ARTICLE).text
    before = stored(app, article_id)

    form = row.one("form")
    page = Page(desk.post(form["action"], data=form.sent(), follow_redirects=True))

    assert "Ett kooperativ" not in page.one("main .empty-state").text
    assert CHECKED in read(client, ARTICLE).text
    undone = undo_last(desk, page)
    assert "Ett kooperativ" in undone.one("main tbody").text
    assert stored(app, article_id) == before
    assert CHECKED not in read(client, ARTICLE).text


def test_a_day_that_was_set_comes_before_the_kind_and_a_check_ends_it(
    app: Flask, desk: FlaskClient, article_id: int
) -> None:
    assert desk.post(f"{UPKEEP}/plan", data=plan_form(desk, day="2026-01-02")).status_code == 303
    assert "Ett kooperativ" in read(desk, DUE).text
    page = read(desk, UPKEEP)
    assert "2 januari 2026" in page.text

    form = page.one("form[action$=upkeep]").sent()
    later = {**form.to_dict(), "check_by": "2099-05-03"}
    assert desk.post(UPKEEP, data=later).status_code == 303

    assert "Ett kooperativ" not in read(desk, DUE).one("main").text
    assert "3 maj 2099" in read(desk, UPKEEP).text
    assert [entry.action for entry in entries(app)] == ["plan_upkeep", "check"]


def entries(app: Flask) -> list[AuditEntry]:
    with app.app_context():
        query = db.session.query(AuditEntry).order_by(AuditEntry.id)
        wanted = ("plan_upkeep", "check", "undo_check")
        return [entry for entry in query if entry.action in wanted]


def test_who_looks_after_an_article_sees_it_at_home_and_may_check_it(
    app: Flask, desk: FlaskClient, author: Person, article_id: int
) -> None:
    own = browser(app, author)
    assert own.get(UPKEEP).status_code == 403
    before = stored(app, article_id)
    chosen = plan_form(desk, owner=str(author.user_id), day="2026-01-02")
    told = Page(desk.post(f"{UPKEEP}/plan", data=chosen, follow_redirects=True))

    page = read(own, OWN)
    assert "Ett kooperativ" in page.text
    assert author.name in read(desk, DUE).one("main tbody").text
    form = page.one("form[action$=upkeep]")
    assert own.post(form["action"], data=form.sent()).status_code == 303
    assert "Ett kooperativ" not in read(own, OWN).one("main").text.replace("“Ett kooperativ”", "")
    assert own.post(f"{UPKEEP}/plan", data=chosen).status_code == 403

    # The check has ended the day that was set, so the choice is not what it was.
    undo = told.one(".notice form")
    assert desk.post(undo["action"], data=undo.sent()).status_code == 409
    assert stored(app, article_id) != before


def test_the_choice_of_a_person_is_undone(
    app: Flask, desk: FlaskClient, author: Person, article_id: int
) -> None:
    before = stored(app, article_id)
    chosen = plan_form(desk, owner=str(author.user_id), day="2026-01-02")
    page = Page(desk.post(f"{UPKEEP}/plan", data=chosen, follow_redirects=True))
    assert stored(app, article_id) != before
    undo_last(desk, page)
    assert stored(app, article_id) == before


def test_two_editors_who_choose_are_told(app: Flask, desk: FlaskClient, article_id: int) -> None:
    other = browser(app, make_user("editor", app=app))
    stale = plan_form(desk, day="2027-01-02")
    assert other.post(f"{UPKEEP}/plan", data=plan_form(other, day="2028-01-02")).status_code == 303

    answer = desk.post(f"{UPKEEP}/plan", data=stale)

    assert answer.status_code == 409
    assert Page(answer).one("#day")["value"] == "2027-01-02"
    assert "2 januari 2028" in read(desk, UPKEEP).text
    # Shown again, the form holds what was chosen meanwhile, and can be sent.
    assert (
        desk.post(f"{UPKEEP}/plan", data=Page(answer).one("form[action$=plan]").sent()).status_code
        == 303
    )
    assert article_id


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"day": "in May"}, "Skriv dagen som år, månad, dag"),
        ({"owner": "999999"}, "Välj en person i listan."),
        ({"owner": "x"}, "Välj en person i listan."),
    ],
)
def test_a_choice_that_is_none_is_refused_in_words(
    app: Flask, desk: FlaskClient, article_id: int, changed: dict[str, str], message: str
) -> None:
    before = stored(app, article_id)
    answer = desk.post(f"{UPKEEP}/plan", data=plan_form(desk, **changed))
    assert answer.status_code == 422
    assert message in Page(answer).text
    assert stored(app, article_id) == before


def test_only_the_version_that_was_read_counts_as_checked(
    app: Flask, desk: FlaskClient, editor: Person, article_id: int
) -> None:
    form = read(desk, UPKEEP).one("form[action$=upkeep]").sent()
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", "I staden.", {})
        save_article(article_id, text, 1, editor.viewer)
        publish_article(article_id, 2, editor.viewer)

    answer = desk.post(UPKEEP, data=form)

    assert answer.status_code == 409
    assert "nyare version" in Page(answer).text
    assert stored(app, article_id)[1] is None


def test_a_check_of_somebody_else_or_an_older_one_is_not_undone(
    app: Flask, desk: FlaskClient, article_id: int
) -> None:
    form = read(desk, UPKEEP).one("form[action$=upkeep]").sent()
    for _time in range(2):
        assert desk.post(UPKEEP, data=form).status_code == 303
    with app.app_context():
        older, newer = [check.id for check in db.session.query(Check).order_by(Check.id)]
    other = browser(app, make_user("editor", app=app))
    before = stored(app, article_id)
    for client, number in ((other, newer), (desk, older), (desk, newer + 1)):
        assert client.post(f"{UPKEEP}/undo", data={"check": number}).status_code == 422
    assert stored(app, article_id) == before
    assert desk.post(f"{UPKEEP}/undo", data={"check": newer}).status_code == 303
    assert stored(app, article_id)[3] == 1
    assert stored(app, article_id)[1] is not None


def test_a_draft_need_not_be_checked(app: Flask, desk: FlaskClient, author: Person) -> None:
    make_article("Halvfärdig", author, app=app)
    address = "/sv/articles/halvfardig/upkeep"
    assert not read(desk, address).all("form[action$=upkeep]")
    assert desk.post(address, data={"number": 1}).status_code == 422
    assert "Halvfärdig" not in read(desk, DUE).one("main").text


@pytest.mark.parametrize(
    ("months", "is_due"), [("case:36", True), ("none", False), ("case:40", False)]
)
def test_the_setting_says_when_a_kind_is_due(
    app: Flask, desk: FlaskClient, article_id: int, months: str, *, is_due: bool
) -> None:
    age(app, article_id, 3 * 366)
    app.config["CHECK_MONTHS"] = months
    assert ("Ett kooperativ" in read(desk, DUE).one("main").text) is is_due
