"""Try mail out from the command line."""

from flask import Flask

from tests.fixtures.mail import Sink
from wiki.db import write
from wiki.mail.commands import mail
from wiki.mail.letter import Letter
from wiki.mail.steps import Receiver, post


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(mail, list(words))
    return result.exit_code, result.output


def test_a_test_message_is_sent_at_once(app: Flask, sink: Sink) -> None:
    code, output = run(app, "test", "asa@example.org")
    assert (code, output) == (0, "The mail server has taken a message to asa@example.org.\n")
    assert sink.addresses == ["asa@example.org"]
    assert "http://localhost" in sink.text()


def test_a_refusal_is_shown(app: Flask, sink: Sink) -> None:
    sink.refused["asa@example.org"] = "550 no such user"
    code, output = run(app, "test", "asa@example.org")
    assert (code, output) == (1, "Error: The message was not sent: 550 no such user\n")


def test_a_server_that_is_down_is_named(app: Flask, sink: Sink) -> None:
    app.config["MAIL_SERVER"] = "smtp://127.0.0.1:1"
    code, output = run(app, "test", "asa@example.org")
    assert code == 1
    assert "refused" in output


def test_what_is_no_address_is_refused(app: Flask, sink: Sink) -> None:
    code, output = run(app, "test", "asa@@example")
    assert code == 1
    assert "was not sent" in output


def test_without_a_server_the_settings_are_named(app: Flask) -> None:
    for words in (["test", "asa@example.org"], ["send"]):
        code, output = run(app, *words)
        assert code == 1
        assert "set MAIL_SERVER and MAIL_SENDER" in output


def test_what_waits_is_sent(app: Flask, sink: Sink) -> None:
    with app.app_context(), write():
        post("test", Letter("x", ("y",)), Receiver("asa@example.org", "", "sv"))
    assert run(app, "send") == (0, "Sent 1; 0 waiting, 0 failed.\n")
    assert sink.addresses == ["asa@example.org"]
