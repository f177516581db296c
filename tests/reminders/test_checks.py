"""Remind owners of articles that are to be checked: once, on the site and by mail."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.builders import Person, make_article
from tests.fixtures.mail import Sink
from tests.fixtures.statements import statements
from tests.page import Page
from tests.reminders.steps import NOTICES, mailed, pass_days, reminded, unread
from wiki.accounts.models import User
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.db import db, write
from wiki.reminders.models import Reminder
from wiki.reminders.queries import Occasion, list_known
from wiki.reminders.steps import add_reminders
from wiki.upkeep.actions import check_article, plan_upkeep
from wiki.upkeep.queries import today
from wiki.watching.background.notifier import notify_now, sweep_notices
from wiki.watching.models import Notice
from wiki.watching.steps.spreading import spread_reminders


@pytest.fixture
def article_id(app: Flask, editor: Person, bo: Person) -> int:
    """An article that Bo looks after."""
    number = make_article("Ett kooperativ", editor, kind="case", app=app)
    with app.app_context():
        plan_upkeep(number, bo.user_id, None, ":", editor.viewer)
    notify_now(app)
    return number


def set_day(app: Flask, article_id: int, editor: Person, days: int) -> None:
    """Let an article be checked by a day so many days from now."""
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        seen = f"{article.owner_id or ''}:{article.check_by or ''}"
        day = today() + timedelta(days=days)
        plan_upkeep(article_id, article.owner_id, day, seen, editor.viewer)


@pytest.mark.long
def test_an_owner_is_reminded_on_the_day(
    app: Flask, client: FlaskClient, article_id: int, bo: Person, editor: Person
) -> None:
    set_day(app, article_id, editor, 2)
    pass_days(app, 1)
    assert reminded(app) == []
    pass_days(app, 1)
    assert reminded(app) == [(bo.user_id, article_id, "check")]
    assert "väntar på kontroll sedan" in unread(client)[0]
    assert " · " in unread(client)[0]  # two dates follow each other
    link = Page(client.get(NOTICES)).one(".items a")
    assert link["href"] == "/sv/articles/ett-kooperativ/upkeep"
    assert client.get(link["href"]).status_code == 200
    english = client.get(NOTICES.replace("sv", "en")).text
    assert "unread: to be checked since" in english
    assert "You look after this article." in english


@pytest.mark.long
def test_an_owner_is_reminded_once_of_a_day(
    app: Flask, article_id: int, bo: Person, editor: Person
) -> None:
    set_day(app, article_id, editor, 0)
    once = [(bo.user_id, article_id, "check")]
    assert reminded(app) == once
    assert reminded(app) == once
    pass_days(app, 200)
    with app.app_context():
        sweep_notices()
        assert db.session.scalars(select(Notice)).all() == []
    assert reminded(app) == once
    set_day(app, article_id, editor, -1)  # another day is another occasion
    assert reminded(app) == once * 2


@pytest.mark.long
def test_the_kind_of_an_article_says_when_it_is_due(
    app: Flask, article_id: int, bo: Person, editor: Person
) -> None:
    pass_days(app, 365 * 3 - 3)
    assert reminded(app) == []
    pass_days(app, 5)
    assert reminded(app) == [(bo.user_id, article_id, "check")]
    with app.app_context():
        check_article(article_id, 1, None, editor.viewer)
    pass_days(app, 365 * 3 + 2)
    assert reminded(app) == [(bo.user_id, article_id, "check")] * 2


@pytest.mark.long
def test_what_came_due_while_the_server_was_down_is_mailed_once(
    app: Flask, article_id: int, editor: Person, sink: Sink
) -> None:
    set_day(app, article_id, editor, 1)
    pass_days(app, 8)
    assert mailed(app, sink) == 1
    assert sink.addresses == ["bo@example.org"]
    assert sink.messages[0]["Subject"].startswith("Ett kooperativ (väntar på kontroll sedan")
    assert "http://localhost/sv/articles/ett-kooperativ/upkeep" in sink.text()
    assert "för att det väntar på dig" in sink.text()
    for _again in range(3):
        pass_days(app, 2)
        assert mailed(app, sink) == 0


def test_only_what_waits_now_is_compared_with_what_was_told(
    app: Flask, article_id: int, bo: Person, editor: Person
) -> None:
    """The rows of all years stay, and the question is asked three times a minute."""
    other_id = make_article("Ett annat", editor, kind="case", app=app)
    with app.app_context(), write():
        first, other = (
            Occasion(number, bo.user_id, "check", today()) for number in (article_id, other_id)
        )
        assert list_known({first, other}) == set()
        add_reminders([first, other])
        assert list_known({first}) == {first}
        assert list_known({first._replace(kind="taken"), other}) == {other}
    with app.app_context(), statements(app) as found:
        assert list_known(set()) == set()
        assert found == []


def test_two_who_remind_at_once_remind_once(
    app: Flask, article_id: int, bo: Person, editor: Person
) -> None:
    set_day(app, article_id, editor, 0)

    def remind() -> None:
        with app.app_context(), write():
            spread_reminders(500)

    threads = [threading.Thread(target=remind) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reminded(app) == [(bo.user_id, article_id, "check")]
    with app.app_context():
        assert len(db.session.scalars(select(Notice)).all()) == 1
        row = db.session.scalars(select(Reminder)).one()
        twin = Reminder(user_id=row.user_id, article_id=article_id, kind="check", day=row.day)
        db.session.add(twin)
        with pytest.raises(IntegrityError):
            db.session.flush()


@pytest.mark.long
def test_the_rhythm_that_somebody_chose_is_kept(
    app: Flask, client: FlaskClient, article_id: int, bo: Person, editor: Person, sink: Sink
) -> None:
    def choose(rhythm: str) -> None:
        data = {"rhythm": rhythm, "mail_language": "en"}
        assert client.post("/sv/account/watches", data=data).status_code == 303

    choose("never")
    set_day(app, article_id, editor, 0)
    assert mailed(app, sink) == 0
    assert len(unread(client)) == 1
    client.post(f"{NOTICES}/read")
    choose("weekly")
    set_day(app, article_id, editor, -1)
    assert mailed(app, sink) == 1
    assert sink.messages[-1]["Subject"].startswith("Ett kooperativ (to be checked since")
    assert "because this waits for you" in sink.text()
    other_id = make_article("Ett kollektiv", editor, app=app)
    with app.app_context():
        plan_upkeep(other_id, bo.user_id, None, ":", editor.viewer)
    set_day(app, article_id, editor, -2)
    set_day(app, other_id, editor, -2)
    pass_days(app, 6)
    assert mailed(app, sink) == 0
    pass_days(app, 1.1)
    assert mailed(app, sink) == 1
    assert sink.messages[-1]["Subject"] == "2 things wait for you"
    assert "List-Unsubscribe" in sink.messages[-1]


def test_what_was_done_meanwhile_is_not_mailed_and_rests(
    app: Flask, client: FlaskClient, article_id: int, editor: Person, sink: Sink
) -> None:
    app.config["MAIL_SERVER"] = ""
    set_day(app, article_id, editor, 0)
    assert len(reminded(app)) == 1
    assert len(unread(client)) == 1
    with app.app_context():
        check_article(article_id, 1, None, editor.viewer)
    app.config["MAIL_SERVER"] = sink.url
    assert mailed(app, sink) == 0
    assert unread(client) == []
    assert "väntar på kontroll sedan" in client.get(NOTICES).text


def test_another_owner_is_reminded_too(
    app: Flask, article_id: int, bo: Person, editor: Person
) -> None:
    set_day(app, article_id, editor, 0)
    assert len(reminded(app)) == 1
    with app.app_context():
        seen = f"{bo.user_id}:{today()}"
        plan_upkeep(article_id, editor.user_id, today(), seen, editor.viewer)
    assert reminded(app)[1:] == [(editor.user_id, article_id, "check")]


def test_nobody_is_reminded_of_what_readers_do_not_see(
    app: Flask, article_id: int, editor: Person
) -> None:
    set_day(app, article_id, editor, 0)
    with app.app_context(), write():
        db.session.execute(update(Article).values(archived_at=now()))
    assert reminded(app) == []
    with app.app_context(), write():
        db.session.execute(update(Article).values(archived_at=None))
    assert len(reminded(app)) == 1


def test_nobody_is_reminded_after_they_left(
    app: Flask, article_id: int, bo: Person, editor: Person
) -> None:
    set_day(app, article_id, editor, 0)
    with app.app_context(), write():
        db.session.get_one(User, bo.user_id).is_active = False
    assert reminded(app) == []


def test_a_setting_switches_reminders_of_owners_off(
    app: Flask, article_id: int, editor: Person
) -> None:
    set_day(app, article_id, editor, 0)
    app.config["REMIND_OWNERS"] = False
    assert reminded(app) == []
    app.config["REMIND_OWNERS"] = True
    assert len(reminded(app)) == 1


@pytest.mark.long
def test_a_letter_about_both_says_why(
    app: Flask, client: FlaskClient, article_id: int, editor: Person, sink: Sink
) -> None:
    data = {"kind": "article", "target": str(article_id), "next": "/sv/"}
    client.post("/sv/watches", data=data)
    with app.app_context():
        text = check_text("case", "Ett kooperativ", "", "Nytt.", {})
        save_article(article_id, text, 1, editor.viewer, publish=True)
    set_day(app, article_id, editor, 0)
    assert mailed(app, sink) == 1
    assert sink.messages[0]["Subject"] == "2 aviseringar"
    assert "eller för att det väntar på dig" in sink.text()
