"""Subscribe an address without an account, confirm it, get a letter a day, and end it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.builders import Person, make_article, make_tag, put_on
from tests.fixtures.mail import Sink
from tests.watching.test_notices import save
from wiki.articles.actions.archive import archive_article
from wiki.clock import now
from wiki.db import db, write
from wiki.mail.background import send_now
from wiki.watching.actions import normalise_query
from wiki.watching.background.notifier import notify_now, sweep_notices
from wiki.watching.models import Subscription

EMAIL = "las@example.org"


def ask(client: FlaskClient, kind: str = "all", target: int = 0, **more: str) -> int:
    url = f"/sv/subscribe?kind={kind}&target={target}"
    response = client.post(url, data={"email": EMAIL, "kind": kind, **more})
    assert "Set-Cookie" not in response.headers
    return response.status_code


def mailed(app: Flask, sink: Sink) -> int:
    before = len(sink.messages)
    notify_now(app)
    send_now(app)
    return len(sink.messages) - before


def path_in(text: str, part: str) -> str:
    found = re.search(rf"http://localhost(/sv/subscribe/{part}/\S+)", text)
    assert found is not None
    return found[1]


def subscribe(app: Flask, sink: Sink, kind: str = "all", target: int = 0) -> None:
    client = app.test_client()
    assert ask(client, kind, target) == 200
    assert mailed(app, sink) == 1
    path = path_in(sink.text(), "confirm")
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 200


def stored(app: Flask) -> list[Subscription]:
    with app.app_context():
        return list(db.session.scalars(select(Subscription)))


def change(app: Flask, **values: object) -> None:
    with app.app_context(), write():
        db.session.execute(update(Subscription).values(**values))


@pytest.mark.long
def test_an_address_confirms_before_it_gets_mail(app: Flask, editor: Person, sink: Sink) -> None:
    client = app.test_client()
    page = client.get("/sv/subscribe")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    ask(client)
    make_article("Alfa", editor, app=app)
    assert mailed(app, sink) == 1
    assert sink.messages[0]["Subject"].startswith("Vill du ha e-post")
    path = path_in(sink.text(), "confirm")
    client.get(path)
    assert [row.confirmed_at for row in stored(app)] == [None]
    client.post(path)
    client.post(path)
    assert mailed(app, sink) == 0  # what was published before is no news
    make_article("Beta", editor, app=app)
    assert mailed(app, sink) == 1
    assert "* Beta\n  ny artikel" in sink.text()
    assert "Alfa" not in sink.text()


@pytest.mark.long
def test_mail_comes_once_a_day(app: Flask, editor: Person, sink: Sink) -> None:
    subscribe(app, sink)
    make_article("Alfa", editor, app=app)
    assert mailed(app, sink) == 1
    make_article("Beta", editor, app=app)
    assert mailed(app, sink) == 0
    change(app, mailed_at=now() - timedelta(hours=25))
    assert mailed(app, sink) == 1
    assert "Beta" in sink.text()
    assert "Alfa" not in sink.text()


def test_everything_new_is_no_change(app: Flask, editor: Person, sink: Sink) -> None:
    article = make_article("Alfa", editor, app=app)
    notify_now(app)
    subscribe(app, sink)
    save(app, article, editor, "Nytt.")
    assert mailed(app, sink) == 0


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("kind", ["article", "tag"])
def test_an_article_or_a_term_is_told_of_alone(
    app: Flask, editor: Person, sink: Sink, kind: str
) -> None:
    article = make_article("Alfa", editor, app=app)
    tag = make_tag("metoder", app=app)
    put_on(article, tag, app=app)
    notify_now(app)
    subscribe(app, sink, kind, article if kind == "article" else tag)
    other = make_article("Beta", editor, app=app)
    assert mailed(app, sink) == 0
    save(app, article, editor, "Nytt.")
    save(app, other, editor, "Nytt.")
    assert mailed(app, sink) == 1
    assert f"* Titel {article}\n  ny version" in sink.text()
    assert f"Titel {other}" not in sink.text()


def test_nothing_is_mailed_of_what_readers_do_not_see(
    app: Flask, editor: Person, author: Person, sink: Sink
) -> None:
    subscribe(app, sink)
    make_article("Utkast", author, app=app)
    article = make_article("Alfa", editor, app=app)
    with app.app_context():
        archive_article(article, "fel", editor.viewer)
    assert mailed(app, sink) == 0


@pytest.mark.long
def test_one_press_ends_it(app: Flask, editor: Person, sink: Sink) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    subscribe(app, sink)
    make_article("Alfa", editor, app=app)
    mailed(app, sink)
    path = path_in(sink.text(), "end")
    assert path in sink.messages[-1]["List-Unsubscribe"]
    assert app.test_client().get(path).status_code == 200
    assert len(stored(app)) == 1
    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert stored(app) == []
    for forged in (path + "x", path.replace("/end/", "/confirm/")):
        assert app.test_client().post(forged).status_code == 404


def test_who_does_not_answer_is_forgotten(app: Flask, sink: Sink) -> None:
    ask(app.test_client())
    mailed(app, sink)
    path = path_in(sink.text(), "confirm")
    change(app, created_at=now() - timedelta(days=3))
    with app.app_context():
        sweep_notices()
    assert stored(app) == []
    assert app.test_client().post(path).status_code == 404


@pytest.mark.long
def test_a_mailbox_is_not_filled(app: Flask, editor: Person, sink: Sink) -> None:
    articles = [make_article(f"Nr {count}", editor, app=app) for count in range(4)]
    notify_now(app)
    client = app.test_client()
    answers = [ask(client) for _ in range(7)]
    answers += [ask(client, "article", article) for article in articles]
    assert answers == [*([200] * 10), 429]
    assert mailed(app, sink) == 3


def test_a_program_that_fills_in_everything_is_passed_over(app: Flask, sink: Sink) -> None:
    assert ask(app.test_client(), website="https://spam.example.org") == 200
    assert stored(app) == []


@pytest.mark.parametrize("email", ["", "las", "las@", "a@b.se\r\nBcc: c@d.se"])
def test_what_is_no_address_is_refused(app: Flask, sink: Sink, email: str) -> None:
    response = app.test_client().post("/sv/subscribe", data={"email": email, "kind": "all"})
    assert response.status_code == 422
    assert stored(app) == []


def test_drafts_and_nothing_cannot_be_subscribed_to(app: Flask, author: Person, sink: Sink) -> None:
    draft = make_article("Utkast", author, app=app)
    for kind, target in (("article", draft), ("article", 99_999), ("tag", 99_999), ("tag", 0)):
        assert (
            app.test_client().get(f"/sv/subscribe?kind={kind}&target={target}").status_code == 404
        )


def test_without_mail_there_is_the_feed(app: Flask, editor: Person) -> None:
    make_article("Alfa", editor, app=app)
    client = app.test_client()
    assert "skickar ingen e-post" in client.get("/sv/subscribe").text
    assert "/sv/subscribe" not in client.get("/sv/articles/alfa").text
    ask(client)
    assert stored(app) == []
    app.config.update(MAIL_SERVER="smtp://localhost", MAIL_SENDER="a@example.org")
    app.extensions["page_cache"].clear()  # as the restart does that settings need
    assert "/sv/subscribe?kind=article" in client.get("/sv/articles/alfa").text


@pytest.mark.long
def test_a_link_of_an_ended_subscription_does_nothing_to_a_later_one(
    app: Flask, editor: Person, sink: Sink
) -> None:
    subscribe(app, sink)
    confirm = path_in(sink.text(), "confirm")
    make_article("Alfa", editor, app=app)
    mailed(app, sink)
    end = path_in(sink.text(), "end")
    number = stored(app)[0].id
    assert app.test_client().post(end).status_code == 200
    ask(app.test_client(), email="annan@example.org")
    change(app, id=number)  # as SQLite gives it anyway
    assert app.test_client().post(confirm).status_code == 404
    assert app.test_client().post(end).status_code == 200
    assert [(row.email, row.confirmed_at) for row in stored(app)] == [("annan@example.org", None)]


@pytest.mark.parametrize("more", ["", "&wide=1", "&exact=1", "&sort=newest&page=2"])
def test_a_search_is_watched_once_however_it_is_shown(more: str) -> None:
    assert normalise_query(f"q=odling&kind=case{more}") == "q=odling&kind=case"
