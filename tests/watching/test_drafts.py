"""Tell authors and editors what is said of drafts, on the site and by mail."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.builders import Person, make_article, make_user
from tests.fixtures.mail import Sink
from tests.page import Page
from tests.watching.steps import (
    BETTER,
    BODY,
    DRAFT,
    REVIEW,
    browser,
    comment,
    newest,
    notices,
    publish,
    return_it,
    save,
    suggest,
    told,
    unread,
)
from wiki.accounts.models import User
from wiki.articles.actions.save import save_article
from wiki.articles.text import ArticleText
from wiki.db import db, write
from wiki.mail.background import send_now
from wiki.remarks.models import Remark
from wiki.reviews.models import Review
from wiki.watching.background.notifier import notify_now
from wiki.watching.models import NoticeSettings


def test_an_author_is_told_that_a_draft_was_returned(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    return_it(reviewing)
    page = notices(writing)
    assert "oläst: Eva Berg har lämnat tillbaka utkastet" in page
    assert "Vilken by?" in page
    assert f'href="{REVIEW}"' in writing.get("/sv/account/notices").text
    assert "lämnat tillbaka" not in notices(reviewing)
    assert writing.post(f"{REVIEW}/ready", data={"answer": ""}).status_code == 303
    assert "lämnat tillbaka" in notices(writing)
    assert not unread(writing)  # who has answered knows


def test_a_return_that_was_undone_is_not_told(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    reviewing.post(REVIEW)  # taken, so that the round stays
    return_it(reviewing)
    assert unread(writing) == 1
    answer = reviewing.post(f"{REVIEW}/undo", data={"review": newest(app, Review)})
    assert answer.status_code == 200
    assert told(app) == []
    return_it(reviewing)
    assert unread(writing) == 1


def test_an_author_is_told_of_a_comment_and_the_editor_of_the_answer(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    comment(reviewing, "Vilken by?")
    page = notices(writing)
    assert "oläst: Eva Berg har kommenterat utkastet" in page
    assert "Vilken by?" in page
    number = newest(app, Remark)
    address = f'href="{REVIEW}/text#remark-{number}"'
    assert address in writing.get("/sv/account/notices").text
    data: dict[str, object] = {"remark": number, "words": "Rödön."}
    assert writing.post(f"{REVIEW}/text/answer", data=data).status_code == 303
    assert "oläst: Anna Lind har kommenterat utkastet" in notices(reviewing)
    assert not unread(writing)  # who has answered knows


def test_who_is_named_in_a_comment_is_told_if_they_may_read_it(
    app: Flask, article_id: int, reviewing: FlaskClient
) -> None:
    other = browser(app, make_user("editor", "Olle Ek", app=app))
    outside = browser(app, make_user("author", "Ove Ask", app=app))
    comment(reviewing, "@Olle Ek och @Ove Ask, vilken by?")
    assert "oläst: Eva Berg nämner dig i en kommentar till utkastet" in notices(other)
    assert not unread(outside)


def test_a_comment_that_was_taken_back_is_not_told(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    comment(reviewing, "Vilken by?")
    assert unread(writing) == 1
    answer = reviewing.post(f"{REVIEW}/text/undo", data={"remark": newest(app, Remark)})
    assert answer.status_code == 200
    assert told(app) == []


def test_a_suggestion_is_told_to_the_author_and_the_decision_to_the_editor(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    address = suggest(reviewing)
    page = notices(writing)
    assert "oläst: Eva Berg föreslår ändringar i utkastet" in page
    assert "Namnet behövs." in page
    assert not unread(reviewing)
    assert writing.post(address, data={"hunk": "0"}).status_code == 303
    assert "oläst: Anna Lind har godtagit ändringar som du föreslog" in notices(reviewing)
    assert not unread(writing)
    assert writing.post(f"{address}/undo").status_code == 303
    assert not unread(reviewing)
    assert writing.post(address, data={"intent": "reject"}).status_code == 303
    assert "oläst: Anna Lind har avslutat ditt förslag utan att ändra utkastet" in notices(
        reviewing
    )


def test_a_suggestion_is_shown_where_its_author_looks(
    app: Flask, article_id: int, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    pages = ["/sv/account/articles", DRAFT, f"{DRAFT}/revisions/1", f"{DRAFT}/edit"]
    for page in pages:
        assert "förslag på ändringar" not in Page(writing.get(page)).text, page
    address = suggest(reviewing)
    for page in pages:
        assert "1 förslag på ändringar" in Page(writing.get(page)).text, page
        assert f'href="{REVIEW}#amendments-title"' in writing.get(page).text, page
    writing.post(address, data={"intent": "reject"})
    for page in pages:
        assert "förslag på ändringar" not in Page(writing.get(page)).text, page


def test_a_suggestion_about_a_published_text_is_not_said_to_wait(
    app: Flask, article_id: int, author: Person, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    address = suggest(reviewing)
    publish(reviewing)
    save(app, article_id, 1, "Mer.", author, publish=False)
    pages = ["/sv/account/articles", DRAFT, f"{DRAFT}/revisions/2", f"{DRAFT}/edit"]
    for page in pages:
        assert "förslag på ändringar" not in Page(writing.get(page)).text, page
    # Where suggestions are decided it is there, and can still be accepted.
    assert f'href="{address}"' in writing.get(REVIEW).text
    data = {"number": 2, "body": f"{BETTER}\n\nMer."}
    assert reviewing.post(f"{DRAFT}/amendments/new", data=data).status_code == 303
    for page in pages:
        assert "1 förslag på ändringar" in Page(writing.get(page)).text, page


def test_a_suggestion_for_a_newer_draft_is_not_shown_to_other_authors(
    app: Flask, editor: Person, author: Person, writing: FlaskClient, reviewing: FlaskClient
) -> None:
    made = make_article("Ett kooperativ", editor, body=BODY, app=app)
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", f"{BODY}\n\nMer.", {})
        save_article(made, text, 1, author.viewer)
    data = {"number": 2, "body": BETTER}
    assert reviewing.post(f"{DRAFT}/amendments/new", data=data).status_code == 303
    stranger = make_user("author", "Ove Ask", app=app)
    outside = browser(app, stranger)
    for page in (DRAFT, f"{DRAFT}/edit"):
        assert "1 förslag på ändringar" in Page(writing.get(page)).text, page
        assert "förslag på ändringar" not in Page(outside.get(page)).text, page
    assert unread(writing) == 1
    data = {
        "number": 2,
        "line": 3,
        "quote": "I byn finns",
        "words": "@Ove Ask, @Anna Lind, vilken by?",
    }
    assert reviewing.post(f"{REVIEW}/text", data=data).status_code == 303
    assert "nämner dig i en kommentar" in notices(writing)
    assert stranger.user_id not in told(app)


def test_nothing_is_told_of_a_draft_that_somebody_may_not_see_any_more(
    app: Flask, article_id: int, reviewing: FlaskClient
) -> None:
    other = make_user("editor", "Olle Ek", app=app)
    comment(reviewing, "@Olle Ek, vilken by?")
    seeing = browser(app, other)
    assert "Ett kooperativ" in notices(seeing)
    with app.app_context(), write():
        db.session.execute(update(User).where(User.id == other.user_id).values(role="author"))
    assert "Ett kooperativ" not in notices(browser(app, other))


def test_a_letter_tells_of_a_draft(
    app: Flask, article_id: int, author: Person, reviewing: FlaskClient, sink: Sink
) -> None:
    with app.app_context(), write():
        db.session.add(NoticeSettings(user_id=author.user_id, rhythm="now"))
    return_it(reviewing)
    notify_now(app)
    send_now(app)
    (letter,) = sink.messages
    assert letter["Subject"] == "Ett kooperativ (Eva Berg har lämnat tillbaka utkastet)"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "Vilken by?" in body.get_content()
    assert REVIEW in body.get_content()
