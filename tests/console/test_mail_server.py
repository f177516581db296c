"""Read the address of a mail server."""

import pytest

from wiki.settings.mailserver import MailServer, read_sender, read_server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 25)),
        ("smtp://localhost:1025/", MailServer("localhost", 1025)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, is_tls=True)),
        (
            "smtps://wiki%40example.org:a%2Fb@mail.example.org:587",
            MailServer("mail.example.org", 587, "wiki@example.org", "a/b", True),
        ),
        ("smtp://[::1]:25", MailServer("::1", 25)),
    ],
)
def test_a_server_is_read(url: str, server: MailServer) -> None:
    assert read_server(url) == server


def test_a_server_does_not_show_its_password() -> None:
    assert "geheim" not in repr(read_server("smtps://wiki:geheim@mail.example.org"))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_machine_is_known(host: str) -> None:
    assert read_server(f"smtp://{host}").is_local
    assert not read_server("smtp://mail.example.org").is_local


def test_a_sender_has_a_name_or_none() -> None:
    assert str(read_sender("Wikin <wiki@example.org>")) == "Wikin <wiki@example.org>"
    assert str(read_sender("wiki@example.org")) == "wiki@example.org"
