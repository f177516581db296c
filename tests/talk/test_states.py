"""What becomes of talk when its article changes, and who sees it in each state."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_user
from tests.fixtures.statements import statements
from tests.page import Page
from tests.talk.steps import ARTICLE, BODY, TALK, begin, browser, newest
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import ArticleText
from wiki.db import db, write
from wiki.revisions.actions import hide_revision
from wiki.talk.models import Mention, Post, Thread


@pytest.fixture
def bo(app: Flask) -> Person:
    return make_user("author", "Bo Lind", "bo@example.org", app=app)


@pytest.fixture
def asking(app: Flask, bo: Person) -> FlaskClient:
    return browser(app, bo)


@pytest.fixture
def article_id(app: Flask, editor: Person) -> int:
    return make_article("Ett kooperativ", editor, body=BODY, app=app)


def save(app: Flask, article_id: int, base: int, person: Person, body: str) -> None:
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", body, {})
        save_article(article_id, text, base, person.viewer, publish=True)


def test_a_thread_follows_its_words(
    app: Flask, asking: FlaskClient, editor: Person, admin: Person, article_id: int
) -> None:
    begin(asking, quote="ett kooperativ med många")
    _post, thread = newest(app)
    save(app, article_id, 1, editor, f"Nytt först.\n\n{BODY}")
    assert "Till orden i artikeln" in Page(asking.get(TALK)).one(f"#thread-{thread}").text
    changed = BODY.replace("I byn finns ett **kooperativ** med", "I byn finns två kooperativ med")
    save(app, article_id, 2, editor, changed)
    shown = Page(asking.get(TALK)).one(f"#thread-{thread}")
    assert "Orden har ändrats sedan version 1." in shown.text
    assert shown.one(".hint a")["href"] == f"{ARTICLE}#s-i-byn"
    save(app, article_id, 3, editor, "Allt är nytt.")
    shown = Page(asking.get(TALK)).one(f"#thread-{thread}")
    assert "Orden finns inte längre i artikeln. De stod i version 1." in shown.text
    assert "ett kooperativ med många" in shown.text
    with app.test_request_context():
        article = db.session.get_one(Article, article_id)
        hide_revision(article, 1, "Personuppgifter", admin.viewer)
    page = Page(asking.get(TALK)).one(f"#thread-{thread}")
    assert "kooperativ med många" not in page.text
    assert "som är dold" in page.text
    assert "kooperativ med många" in Page(browser(app, admin).get(TALK)).text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("state", ["public", "draft", "archived"])
def test_who_sees_the_talk(app: Flask, author: Person, editor: Person, state: str) -> None:
    article_id = make_article(
        "Ett kooperativ", editor if state == "public" else author, body=BODY, app=app
    )
    people = {
        "reader": None,
        "author": author,
        "stranger": make_user("author", app=app),
        "editor": editor,
        "admin": make_user("admin", app=app),
    }
    own = browser(app, author)
    assert begin(own, words="Viskning") == 303
    post, thread = newest(app)
    if state == "archived":
        with app.test_request_context():
            archive_article(article_id, "Gammal", editor.viewer)
    seen = {}
    for name, person in people.items():
        visitor = browser(app, person) if person else app.test_client()
        pages = [
            visitor.get(path)
            for path in (TALK, f"{TALK}/{thread}", f"{TALK}/new", f"{TALK}/posts/{post}/edit")
        ]
        sent = [
            visitor.post(f"{TALK}/{thread}", data={"words": f"Svar av {name}"}),
            visitor.post(TALK, data={"words": f"Tråd av {name}"}),
        ]
        listed = visitor.get("/sv/account/discussions")
        assert ("Viskning" in listed.text) == ("Viskning" in pages[0].text)
        assert [page.status_code for page in pages[:3]] in ([200] * 3, [404] * 3, [303] * 3)
        assert pages[3].status_code == (
            200 if name == "author" else {200: 403}.get(pages[0].status_code, pages[0].status_code)
        )
        seen[name] = pages[0].status_code
        expected = {200: 303, 404: 404, 303: 403}[pages[0].status_code]
        assert {answer.status_code for answer in sent} == {expected}, name
    stranger = 200 if state == "public" else 404
    assert seen == {"reader": 303, "author": 200, "stranger": stranger, "editor": 200, "admin": 200}
    public_page = app.test_client().get(ARTICLE).text
    assert "Diskussion" not in public_page


def test_talk_stays_with_its_article(
    app: Flask, asking: FlaskClient, editor: Person, article_id: int
) -> None:
    begin(asking)
    with app.test_request_context():
        text = ArticleText("Ett nytt namn", "", BODY, {})
        save_article(article_id, text, 1, editor.viewer, publish=True)
    assert "Vilken by?" in Page(asking.get(TALK, follow_redirects=True)).text
    assert "Vilken by?" in Page(asking.get("/sv/articles/ett-nytt-namn/talk")).text


def test_a_translation_has_a_talk_of_its_own(
    asking: FlaskClient, editor: Person, article_id: int, app: Flask
) -> None:
    english = make_article("A cooperative", editor, language="en", app=app)
    with app.test_request_context():
        pair_articles(article_id, english, editor.viewer)
    begin(asking)
    page = Page(asking.get(TALK))
    assert "/en/articles/a-cooperative/talk" in page.values(".language-switch a", "href")
    assert "Nothing is discussed" in Page(asking.get("/en/articles/a-cooperative/talk")).text


def test_a_deleted_draft_takes_its_talk_along(app: Flask, author: Person) -> None:
    draft = make_article("Ett kooperativ", author, body=BODY, app=app)
    own = browser(app, author)
    assert begin(own, words="@Sena minns", quote="I byn finns") == 303
    with app.test_request_context():
        delete_draft(draft, author.viewer)
        for table in (Thread, Post, Mention):
            assert db.session.query(table).count() == 0


@pytest.mark.usefixtures("article_id")
def test_a_long_thread_is_on_a_page_of_its_own(app: Flask, asking: FlaskClient, bo: Person) -> None:
    begin(asking)
    _post, thread = newest(app)
    with app.app_context(), write():
        row = db.session.get_one(Thread, thread)
        for number in range(30):
            post = Post(thread_id=thread, article_id=row.article_id, author_id=bo.user_id)
            post.words = f"Svar nummer {number}."
            db.session.add(post)
    with statements(app) as found:
        page = Page(asking.get(TALK))
    assert len(found) <= 20, "\n".join(found)
    assert "10 inlägg till däremellan" in page.text
    assert "Svar nummer 9." not in page.text
    assert "Svar nummer 10." in page.text
    assert "Svar nummer 9." in Page(asking.get(f"{TALK}/{thread}")).text


@pytest.mark.usefixtures("article_id")
def test_a_name_that_nobody_has_is_pointed_out(asking: FlaskClient) -> None:
    begin(asking, words="@Ulrik, vad säger du?")
    assert "Ingen här heter: @Ulrik" in Page(asking.get(TALK)).text
