"""Show administrators what waits and what has failed, and let them act on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in
from tests.fixtures.mail import Sink
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import NotAllowed
from wiki.mail.background import send_now
from wiki.mail.letter import Letter
from wiki.mail.models import MailMessage
from wiki.mail.steps import Receiver, post
from wiki.mailroom import actions, queries


@pytest.fixture(autouse=True)
def logged_in(client: FlaskClient, admin: Person) -> None:
    log_in(client, admin)


def put(app: Flask, subject: str, **values: object) -> int:
    with app.app_context(), write():
        message = post("test", Letter(subject, ("x",)), Receiver("bo@example.org", "Bo", "sv"))
        for name, value in values.items():
            setattr(message, name, value)
        db.session.flush()
        return message.id


def deeds(app: Flask) -> list[str]:
    with app.app_context():
        return list(
            db.session.scalars(select(AuditEntry.action).where(AuditEntry.object_type == "mail"))
        )


def test_without_a_server_the_page_says_what_to_do(client: FlaskClient) -> None:
    text = client.get("/en/admin/mail").text
    assert "Mail is off" in text
    assert "MAIL_SERVER" in text
    client.post("/en/admin/mail/test")
    assert "Mail is off." in client.get("/en/admin/mail").text


def test_each_state_has_its_list(app: Flask, client: FlaskClient, sink: Sink) -> None:
    put(app, "Väntar", error="451 senare", attempts=2)
    put(app, "Misslyckad", failed_at=now(), error="550 nej")
    put(app, "Skickad", sent_at=now())
    put(app, "Till ingen", to_address="")
    shown = {
        state: client.get(f"/sv/admin/mail?state={state}").text
        for state in ("waiting", "failed", "sent", "nonsense")
    }
    for state, title in [("waiting", "Väntar"), ("failed", "Misslyckad"), ("sent", "Skickad")]:
        assert f'<th scope="row">{title}</th>' in shown[state]
        for other in {"Väntar", "Misslyckad", "Skickad", "Till ingen"} - {title}:
            assert f'<th scope="row">{other}</th>' not in shown[state]
    assert "451 senare" in shown["waiting"]
    assert "550 nej" in shown["failed"]
    assert '<th scope="row">Väntar</th>' in shown["nonsense"]


def test_the_password_of_the_server_is_not_shown(app: Flask, client: FlaskClient) -> None:
    app.config.update(MAIL_SERVER="smtps://wiki:geheim@mail.example.org", MAIL_SENDER="a@b.se")
    text = client.get("/en/admin/mail").text
    assert "mail.example.org:465" in text
    assert "geheim" not in text


def test_mail_that_waits_for_long_is_told(app: Flask, client: FlaskClient, sink: Sink) -> None:
    number = put(app, "Väntar", error="connection refused")
    assert "Mail does not get through" not in client.get("/en/admin/mail").text
    with app.app_context(), write():
        message = db.session.get_one(MailMessage, number)
        message.created_at = now() - timedelta(minutes=20)
    text = client.get("/en/admin/mail").text
    assert "Mail does not get through" in text
    assert "connection refused" in text


def test_a_test_message_comes_by_the_outbox(
    app: Flask, client: FlaskClient, admin: Person, sink: Sink
) -> None:
    assert client.post("/sv/admin/mail/test").status_code == 303
    send_now(app)
    assert sink.addresses == [admin.email]
    assert sink.messages[0]["Subject"].startswith("Testbrev")


def test_a_failed_message_is_tried_again(app: Flask, client: FlaskClient, sink: Sink) -> None:
    number = put(app, "x", failed_at=now(), give_up_at=now() - timedelta(days=1))
    assert client.post(f"/sv/admin/mail/{number}/retry").status_code == 303
    assert send_now(app) == 1
    assert deeds(app) == ["retry"]


def test_one_whose_link_has_expired_is_not(app: Flask, client: FlaskClient, sink: Sink) -> None:
    late = now() - timedelta(minutes=1)
    number = put(app, "Gammal", failed_at=now(), useless_at=late)
    page = client.get("/en/admin/mail?state=failed").text
    assert f"/admin/mail/{number}/retry" not in page
    client.post(f"/en/admin/mail/{number}/retry")
    assert "has expired" in client.get("/en/admin/mail").text
    client.post("/en/admin/mail/retry")
    assert send_now(app) == 0
    assert deeds(app) == []


def test_all_failed_messages_are_tried_again(app: Flask, client: FlaskClient, sink: Sink) -> None:
    for count in range(3):
        put(app, f"Nr {count}", failed_at=now())
    client.post("/sv/admin/mail/retry")
    assert send_now(app) == 3
    assert deeds(app) == ["retry_all"]


def test_a_deleted_message_is_not_sent(app: Flask, client: FlaskClient, sink: Sink) -> None:
    number = put(app, "Hemlig")
    assert client.post(f"/sv/admin/mail/{number}/deletion").status_code == 303
    assert send_now(app) == 0
    assert deeds(app) == ["delete"]
    assert "Hemlig" in client.get("/sv/admin/journal").text
    assert client.post(f"/sv/admin/mail/{number}/deletion").status_code == 404


def test_only_administrators_may(context: Flask, editor: Person) -> None:
    calls: list[Callable[[Viewer], object]] = [
        actions.send_trial,
        lambda viewer: actions.retry_message(1, viewer),
        actions.retry_failed,
        lambda viewer: actions.delete_message(1, viewer),
        queries.read_figures,
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call(Viewer(editor.user_id, editor.role))
