"""Drafts are published at the time that an editor has set: once, and not without a look."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.accounts.models import User
from wiki.appointments.actions import publish_due
from wiki.appointments.background import timed_publishing
from wiki.appointments.models import Appointment
from wiki.appointments.steps import take_due
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.drafts import hold_draft
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.background import Worker
from wiki.clock import now
from wiki.db import db, end_reading, write

DRAFT = "/sv/articles/ett-kooperativ"
TIME = f"{DRAFT}/time"


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body="I byn.", app=app)


def tomorrow(days: int = 1) -> str:
    return (now() + timedelta(days=days)).strftime("%Y-%m-%dT12:00")


def set_at(client: FlaskClient, at: str = "", number: int = 1) -> int:
    return client.post(TIME, data={"at": at or tomorrow(), "number": number}).status_code


def come(app: Flask, article_id: int) -> None:
    """Let the time come."""
    with app.app_context():
        db.session.get_one(Appointment, article_id).at = now() - timedelta(seconds=1)
        db.session.commit()


def publish(app: Flask) -> int:
    with app.app_context():
        return publish_due()


def rows(app: Flask) -> list[tuple[int, int, str]]:
    with app.app_context():
        end_reading()
        return [(row.article_id, row.number, row.failure) for row in db.session.query(Appointment)]


def publications(app: Flask) -> int:
    with app.app_context():
        return db.session.query(AuditEntry).filter_by(action="publish").count()


def save(app: Flask, article_id: int, base: int, person: Person) -> None:
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", f"I byn, {base}.", {})
        save_article(article_id, text, base, person.viewer)


@pytest.mark.long
def test_a_draft_is_published_at_its_time(
    app: Flask, client: FlaskClient, editing: FlaskClient, author: Person, article_id: int
) -> None:
    form = Page(editing.get(TIME)).one(f"form[action='{TIME}']").sent()
    assert editing.post(TIME, data={**form, "at": tomorrow()}).status_code == 303
    said = "Version 1 publiceras den"
    writing = browser(app, author)
    own = (writing, "/sv/account/articles")
    for reader, address in (
        (editing, "/sv/desk/"),
        own,
        (writing, DRAFT),
        (writing, f"{DRAFT}/review"),
    ):
        assert said in Page(reader.get(address)).text, address
    assert publish(app) == 0
    assert client.get(DRAFT).status_code == 404
    come(app, article_id)
    assert publish(app) == 1
    assert "I byn." in client.get(DRAFT).text
    assert (publish(app), rows(app), publications(app)) == (0, [], 1)
    assert "Granskad av Eva Berg" in Page(client.get(DRAFT)).text
    assert said not in Page(writing.get(f"{DRAFT}/review")).text


def test_who_has_nothing_to_do_waits_for_no_writer(
    app: Flask, editing: FlaskClient, article_id: int
) -> None:
    """Each process asks every ten seconds, while somebody may be saving."""
    set_at(editing)
    assert rows(app) == [(article_id, 1, "")]
    with ThreadPoolExecutor(1) as pool, app.app_context(), write():
        assert pool.submit(publish, app).result(timeout=5) == 0


def test_times_that_cannot_be_stay_in_the_form(
    app: Flask, editing: FlaskClient, author: Person, article_id: int
) -> None:
    for at, message in (
        ("", "Skriv tiden så här"),
        ("2020-01-01T10:00", "har redan varit"),
        ("<b>", "Skriv tiden så här"),
    ):
        answer = editing.post(TIME, data={"at": at, "number": 1})
        assert answer.status_code == 422
        assert message in Page(answer).one(".error-summary").text
        assert Page(answer).one("[name=at]")["value"] == at
    app.config["REQUIRED_FOR_PUBLICATION"] = "summary topic"
    answer = editing.post(TIME, data={"at": tomorrow(), "number": 1})
    assert answer.status_code == 422
    assert "saknar en sammanfattning, ett ämne" in Page(answer).one(".error-summary").text
    app.config["REQUIRED_FOR_PUBLICATION"] = "none"
    save(app, article_id, 1, author)
    assert set_at(editing) == 409  # another version than the newest
    with app.test_request_context():
        hold_draft(article_id, author.viewer)
    assert set_at(editing, number=2) == 409
    assert rows(app) == []


def test_a_time_is_changed_and_cancelled_and_that_is_undone(
    app: Flask, editing: FlaskClient, article_id: int
) -> None:
    assert set_at(editing) == 303
    assert set_at(editing, tomorrow(3)) == 303
    with app.app_context():
        before = db.session.get_one(Appointment, article_id).at
    button = Page(editing.get(TIME)).all(f"main form[action='{TIME}/cancel']")[-1]
    assert editing.post(button["action"], data=button.sent()).status_code == 303
    assert rows(app) == []
    undo = Page(editing.get(DRAFT)).all(".notice[role=status] form")[-1]
    assert editing.post(undo["action"], data=undo.sent()).status_code == 303
    assert rows(app) == [(article_id, 1, "")]
    with app.app_context():
        assert db.session.get_one(Appointment, article_id).at == before
    undo = Page(editing.get(DRAFT)).all(".notice[role=status] form")[-1]
    assert editing.post(undo["action"], data=undo.sent()).status_code == 303
    assert rows(app) == []
    assert editing.post(f"{TIME}/cancel").status_code == 303


@pytest.mark.long
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("save", "en nyare version har sparats"),
        ("hold", "hade tagits tillbaka"),
        ("archive", "hade tagits tillbaka, lämnats tillbaka eller arkiverats"),
        ("lack", "artikeln saknar en sammanfattning"),
        ("demote", "får inte publicera längre"),
    ],
)
def test_what_cannot_be_published_then_is_told(
    app: Flask, client: FlaskClient, author: Person, editor: Person, article_id: int,
    spoil: str, reason: str,
) -> None:  # fmt: skip
    admin = make_user("admin", app=app)
    setter, other = browser(app, editor), browser(app, admin)
    assert set_at(setter) == 303
    with app.test_request_context():
        if spoil == "hold":
            hold_draft(article_id, author.viewer)
        elif spoil == "archive":
            archive_article(article_id, "", admin.viewer)
        elif spoil == "demote":
            db.session.get_one(User, editor.user_id).role = "author"
            db.session.commit()
    if spoil == "save":
        save(app, article_id, 1, author)
    app.config["REQUIRED_FOR_PUBLICATION"] = "summary" if spoil == "lack" else "none"
    come(app, article_id)
    assert publish(app) == 0
    assert client.get(DRAFT).status_code == 404
    assert reason in Page(other.get(TIME)).text
    assert publish(app) == 0  # it is not tried again
    assert other.post(f"{TIME}/cancel", data={"number": 1}).status_code == 303
    assert rows(app) == []


def test_what_is_published_by_hand_loses_its_time(
    app: Flask, editing: FlaskClient, editor: Person, article_id: int
) -> None:
    assert set_at(editing) == 303
    with app.test_request_context():
        publish_article(article_id, 1, editor.viewer)
    assert rows(app) == []
    with app.test_request_context():
        withdraw_publication(article_id, 1, editor.viewer)
    assert publish(app) == 0


def test_several_threads_publish_a_draft_once(
    app: Flask, editing: FlaskClient, author: Person, article_id: int
) -> None:
    assert set_at(editing) == 303
    come(app, article_id)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(publish(app))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 0, 0, 1]
    assert publications(app) == 1


@pytest.mark.parametrize("is_published", [False, True])
def test_what_a_killed_process_had_taken_is_published_after_all(
    app: Flask, client: FlaskClient, editing: FlaskClient, editor: Person, article_id: int,
    is_published: bool,
) -> None:  # fmt: skip
    assert set_at(editing) == 303
    come(app, article_id)
    with app.test_request_context(), write():
        assert len(take_due(now())) == 1  # and then the process is killed
    assert publish(app) == 0
    with app.test_request_context():
        if is_published:  # killed between the publication and the end
            row = db.session.get_one(Appointment, article_id)
            kept = Appointment(
                article_id=row.article_id, number=1, at=row.at, set_by_id=row.set_by_id
            )
            publish_article(article_id, 1, editor.viewer)
            db.session.add(kept)
            db.session.commit()
        db.session.get_one(Appointment, article_id).taken_at = now() - timedelta(minutes=6)
        db.session.commit()
    assert publish(app) == 1
    assert (rows(app), publications(app)) == ([], 1)
    assert client.get(DRAFT).status_code == 200


@pytest.fixture
def publishing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    monkeypatch.setitem(app.config, "INDEX_IN_BACKGROUND", True)
    publishing = timed_publishing(app)
    yield publishing
    publishing.stop()


def test_the_thread_publishes_what_is_due(
    app: Flask, client: FlaskClient, editing: FlaskClient, article_id: int,
    publishing: Worker,
) -> None:  # fmt: skip
    app.config["INDEX_IN_BACKGROUND"] = False
    assert set_at(editing) == 303
    come(app, article_id)
    app.config["INDEX_IN_BACKGROUND"] = True
    publishing.start()
    app.config["INDEX_IN_BACKGROUND"] = False
    for _attempt in range(200):
        if rows(app) == []:
            break
        time.sleep(0.05)
    assert client.get(DRAFT).status_code == 200


def test_only_editors_set_times(app: Flask, author: Person, article_id: int) -> None:
    assert article_id
    for client, status in ((app.test_client(), 403), (browser(app, author), 403)):
        assert set_at(client) == status
        assert client.post(f"{TIME}/cancel").status_code == status
    assert browser(app, author).get(TIME).status_code == 403
