"""Send the outbox to a real SMTP server: one that works, is down, is slow or refuses."""

import fcntl
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.fixtures.mail import Sink
from wiki.clock import now
from wiki.db import db, write
from wiki.mail import background, smtp
from wiki.mail.background import pause_after, send_now
from wiki.mail.letter import TOKEN, Letter, Way
from wiki.mail.models import MailMessage
from wiki.mail.steps import Receiver, post, token_of

ASA = Receiver("asa@example.org", "Åsa Ek", "sv")


def put(
    app: Flask, subject: str = "Hej", receiver: Receiver = ASA, *parts: str | Way, **more: object
) -> int:
    with app.app_context(), write():
        message = post("test", Letter(subject, parts or ("Ett brev.",)), receiver, **more)  # type: ignore[arg-type]  # each test names its own
        db.session.flush()
        return message.id


def find(app: Flask, message_id: int) -> MailMessage:
    with app.app_context():
        return db.session.get_one(MailMessage, message_id)


def change(app: Flask, **values: object) -> None:
    with app.app_context(), write():
        for message in db.session.scalars(select(MailMessage)):
            for name, value in values.items():
                setattr(message, name, value)


def make_due(app: Flask) -> None:
    change(app, next_at=now() - timedelta(seconds=1))


def test_a_message_is_sent_once_and_its_text_forgotten(app: Flask, sink: Sink) -> None:
    number = put(app, "Välkommen", ASA, "Hej Åsa – välkommen!")
    assert send_now(app) == 1
    assert send_now(app) == 0

    assert sink.envelopes == [("wiki@example.org", ("asa@example.org",))]
    assert sink.text() == "Hej Åsa – välkommen!\n"
    assert "<p>Hej Åsa – välkommen!</p>" in sink.html()
    message = sink.messages[0]
    assert message["From"] == "Wikin <wiki@example.org>"
    assert message["To"] == "Åsa Ek <asa@example.org>"
    assert message["Subject"] == "Välkommen"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "sv"
    assert re.fullmatch("<[0-9a-f]{32}@localhost>", message["Message-ID"])
    assert "List-Unsubscribe" not in message
    stored = find(app, number)
    assert stored.sent_at is not None
    assert (stored.text, stored.html, stored.error, stored.attempts) == ("", "", "", 1)


def test_a_notice_can_be_stopped_by_one_press(app: Flask, sink: Sink) -> None:
    put(app, stop_url="https://wiki.example.org/sv/stop/x")
    send_now(app)
    assert sink.messages[0]["List-Unsubscribe"] == "<https://wiki.example.org/sv/stop/x>"
    assert sink.messages[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_token_of_a_link_is_made_when_it_is_sent(app: Flask, sink: Sink) -> None:
    secret = "made for this test"
    number = put(app, "Länk", ASA, Way("Hit", f"http://localhost/x/{TOKEN}"), secret=secret)
    with app.app_context():
        token = token_of(secret)
    assert token not in find(app, number).text
    send_now(app)
    assert f"http://localhost/x/{token}\n" in sink.text()
    assert f'href="http://localhost/x/{token}"' in sink.html()


def test_a_message_for_nobody_is_dropped(app: Flask, sink: Sink) -> None:
    put(app, "Hej", Receiver("", "", "sv"))
    assert send_now(app) == 0
    assert sink.messages == []
    with app.app_context():
        assert db.session.scalars(select(MailMessage)).all() == []


def test_nothing_is_sent_while_mail_is_off(app: Flask, sink: Sink) -> None:
    number = put(app)
    app.config["MAIL_SERVER"] = ""
    assert send_now(app) == 0
    assert find(app, number).attempts == 0


@pytest.mark.long
def test_while_the_server_is_down_mail_waits_ever_longer(app: Flask, sink: Sink) -> None:
    numbers = [put(app, f"Nr {count}") for count in range(3)]
    app.config["MAIL_SERVER"] = "smtp://127.0.0.1:1"
    assert send_now(app) == 0
    assert send_now(app) == 0
    stored = [find(app, number) for number in numbers]
    assert [message.attempts for message in stored] == [1, 1, 1]
    assert all("refused" in message.error for message in stored)
    assert all(message.failed_at is None for message in stored)
    first_wait = min(message.next_at for message in stored) - now()
    assert timedelta(seconds=50) < first_wait < timedelta(seconds=70)

    make_due(app)
    send_now(app)
    second_wait = min(find(app, number).next_at for number in numbers) - now()
    assert timedelta(seconds=110) < second_wait < timedelta(seconds=130)

    app.config["MAIL_SERVER"] = sink.url
    make_due(app)
    assert send_now(app) == 3
    assert [message["Subject"] for message in sink.messages] == ["Nr 0", "Nr 1", "Nr 2"]


def test_waiting_doubles_up_to_four_hours() -> None:
    minutes = [pause_after(attempts) / timedelta(minutes=1) for attempts in (0, 1, 2, 3, 9, 99)]
    assert minutes == [1, 2, 4, 8, 240, 240]


def test_a_message_is_given_up_after_some_days(app: Flask, sink: Sink) -> None:
    number = put(app)
    assert find(app, number).give_up_at > now() + timedelta(days=3)
    change(app, give_up_at=now() - timedelta(seconds=1))
    assert send_now(app) == 0
    assert find(app, number).failed_at is not None
    assert sink.messages == []


@pytest.mark.long
def test_a_slow_server_is_left_after_a_while(
    app: Flask, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.2)
    number = put(app)
    sink.pause_seconds = 1.0
    assert send_now(app) == 0
    assert "timed out" in find(app, number).error
    assert find(app, number).claimed_until is None


def test_a_refused_address_fails_at_once_and_the_others_are_sent(app: Flask, sink: Sink) -> None:
    sink.refused["bo@example.org"] = "550 5.1.1 no such\x07 user"
    bad = put(app, "Till Bo", Receiver("bo@example.org", "Bo", "sv"))
    good = put(app)
    assert send_now(app) == 1
    assert find(app, bad).failed_at is not None
    assert find(app, bad).error == "550 5.1.1 no such user"
    assert find(app, good).sent_at is not None


def test_a_refusal_for_now_is_tried_again(app: Flask, sink: Sink) -> None:
    sink.refused["asa@example.org"] = "450 4.2.0 greylisted"
    number = put(app)
    send_now(app)
    stored = find(app, number)
    assert (stored.failed_at, stored.error) == (None, "450 4.2.0 greylisted")
    sink.refused.clear()
    assert send_now(app) == 0  # its time has not come
    make_due(app)
    assert send_now(app) == 1


@pytest.mark.parametrize(("answer", "is_final"), [("554 spam", True), ("451 try later", False)])
def test_a_refused_text_is_told_apart(
    app: Flask, sink: Sink, answer: str, *, is_final: bool
) -> None:
    sink.answers["STORE"] = answer
    number = put(app)
    send_now(app)
    stored = find(app, number)
    assert ((stored.failed_at is not None), stored.error) == (is_final, answer)


@pytest.mark.parametrize(
    ("word", "answer"), [("MAIL", "550 sender not allowed"), ("CONNECT", "554 no service")]
)
def test_what_the_settings_cause_fails_no_message(
    app: Flask, sink: Sink, word: str, answer: str
) -> None:
    sink.answers[word] = answer
    number = put(app)
    send_now(app)
    stored = find(app, number)
    assert (stored.failed_at, stored.error) == (None, answer)


def test_when_the_server_hangs_up_the_rest_waits(app: Flask, sink: Sink) -> None:
    numbers = [put(app, f"Nr {count}") for count in range(3)]
    sink.hangs_up_after = 1
    assert send_now(app) == 1
    states = [find(app, number).sent_at is not None for number in numbers]
    assert states == [True, False, False]
    assert find(app, numbers[2]).next_at > now()


def test_a_password_is_never_sent_in_the_clear(app: Flask, sink: Sink) -> None:
    number = put(app)
    app.config["MAIL_SERVER"] = sink.url.replace("127.0.0.1", "wiki:geheim@127.0.0.2")
    send_now(app)
    assert "offers no TLS" in find(app, number).error
    assert not any("AUTH" in command for command in sink.commands)


@pytest.mark.long
@pytest.mark.parametrize("address", ["a@b@c\r\nBcc: x@y.se", "a@@b", "@", "a@", "å å@b.se", '"'])
def test_an_address_that_is_none_fails_alone(app: Flask, sink: Sink, address: str) -> None:
    bad = put(app, "x", Receiver(address, "x", "sv"))
    put(app)
    assert send_now(app) == 1
    assert find(app, bad).failed_at is not None


@pytest.mark.long
@pytest.mark.parametrize("text", ["Hej\r\nBcc: x@example.com", "Hej\nX: y", "a\x00b", "å" * 400])
def test_no_text_makes_a_header(app: Flask, sink: Sink, text: str) -> None:
    put(app, text, Receiver("asa@example.org", text[:100], "sv"))
    send_now(app)
    for message in sink.messages:
        assert set(message.keys()) == {
            *("From", "To", "Subject", "Date", "Message-ID", "Content-Language", "MIME-Version"),
            *("Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type"),
        }
    assert set(sink.addresses) <= {"asa@example.org"}


@pytest.mark.long
def test_two_senders_at_once_send_each_message_once(app: Flask, sink: Sink) -> None:
    for count in range(120):
        put(app, f"Nr {count}")

    def work() -> None:  # as on another machine: no lock of the file system, only the claim
        with app.app_context():
            while parcels := background._claim():
                background._send(parcels)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    subjects = [message["Subject"] for message in sink.messages]
    assert sorted(subjects) == sorted(f"Nr {count}" for count in range(120))


def test_one_process_sends_at_a_time(app: Flask, sink: Sink) -> None:
    put(app)
    with open(Path(app.instance_path) / "mail.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert send_now(app) == 0
    assert send_now(app) == 1


def test_a_commit_wakes_the_sender(app: Flask, sink: Sink) -> None:
    app.config["INDEX_IN_BACKGROUND"] = True
    worker = app.extensions["mail_sender"]
    worker.start()
    try:
        number = put(app)
    finally:
        worker.stop()
    assert find(app, number).sent_at is not None


def test_old_messages_are_deleted(app: Flask, sink: Sink) -> None:
    old = put(app, "gammalt")
    send_now(app)
    change(app, sent_at=now() - timedelta(days=31))
    new = put(app, "nytt")
    send_now(app)
    with app.app_context():
        background.sweep_mail()
        assert list(db.session.scalars(select(MailMessage.id))) == [new]
    assert old != new
