"""Who is told of what is said, on the site and by mail; and what is left of a forgotten person."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article, make_user
from tests.fixtures.statements import statements
from tests.page import Page
from tests.talk.steps import BODY, TALK, begin, browser, newest
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import ArticleText
from wiki.db import db, write
from wiki.mail.models import MailMessage
from wiki.personal_data.actions import forget_person
from wiki.personal_data.queries import find_data
from wiki.revisions.actions import hide_revision
from wiki.talk.models import Post
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import Notice, NoticeSettings, Watch


@pytest.fixture
def people(app: Flask) -> dict[str, Person]:
    names = {"bo": "Bo Lind", "ulla": "Ulla Ek", "kim": "Kim Å", "mia": "Mia Öst"}
    return {
        key: make_user("author", name, f"{key}@example.org", app=app) for key, name in names.items()
    }


@pytest.fixture
def article_id(app: Flask, editor: Person) -> int:
    return make_article("Ett kooperativ", editor, app=app)


def told(app: Flask) -> list[tuple[int, int]]:
    """Return who is told of which post, in order."""
    notify_now(app)
    with app.app_context():
        rows = db.session.scalars(select(Notice).where(Notice.post_id.is_not(None)))
        return sorted((row.post_id or 0, row.user_id) for row in rows)


def watch(client: FlaskClient, kind: str, target: int, **more: str) -> int:
    data = {"kind": kind, "target": str(target), "next": "/sv/", **more}
    return client.post("/sv/watches", data=data).status_code


@pytest.mark.long
def test_who_is_told(
    app: Flask, people: dict[str, Person], editor: Person, article_id: int
) -> None:
    told(app)
    clients = {key: browser(app, person) for key, person in people.items()}
    watch(clients["ulla"], "article", article_id)
    begin(clients["bo"], words="Vad menas? @Kim Å")
    first, thread = newest(app)
    ids = {key: person.user_id for key, person in people.items()}
    expected = sorted((first, user) for user in (ids["ulla"], ids["kim"], editor.user_id))
    assert told(app) == expected  # who watches, is named, looks after it; not who wrote it
    page = Page(clients["kim"].get("/sv/account/notices"))
    assert "oläst: Bo Lind nämner dig i en diskussion" in page.text
    link = page.values("main .items a", "href")
    assert link == [f"{TALK}/{thread}#post-{first}"]
    assert "Bo Lind skrev i en diskussion" in clients["ulla"].get("/sv/account/notices").text
    clients["kim"].post(f"{TALK}/{thread}", data={"words": "Det här."})
    second, _thread = newest(app)
    expected += sorted((second, user) for user in (ids["bo"], ids["ulla"], editor.user_id))
    assert told(app) == expected  # who has written in it watches it
    assert watch(clients["bo"], "thread", thread, intent="stop") == 303
    clients["kim"].post(f"{TALK}/{thread}", data={"words": "Och det."})
    third, _thread = newest(app)
    assert (third, ids["bo"]) not in told(app)
    assert watch(clients["mia"], "thread", thread) == 303
    assert "Ett kooperativ" in clients["mia"].get("/sv/account/watches").text
    # An edit that names somebody tells only them.
    edit = {"edition": "1", "words": "Och det, @Mia Öst."}
    before = told(app)
    clients["kim"].post(f"{TALK}/posts/{third}/edit", data=edit)
    assert sorted(set(told(app)) - set(before)) == [(third, ids["mia"])]


def test_a_notice_to_many_costs_the_post_nothing(
    app: Flask, people: dict[str, Person], article_id: int
) -> None:
    client = browser(app, people["bo"])
    begin(client)
    _post, thread = newest(app)

    def count() -> int:
        with statements(app) as found:
            client.post(f"{TALK}/{thread}", data={"words": "Ett svar till."})
        return len(found)

    alone = count()
    many = [make_user("author", app=app).user_id for _number in range(20)]
    with app.app_context(), write():
        for user_id in many:
            db.session.add(Watch(user_id=user_id, kind="article", target_id=article_id))
    assert count() == alone


@pytest.mark.long
def test_nobody_is_told_of_what_they_may_not_read(
    app: Flask, people: dict[str, Person], author: Person, editor: Person
) -> None:
    draft = make_article("Ett kooperativ", author, app=app)
    own = browser(app, author)
    begin(own, words="@Bo Lind @Eva Berg, kan ni titta?")
    assert "Ingen här heter: @Bo" in Page(own.get(TALK)).text
    post, thread = newest(app)
    assert told(app) == [(post, editor.user_id)]
    assert watch(browser(app, people["bo"]), "thread", thread) == 404
    editing = browser(app, editor)
    assert "kan ni titta?" in editing.get("/sv/account/notices").text
    hidden = {"reason": "Personuppgifter"}
    editing.post(f"{TALK}/posts/{post}/hide", data=hidden)
    assert "kan ni titta?" not in editing.get("/sv/account/notices").text
    own.post(f"{TALK}/{thread}", data={"words": "En sak till."})
    reply, _thread = newest(app)
    own.post(f"{TALK}/posts/{reply}/undo")
    assert (reply, editor.user_id) not in told(app)
    with app.test_request_context():
        archive_article(draft, "Gammal", editor.viewer)
    assert told(app) == [(post, editor.user_id)]


def test_a_letter_tells_of_it(app: Flask, people: dict[str, Person], article_id: int) -> None:
    app.config.update(MAIL_SERVER="smtp://127.0.0.1:9", MAIL_SENDER="wiki@example.org")
    with app.app_context(), write():
        db.session.add(NoticeSettings(user_id=people["kim"].user_id, rhythm="now"))
    begin(browser(app, people["bo"]), heading="Orden", words="Vad <b>menas</b>? @Kim")
    post, thread = newest(app)
    notify_now(app)
    with app.app_context():
        letters = db.session.scalars(select(MailMessage).order_by(MailMessage.id)).all()
        letter = next(row for row in letters if row.to_address == "kim@example.org")
        assert letter.subject == "Ett kooperativ: Orden (Bo Lind nämner dig i en diskussion)"
        assert f"{TALK}/{thread}#post-{post}" in letter.text
        assert "Vad <b>menas</b>? @Kim" in letter.text
    assert article_id


@pytest.mark.parametrize("is_left", [True, False])
def test_what_a_hidden_version_said_is_in_no_title(
    app: Flask, people: dict[str, Person], editor: Person, admin: Person, is_left: bool
) -> None:
    """Words that the newest text has too are shown, as on the page of the thread."""
    app.config.update(MAIL_SERVER="smtp://127.0.0.1:9", MAIL_SENDER="wiki@example.org")
    article_id = make_article("Ett kooperativ", editor, body=BODY, app=app)
    kim = browser(app, people["kim"])
    with app.app_context(), write():
        for key in ("kim", "mia"):
            db.session.add(NoticeSettings(user_id=people[key].user_id, rhythm="now"))
    begin(browser(app, people["bo"]), quote="ett kooperativ med många", words="Vad menas?")
    _post, thread = newest(app)
    watch(kim, "thread", thread)
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", BODY if is_left else "Allt är nytt.", {})
        text = replace(text, body=f"Nytt först.\n\n{text.body}")
        save_article(article_id, text, 1, editor.viewer, publish=True)
        article = db.session.get_one(Article, article_id)
        hide_revision(article, 1, "Personuppgifter", admin.viewer)
    browser(app, people["bo"]).post(f"{TALK}/{thread}", data={"words": "Ett svar, @Kim."})
    notify_now(app)
    said = "kooperativ med många"
    for page in ("discussions", "watches", "notices"):
        shown = Page(kim.get(f"/sv/account/{page}")).one("main").text
        assert (said in shown) == is_left, page
        # Without them a thread is called by what was said first.
        assert page == "notices" or ("Vad menas?" in shown) != is_left
    with app.app_context():
        query = select(MailMessage).where(MailMessage.to_address == "kim@example.org")
        (letter,) = db.session.scalars(query)
        assert (said in f"{letter.subject} {letter.text}") == is_left
    assert said in Page(browser(app, admin).get("/sv/account/discussions")).text


def test_a_forgotten_person_leaves_posts_without_a_name(
    app: Flask, people: dict[str, Person], admin: Person, article_id: int
) -> None:
    begin(browser(app, people["bo"]), words="Jag undrar.")
    _post, thread = newest(app)
    ulla = browser(app, people["ulla"])
    ulla.post(f"{TALK}/{thread}", data={"words": "Svar till @bo lind och @Bo, inte @Kim Å."})
    bo = people["bo"].user_id
    with app.test_request_context():
        data = find_data(bo, people["bo"].viewer)
        assert [row["words"] for row in data["posts"]] == ["Jag undrar."]
        assert len(data["mentions"]) == 1
        json.dumps(data)
        forget_person(bo, "bo@example.org", admin.viewer)
    page = Page(ulla.get(TALK)).one(f"#thread-{thread}")
    assert "Jag undrar." in page.text
    assert "Bo Lind" not in page.text
    assert (
        f"Svar till @Tidigare medverkande {bo} / Former contributor {bo} och @Tidigare" in page.text
    )
    assert article_id
    with app.app_context():
        words = [post.words for post in db.session.query(Post)]
        assert not any("bo lind" in said.casefold() for said in words)


def test_log_in_is_needed_to_watch(app: Flask, client: FlaskClient, article_id: int) -> None:
    begin(browser(app, make_user("author", app=app)))
    _post, thread = newest(app)
    assert watch(client, "thread", thread) == 403
    log_in(client, make_user("author", app=app))
    assert watch(client, "thread", thread) == 303
    assert watch(client, "thread", 99_999) == 404
    assert article_id
