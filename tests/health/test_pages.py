"""Say how the installation is: each thing that can be wrong, made wrong for real."""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.builders import Person, make_article, make_user
from tests.fixtures.mail import Sink
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.accounts.actions.users import reset_password
from wiki.accounts.viewer import Viewer
from wiki.background import Worker
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import NotAllowed
from wiki.health.backupmark import BackupMark, leave_mark
from wiki.health.queries import read_health
from wiki.mail.letter import Letter
from wiki.mail.steps import Receiver, post
from wiki.revisions.models import Revision
from wiki.search.index.models import IndexTask
from wiki.watching.models import Subscription

TIMEOUT_SECONDS = 10.0
ADDRESS = "/sv/admin/health"


def state_of(client: FlaskClient, name: str, language: str = "sv") -> str:
    """Return the word for the state of a line."""
    page = Page(client.get(f"/{language}/admin/health"))
    return page.one(f"tr[id='{name}'] .health").text


def words_of(client: FlaskClient, name: str, language: str = "sv") -> str:
    return Page(client.get(f"/{language}/admin/health")).one(f"tr[id='{name}']").text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "settings", "state", "words"),
    [
        ("address", {"BASE_URL": "http://localhost"}, "Se efter", "leder ingenstans"),
        (
            "address",
            {
                "BASE_URL": "http://localhost",
                "MAIL_SERVER": "smtp://mail.example.org",
                "MAIL_SENDER": "wiki@example.org",
            },
            "Fel",
            "leder ingenstans",
        ),
        ("address", {"BASE_URL": "http://wiki.example.org"}, "Fel", "Lösenord"),
        ("address", {"BASE_URL": "https://wiki.example.org"}, "Bra", "https://wiki.example.org"),
        ("proxies", {"BASE_URL": "https://wiki.example.org"}, "Se efter", "PROXIES = 1"),
        ("proxies", {"BASE_URL": "https://wiki.example.org", "PROXIES": 1}, "Bra", "1 proxy"),
        ("contact", {}, "Se efter", "CONTACT ="),
        ("contact", {"CONTACT": "vi@example.org"}, "Bra", "vi@example.org"),
        ("security-contact", {}, "Se efter", "SECURITY_CONTACT ="),
        ("security-contact", {"SECURITY_CONTACT": "vi@example.org"}, "Bra", "vi@example.org"),
        ("mail", {}, "Se efter", "MAIL_SERVER"),
        ("threads", {}, "Se efter", "INDEX_IN_BACKGROUND"),
        ("disk", {}, "Bra", "ledigt"),
        ("disk", {"KEEP_FREE_MEGABYTES": 1_000_000_000}, "Fel", "full disk"),
        ("backup", {}, "Fel", "flask --app wiki backup"),
        ("backup", {"BACKUP_DAYS": 0}, "Bra", "BACKUP_DAYS"),
        ("database", {}, "Bra", "migrering"),
        ("version", {}, "Bra", "1."),
        ("secret", {}, "Bra", "Från inställningarna"),
    ],
)
def test_settings_are_judged(
    app: Flask,
    boss: FlaskClient,
    instance: Path,
    name: str,
    settings: Mapping[str, object],
    state: str,
    words: str,
) -> None:
    app.config.update(settings)
    app.config["TRUSTED_HOSTS"] = None
    assert state_of(boss, name) == state
    assert words in words_of(boss, name)


def write_message(app: Flask, **values: object) -> None:
    with app.app_context(), write():
        message = post("test", Letter("Hej", ("x",)), Receiver("bo@example.org", "Bo", "sv"))
        for name, value in values.items():
            setattr(message, name, value)


def test_mail_that_does_not_get_through_is_bad(app: Flask, boss: FlaskClient, sink: Sink) -> None:
    assert state_of(boss, "mail") == "Bra"
    write_message(app, failed_at=now())
    assert state_of(boss, "mail") == "Se efter"
    write_message(app, created_at=now() - timedelta(minutes=20))
    assert state_of(boss, "mail") == "Fel"
    text = words_of(boss, "mail")
    assert "1 väntar, 1 misslyckade" in text
    page = Page(boss.get(ADDRESS))
    assert page.one("tr[id='mail'] th a")["href"] == "/sv/admin/mail"
    assert "bo@example.org" not in page.text


def test_subscribers_without_mail_are_bad(app: Flask, boss: FlaskClient) -> None:
    with app.app_context(), write():
        confirmed = {"kind": "all", "language": "sv", "confirmed_at": now()}
        db.session.add(Subscription(email="bo@example.net", **confirmed))
    assert state_of(boss, "mail") == "Fel"
    assert "1 adress prenumererar" in words_of(boss, "mail")


@pytest.mark.parametrize(("minutes", "state"), [(0, "Bra"), (5, "Se efter"), (20, "Fel")])
def test_an_index_that_lags_is_told(
    app: Flask, boss: FlaskClient, minutes: int, state: str
) -> None:
    with app.app_context(), write():
        waits = {"article_id": 1, "created_at": now() - timedelta(minutes=minutes)}
        db.session.execute(insert(IndexTask), [waits])
    assert state_of(boss, "index") == state
    assert "1 ändring väntar" in words_of(boss, "index")


def test_texts_of_an_older_renderer_wait(app: Flask, boss: FlaskClient, editor: Person) -> None:
    make_article("Alfa", editor, app=app)
    assert state_of(boss, "texts") == "Bra"
    with app.app_context(), write():
        db.session.execute(update(Revision).values(renderer_version=0))
    assert state_of(boss, "texts") == "Se efter"
    assert "articles render" in words_of(boss, "texts")


def test_first_accounts_with_their_first_password_are_bad(app: Flask, boss: FlaskClient) -> None:
    assert state_of(boss, "first-accounts") == "Bra"
    first = make_user("editor", email="editor@example.org", app=app)
    assert state_of(boss, "first-accounts") == "Fel"
    assert "editor@example.org" in words_of(boss, "first-accounts")
    with app.app_context():
        reset_password(first.user_id, make_user("admin").viewer)
    assert state_of(boss, "first-accounts") == "Bra"


def test_a_secret_that_others_can_read_is_bad(
    app: Flask, boss: FlaskClient, instance: Path
) -> None:
    file = instance / "secret_key"
    file.write_text(app.config["SECRET_KEY"])
    file.chmod(0o600)
    assert state_of(boss, "secret") == "Bra"
    file.chmod(0o644)
    assert state_of(boss, "secret") == "Fel"
    assert app.config["SECRET_KEY"] not in boss.get(ADDRESS).text
    file.unlink()


def test_threads_that_stand_still_are_told(app: Flask, boss: FlaskClient) -> None:
    app.config["INDEX_IN_BACKGROUND"] = True
    has_failed = threading.Event()

    def fail() -> None:
        has_failed.set()
        raise RuntimeError("on purpose")

    idle = Worker("idle", lambda: None, 60.0, "failed", app.config)
    failing = Worker("failing", fail, 60.0, "failed", app.config)
    failing.start()
    assert has_failed.wait(TIMEOUT_SECONDS)
    page = Page(boss.get(ADDRESS))
    assert page.one("tr[id='thread-idle'] .health").text == "Fel"
    assert page.one("tr[id='thread-mail-sender'] .health").text == "Bra"
    assert "Tråden som räknar hur ofta artiklar läses" in page.one("tr[id='thread-reads']").text
    idle.start()
    assert state_of(boss, "thread-idle") == "Bra"
    assert state_of(boss, "thread-failing") == "Se efter"
    idle.stop()
    assert state_of(boss, "thread-idle") == "Fel"
    failing.stop()
    app.extensions["search_drainer"].stop()
    app.extensions["searches"].stop()


def test_errors_are_counted_without_their_words(app: Flask, boss: FlaskClient) -> None:
    assert state_of(boss, "errors") == "Bra"
    app.logger.error("geheim of bo@example.org")
    logging.getLogger("wiki.background").error("geheim")
    assert state_of(boss, "errors") == "Se efter"
    page = Page(boss.get(ADDRESS))
    assert "2 fel i loggen" in page.text
    assert "geheim" not in page.text
    for _each in range(20):
        app.logger.error("x")
    assert state_of(boss, "errors") == "Fel"


def test_slow_pages_are_named_by_endpoint(app: Flask, boss: FlaskClient) -> None:
    boss.get("/sv/articles/")
    app.extensions["meter"].note_request("articles.show", 4.2, 200)
    assert state_of(boss, "speed") == "Se efter"
    assert "articles.show, 4,2 sekunder" in words_of(boss, "speed")
    assert "articles.index" in boss.get(ADDRESS).text


def test_the_summary_counts_and_the_menu_has_a_mark(
    app: Flask, boss: FlaskClient, instance: Path
) -> None:
    app.config["CONTACT"] = "vi@example.org"
    page = Page(boss.get(ADDRESS))
    assert "1 sak är fel" in page.text
    assert page.texts(".subnav .count") == ["1"]
    states = page.texts("tbody .health")
    assert states == sorted(states, key=["Fel", "Se efter", "Bra"].index)
    leave_mark(instance, BackupMark(now(), "/backup/wiki.zip", 1))
    app.extensions["health_mark"].clear()
    assert Page(boss.get("/sv/admin/")).all(".subnav .count") == []
    assert "2 things are worth a look" not in boss.get("/en/admin/health").text
    assert "worth a look" in boss.get("/en/admin/health").text


def test_the_mark_is_kept_for_a_minute_and_for_administrators(
    app: Flask, boss: FlaskClient, editing: FlaskClient, instance: Path
) -> None:
    assert Page(boss.get("/sv/")).texts(".site-nav .count") == ["Fel: 1"]
    leave_mark(instance, BackupMark(now(), "/backup/wiki.zip", 1))
    assert Page(boss.get("/sv/")).texts(".site-nav .count") == ["Fel: 1"]
    assert Page(editing.get("/sv/")).all(".site-nav .count") == []
    assert editing.get(ADDRESS).status_code == 403


def test_only_administrators_may(context: Flask, editor: Person) -> None:
    with pytest.raises(NotAllowed):
        read_health(Viewer(editor.user_id, editor.role))


def test_the_page_takes_few_statements_however_much_is_stored(
    app: Flask, boss: FlaskClient, editor: Person
) -> None:
    def count() -> int:
        boss.get(ADDRESS)
        with statements(app) as found:
            boss.get(ADDRESS)
        return len(found)

    few = count()
    for number in range(5):
        make_article(f"Artikel {number}", editor, app=app)
    assert count() == few <= 10
