"""Suggest changes in a draft over HTTP, and decide about each of them."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.amendments.actions import settle_text
from wiki.amendments.models import Amendment
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.db import db, end_reading
from wiki.errors import EditConflict
from wiki.revisions.actions import hide_revision
from wiki.revisions.models import Revision

DRAFT = "/sv/articles/ett-kooperativ"
NEW = f"{DRAFT}/amendments/new"
BODY = "Inledning.\n\nI byn finns ett kooperativ.\n\nDet har medlemmar."
BETTER = "Inledning.\n\nI Rödön finns ett kooperativ.\n\nDet har 40 medlemmar."


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    return browser(app, author)


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body=BODY, app=app)


def save(app: Flask, article_id: int, base: int, person: Person, body: str) -> None:
    with app.test_request_context():
        save_article(article_id, ArticleText("Ett kooperativ", "", body, {}), base, person.viewer)


def draft(app: Flask, article_id: int) -> tuple[int, str]:
    with app.app_context():
        end_reading()
        head = find_head(db.session.get_one(Article, article_id))
        return head.number, head.body_markdown


def suggest(client: FlaskClient, body: str = BETTER, words: str = "", number: int = 1) -> str:
    answer = client.post(NEW, data={"number": number, "body": body, "words": words})
    assert answer.status_code == 303
    return str(answer.location)


def rows(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        names = Amendment.__table__.columns.keys()
        found = db.session.query(Amendment).order_by(Amendment.id)
        return [{name: getattr(row, name) for name in names} for row in found]


def test_the_author_accepts_one_change_and_undoes_it(
    app: Flask, editing: FlaskClient, writing: FlaskClient, article_id: int
) -> None:
    form = Page(editing.get(NEW)).one(f"form[action='{NEW}']").sent()
    assert form["body"].split() == BODY.split()
    sent = {**form, "body": BETTER, "words": "Säg <var>."}
    place = editing.post(NEW, data=sent).location
    assert editing.post(NEW, data=sent).location == place  # sent twice
    review = Page(writing.get(f"{DRAFT}/review"))
    assert "Eva Berg föreslår ändringar i version 1" in review.text
    page = Page(writing.get(place))
    assert "Säg <var>." in page.text
    assert page.values("[name=hunk]", "value") == ["0", "1"]
    assert page.texts(".amendment-hunk ins") == ["Rödön", "40"]
    before = rows(app)
    assert draft(app, article_id) == (1, BODY)  # nothing has changed yet
    done = writing.post(place, data={"intent": "ticked", "hunk": "1"})
    assert done.status_code == 303
    assert draft(app, article_id) == (2, BODY.replace("har med", "har 40 med"))
    page = Page(writing.get(f"{DRAFT}/history"))
    undo = page.all(".notice[role=status] form")[-1]
    assert "Ändringar föreslagna av Eva Berg" in page.text
    assert writing.post(place, data={"intent": "reject"}).status_code == 409  # decided already
    assert writing.post(undo["action"], data=undo.sent()).status_code == 303
    assert draft(app, article_id) == (3, BODY)
    assert rows(app) == before
    assert writing.post(undo["action"], data=undo.sent()).status_code == 303  # pressed twice
    assert writing.post(place, data={"intent": "all"}).status_code == 303
    assert draft(app, article_id) == (4, BETTER)


def test_a_decision_and_its_draft_are_stored_together(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person, article_id: int
) -> None:
    """So no crash in between leaves the text in the draft and the suggestion waiting."""
    place = suggest(editing)
    stored = set()

    def look(_session: object) -> None:
        with db.engine.connect() as connection:
            made = connection.execute(select(Amendment.made_number, Amendment.former_number)).one()
            stored.add((connection.scalar(select(func.max(Revision.number))), *made))

    event.listen(db.session, "after_commit", look)
    try:
        assert writing.post(place, data={"intent": "all"}).status_code == 303
        assert stored == {(2, 2, 1)}
        stored.clear()
        assert writing.post(f"{place}/undo").status_code == 303
    finally:
        event.remove(db.session, "after_commit", look)
    assert stored == {(3, None, None)}
    # What the draft says already is accepted without a version, and undone without one.
    save(app, article_id, 3, author, BETTER)
    assert writing.post(place, data={"intent": "ticked", "hunk": ["0", "1"]}).status_code == 303
    assert [(row["made_number"], row["settled_at"] is None) for row in rows(app)] == [(None, False)]
    assert writing.post(f"{place}/undo").status_code == 303
    assert draft(app, article_id) == (4, BETTER)
    assert rows(app)[0]["settled_at"] is None


@pytest.mark.long
def test_of_two_who_decide_at_once_the_second_saves_nothing(
    app: Flask, editing: FlaskClient, author: Person, article_id: int
) -> None:
    suggest(editing)
    amendment_id = int(str(rows(app)[0]["id"]))

    def decide(chosen: tuple[str, ...]) -> bool:
        with app.test_request_context(), suppress(EditConflict):
            settle_text(article_id, amendment_id, chosen, author.viewer)
            return True
        return False

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(decide, [("0", "1"), (), ("0",), ()]))
    assert done.count(True) == 1
    (row,) = rows(app)
    is_saved = done.index(True) in (0, 2)
    assert draft(app, article_id)[0] == (2 if is_saved else 1)
    assert row["made_number"] == (2 if is_saved else None)


def test_rejecting_is_undone_and_leaves_the_draft_alone(
    app: Flask, editing: FlaskClient, writing: FlaskClient, article_id: int
) -> None:
    place = suggest(editing)
    before = rows(app)
    for ticked in ([], ["99"], ["x"]):  # nothing is ticked, or nothing that there is
        answer = writing.post(place, data={"intent": "ticked", "hunk": ticked})
        assert answer.status_code == 422
    assert writing.post(place, data={"intent": "reject"}).status_code == 303
    page = Page(writing.get(f"{DRAFT}/review"))
    undo = page.all(".notice[role=status] form")[-1]
    assert "föreslår ändringar" not in page.text
    assert draft(app, article_id) == (1, BODY)
    assert writing.post(undo["action"], data=undo.sent()).status_code == 303
    assert rows(app) == before
    with app.app_context():
        deeds = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert deeds[-3:] == ["amend", "reject_amendment", "reopen_amendment"]


@pytest.mark.long
def test_a_draft_that_has_moved_on_keeps_what_was_written_meanwhile(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person, article_id: int
) -> None:
    place = suggest(editing)
    moved = BODY.replace("I byn", "På ön").replace("Inledning.", "Början.")
    save(app, article_id, 1, author, moved)
    page = Page(writing.get(place))
    assert "Utkastet har ändrats här sedan dess." in page.text
    assert page.values("[name=hunk]", "value") == ["1"]
    assert page.values("button[name=intent]", "value") == ["ticked", "all", "reject"]
    refused = writing.post(place, data={"intent": "ticked", "hunk": ["0", "1"]})
    assert refused.status_code == 409
    assert "på samma ställen" in Page(refused).one(".error-summary").text
    assert draft(app, article_id) == (2, moved)
    assert writing.post(place, data={"intent": "all"}).status_code == 303
    assert draft(app, article_id) == (3, moved.replace("har med", "har 40 med"))
    save(app, article_id, 3, author, "Allt är nytt.")
    undo = Page(writing.get(DRAFT)).all(".notice[role=status] form")[-1]
    assert writing.post(undo["action"], data=undo.sent()).status_code == 409
    assert draft(app, article_id) == (4, "Allt är nytt.")
    # What says so already is no change to decide about.
    nothing = writing.post(suggest(editing), data={"intent": "all"})
    assert nothing.status_code == 422
    assert "Ingen av ändringarna passar" in Page(nothing).one(".error-summary").text
    again = suggest(editing, "Allt är gammalt.", number=4)
    save(app, article_id, 4, author, "Allt är gammalt.")
    page = Page(writing.get(again))
    assert "Så står det redan i utkastet." in page.text
    assert page.values("button[name=intent]", "value") == ["reject"]  # there is nothing to tick


@pytest.mark.usefixtures("article_id")
def test_what_is_refused_or_taken_back_stays_in_the_form(
    app: Flask, editing: FlaskClient, writing: FlaskClient
) -> None:
    for data, message in (
        ({"body": BODY}, "Texten är som den var."),
        ({"words": "y" * 5001}, "Använd högst 5000 tecken."),
        ({"body": "x" * 300_000}, "Texten är för lång."),
        ({"body": "a\x00b"}, "tecken som inte är text"),
    ):
        sent = {"number": "1", "body": BETTER, "words": "", **data}
        answer = editing.post(NEW, data=sent)
        assert answer.status_code == 422, message
        page = Page(answer)
        assert message in page.one(".error-summary").text
        shown = page.one("[name=body]").value.strip()
        assert shown == sent["body"].replace("\x00", "\ufffd")
    assert rows(app) == []
    place = suggest(editing, words="Var?")
    undo = Page(editing.get(place)).all(".notice[role=status] form")[-1]
    answer = editing.post(undo["action"], data=undo.sent())
    assert answer.status_code == 200
    assert Page(answer).one("[name=body]").value.strip() == BETTER
    assert Page(answer).one("[name=words]").value.strip() == "Var?"
    assert rows(app) == []
    writing.post(f"{DRAFT}/publication", data={"number": 1})  # authors do not publish
    editing.post(f"{DRAFT}/publication", data={"number": 1})
    answer = editing.post(NEW, data={"number": 1, "body": BETTER})
    assert answer.status_code == 409
    assert Page(answer).one("[name=body]").value.strip() == BETTER


def test_one_takes_back_what_is_ones_own(
    app: Flask, editing: FlaskClient, author: Person, article_id: int
) -> None:
    place = suggest(editing)
    other = browser(app, make_user("editor", app=app))
    assert other.post(f"{place}/withdrawal").status_code == 403
    assert editing.post(f"{place}9/withdrawal").status_code == 404
    assert editing.post(f"{place}/withdrawal").status_code == 200
    suggest(editing)
    with app.test_request_context():
        delete_draft(article_id, author.viewer)
    assert rows(app) == []


def test_an_amendment_of_a_hidden_version_is_hidden_with_it(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person, article_id: int
) -> None:
    place = suggest(editing)
    save(app, article_id, 1, author, "Inledning.")
    administrator = make_user("admin", app=app)
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        hide_revision(article, 1, "Uppgifter om en person", administrator.viewer)
    for client in (editing, writing):
        assert "föreslår ändringar" not in Page(client.get(f"{DRAFT}/review")).text
        assert client.get(place).status_code == 404
        assert client.post(place, data={"intent": "all"}).status_code == 404
    assert editing.post(f"{place}/withdrawal").status_code == 404
    unknown = editing.post(NEW, data={"number": 99, "body": BETTER, "words": "Så här."})
    assert unknown.status_code == 422
    assert Page(unknown).one("textarea[name=words]").text == "Så här."
    for body in (BODY, BETTER):  # a right guess of the hidden text is told like a wrong one
        answer = editing.post(NEW, data={"number": 1, "body": body, "words": "Så här."})
        assert answer.status_code == 409
        assert Page(answer).one("textarea[name=words]").text == "Så här."
    assert Page(browser(app, administrator).get(place)).texts(".amendment-hunk ins") != []


@pytest.mark.long
def test_many_changes_of_a_long_draft_that_has_moved_on_take_no_long_time(
    app: Flask, editing: FlaskClient, author: Person
) -> None:
    body = "\n\n".join(f"Rad {number} om ett och annat." * 4 for number in range(500))
    article_id = make_article("Ett kooperativ", author, body=body, app=app)
    place = suggest(editing, body.replace("annat", "allt"))
    save(app, article_id, 1, author, body.replace("ett och", "två och"))
    began = time.thread_time()
    page = Page(editing.get(place))
    assert time.thread_time() - began < 3  # and not 20: each change was merged by itself
    assert len(page.all(".amendment-hunk")) == 500
