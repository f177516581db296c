"""Mail notices at once, daily or weekly, and stop them by one press."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.builders import Person, log_in, make_article, make_user
from tests.fixtures.mail import Sink
from tests.watching.test_notices import save, watch
from wiki.articles.actions.archive import archive_article
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db, write
from wiki.mail.background import send_now
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import Notice, NoticeSettings
from wiki.watching.queries import find_rhythm


@pytest.fixture
def bo(app: Flask, client: FlaskClient, sink: Sink) -> Person:
    person = make_user("author", "Bo Lind", "bo@example.org", app=app)
    log_in(client, person)
    return person


@pytest.fixture
def article(app: Flask, client: FlaskClient, bo: Person, editor: Person) -> int:
    number = make_article("Alfa", editor, app=app)
    notify_now(app)
    watch(client, "article", number)
    return number


def choose(client: FlaskClient, rhythm: str, language: str = "sv") -> int:
    data = {"rhythm": rhythm, "mail_language": language}
    return client.post("/sv/account/watches", data=data).status_code


def mailed(app: Flask, sink: Sink) -> int:
    before = len(sink.messages)
    notify_now(app)
    send_now(app)
    return len(sink.messages) - before


def pass_days(app: Flask, days: float) -> None:
    with app.app_context(), write():
        db.session.execute(update(NoticeSettings).values(mailed_at=now() - timedelta(days=days)))


def test_a_letter_names_what_was_published(
    app: Flask, client: FlaskClient, article: int, editor: Person, sink: Sink
) -> None:
    assert choose(client, "now") == 303
    save(app, article, editor, "Nytt.")
    assert mailed(app, sink) == 1
    assert sink.addresses == ["bo@example.org"]
    assert sink.messages[0]["Subject"] == f"Titel {article} (ny version)"
    assert f"http://localhost/sv/articles/titel-{article}" in sink.text()
    assert "Sluta" not in sink.text()
    assert mailed(app, sink) == 0


def test_letters_come_in_the_language_of_the_receiver(
    app: Flask, client: FlaskClient, article: int, editor: Person, sink: Sink
) -> None:
    choose(client, "now", "en")
    save(app, article, editor, "Nytt.")
    assert mailed(app, sink) == 1
    assert sink.messages[0]["Subject"] == f"Titel {article} (new version)"
    assert "http://localhost/en/account/notices" in sink.text()


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(("rhythm", "days"), [("daily", 1), ("weekly", 7)])
def test_letters_are_gathered(
    app: Flask,
    client: FlaskClient,
    article: int,
    editor: Person,
    sink: Sink,
    rhythm: str,
    days: int,
) -> None:
    choose(client, rhythm)
    save(app, article, editor, "Ett.")
    assert mailed(app, sink) == 1
    save(app, article, editor, "Två.")
    assert mailed(app, sink) == 0
    pass_days(app, days - 0.1)
    save(app, article, editor, "Tre.")
    assert mailed(app, sink) == 0
    pass_days(app, days + 0.1)
    assert mailed(app, sink) == 1
    assert sink.messages[-1]["Subject"] == "2 artiklar som du bevakar"


@pytest.mark.long
def test_without_a_choice_mail_comes_daily(
    app: Flask, client: FlaskClient, article: int, editor: Person, sink: Sink
) -> None:
    save(app, article, editor, "Ett.")
    assert mailed(app, sink) == 1
    save(app, article, editor, "Två.")
    assert mailed(app, sink) == 0


def test_nothing_is_mailed_that_was_read_or_is_hidden_or_not_wanted(
    app: Flask, client: FlaskClient, article: int, editor: Person, sink: Sink
) -> None:
    choose(client, "never")
    save(app, article, editor, "Ett.")
    assert mailed(app, sink) == 0
    client.post("/sv/account/notices/read")
    choose(client, "now")
    assert mailed(app, sink) == 0
    save(app, article, editor, "Två.")
    app.config["MAIL_SERVER"] = ""
    assert mailed(app, sink) == 0
    with app.app_context():
        archive_article(article, "gammal", editor.viewer)
    app.config["MAIL_SERVER"] = sink.url
    assert mailed(app, sink) == 0


def test_old_notices_are_no_news(
    app: Flask, client: FlaskClient, article: int, editor: Person, sink: Sink
) -> None:
    app.config["MAIL_SERVER"] = ""
    save(app, article, editor, "Ett.")
    notify_now(app)
    with app.app_context(), write():
        db.session.execute(update(Notice).values(created_at=now() - timedelta(days=9)))
    app.config["MAIL_SERVER"] = sink.url
    assert mailed(app, sink) == 0


def stop_path(sink: Sink) -> str:
    header = sink.messages[-1]["List-Unsubscribe"].strip(" <>")
    assert header in sink.text()
    assert sink.messages[-1]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"http://localhost(/\S+)", header)
    assert found is not None
    return found[1]


@pytest.mark.long
def test_one_press_stops_mail_without_a_log_in(
    app: Flask, client: FlaskClient, bo: Person, article: int, editor: Person, sink: Sink
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context(), write():
        db.session.add(NoticeSettings(user_id=bo.user_id, rhythm="now"))
    save(app, article, editor, "Ett.")
    mailed(app, sink)
    path = stop_path(sink)
    reader = app.test_client()
    assert "Stoppa aviseringar" in reader.get(path).text
    with app.app_context():
        assert find_rhythm(bo.user_id) == "now"  # reading the page changes nothing
    answer = reader.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    with app.app_context():
        assert find_rhythm(bo.user_id) == "never"
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "stop_notices")
        ).one()
        assert entry.actor_id == bo.user_id
    save(app, article, editor, "Två.")
    assert mailed(app, sink) == 0


@pytest.mark.long
def test_a_forged_link_stops_nothing(
    app: Flask, client: FlaskClient, bo: Person, article: int, editor: Person, sink: Sink
) -> None:
    save(app, article, editor, "Ett.")
    mailed(app, sink)
    path = stop_path(sink)
    for forged in (path[:-2] + "xx", path.rpartition("/")[0] + "/1", path + "x"):
        assert client.post(forged).status_code == 404
    with app.app_context():
        assert find_rhythm(bo.user_id) == "daily"


@pytest.mark.long
def test_a_long_list_is_cut(
    app: Flask, client: FlaskClient, bo: Person, editor: Person, sink: Sink
) -> None:
    choose(client, "now")
    numbers = [make_article(f"Nr {count}", editor, app=app) for count in range(32)]
    notify_now(app)
    for number in numbers:
        watch(client, "article", number)
        save(app, number, editor, "Nytt.")
    assert mailed(app, sink) == 1
    assert sink.messages[-1]["Subject"] == "32 artiklar som du bevakar"
    assert sink.text().count("* Titel") == 30
