"""Review a draft over HTTP: take it, return it with words, answer, publish."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.reviews.models import Review

DRAFT = "/sv/articles/ett-kooperativ"
REVIEW = f"{DRAFT}/review"
OWN = "/sv/account/articles"
DESK = "/sv/desk/"
WORDS = "Bra början.\nVar ligger <byn>?"


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    return browser(app, author)


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    return browser(app, make_user("editor", "Olle Ek", app=app))


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body="I byn.", app=app)


def save(app: Flask, article_id: int, base: int, person: Person) -> None:
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", f"I byn, {base}.", {})
        save_article(article_id, text, base, person.viewer)


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return Page(answer).text


def give_back(client: FlaskClient, words: str = WORDS, number: int = 1) -> int:
    data = {"words": words, "number": number}
    return client.post(f"{REVIEW}/return", data=data).status_code


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_an_editor_takes_a_draft_and_the_others_see_it(
    editing: FlaskClient, other: FlaskClient, writing: FlaskClient
) -> None:
    button = Page(editing.get(DESK)).one(f"form[action='{REVIEW}']")
    taken = editing.post(button["action"], data=button.sent())
    assert (taken.status_code, taken.location) == (303, REVIEW)
    assert "Du tittar på det sedan" in read(editing, REVIEW)
    for client, address in ((other, DESK), (other, DRAFT), (other, REVIEW), (writing, OWN)):
        assert "Eva Berg tittar på det sedan" in read(client, address)
    refused = other.post(REVIEW)
    assert refused.status_code == 409
    assert "Eva Berg tittar på det sedan" in Page(refused).one(".error-summary").text
    answer = other.post(f"{REVIEW}/return", data={"words": WORDS, "number": 1})
    assert answer.status_code == 409
    assert Page(answer).one("[name=words]").value == WORDS  # nothing typed is lost
    over = Page(other.get(REVIEW)).all(f"form[action='{REVIEW}']")[0].sent()
    assert other.post(REVIEW, data=over).status_code == 303
    assert "Olle Ek tittar på det sedan" in read(editing, DESK)
    assert editing.post(REVIEW, data=over).status_code == 303  # the round is Olle's now
    assert editing.post(REVIEW, data={"intent": "let_go"}).status_code == 303
    assert Page(other.get(DESK)).texts("td .hint") == []
    assert "Ingen tittar på det" in read(other, REVIEW)


@pytest.mark.long
def test_a_draft_goes_back_and_forth_until_it_is_published(
    app: Flask, writing: FlaskClient, editing: FlaskClient, author: Person, article_id: int
) -> None:
    editing.post(REVIEW)
    for words in ("", "x" * 5001, "\x07"):
        answer = editing.post(f"{REVIEW}/return", data={"words": words, "number": 1})
        assert answer.status_code == 422
        assert Page(answer).one("[name=words]").value == words.replace("\x07", "\ufffd") or words
    assert give_back(editing) == 303
    assert "Inga utkast väntar" in read(editing, DESK)
    own = Page(writing.get(OWN))
    assert "Tillbaka hos dig" in own.text
    assert "Eva Berg lämnade tillbaka version 1" in own.text
    assert own.one(".said p").value == WORDS
    assert "lämnade tillbaka" in read(writing, DRAFT)
    save(app, article_id, 1, author)  # the conversation stays, and the draft with its author
    form = Page(writing.get(OWN)).one(f"form[action='{REVIEW}/ready']")
    assert writing.post(f"{REVIEW}/ready", data={"answer": "y" * 5001}).status_code == 422
    done = writing.post(form["action"], data={**form.sent(), "answer": "Nu står det."})
    assert (done.status_code, done.location) == (303, OWN)
    assert writing.post(form["action"], data=form.sent()).status_code == 409  # sent twice
    assert "Klart igen sedan" in read(editing, DESK)
    review = Page(editing.get(REVIEW))
    assert review.texts(".said") == ["Nu står det.", " ".join(WORDS.split())]
    assert any("/compare?from=1&to=2" in link for link in review.values("main a", "href"))
    assert give_back(editing, "Rubriken?") == 409  # of a version that is not the newest
    assert give_back(editing, "Rubriken?", 2) == 303
    assert writing.post(f"{REVIEW}/ready").status_code == 303
    editing.post(REVIEW)
    assert editing.post(f"{DRAFT}/publication", data={"number": 2}).status_code == 303
    page = read(editing, REVIEW)
    assert "Publicerade version 2" in page
    assert "Inget utkast väntar" in page
    with app.app_context():
        assert db.session.query(Review).filter(Review.closed_at.is_(None)).count() == 0
        done_so_far = [entry.action for entry in db.session.query(AuditEntry)]
    assert done_so_far.count("return") == 2
    assert "lämnade tillbaka" not in read(writing, OWN)


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_returning_is_undone_in_one_press(editing: FlaskClient, writing: FlaskClient) -> None:
    editing.post(REVIEW)
    assert give_back(editing) == 303
    button = Page(editing.get(DESK)).all(".notice[role=status] form")[-1]
    undone = editing.post(button["action"], data=button.sent())
    assert undone.status_code == 200
    page = Page(undone)
    assert page.one("[name=words]").value == WORDS
    assert "Du tittar på det sedan" in page.text
    assert "byn" not in read(writing, OWN)
    assert "Ett kooperativ" in read(editing, DESK)
    again = editing.post(button["action"], data=button.sent())
    assert again.status_code == 422
    assert "Det finns inget att ångra." in again.text


@pytest.mark.usefixtures("article_id")
def test_words_are_kept_when_the_author_was_faster(
    editing: FlaskClient, writing: FlaskClient
) -> None:
    writing.post(f"{DRAFT}/waiting", data={"intent": "hold"})
    answer = editing.post(f"{REVIEW}/return", data={"words": WORDS, "number": 1})
    assert answer.status_code == 409
    assert Page(answer).one(".said p").value == WORDS
    assert "tagit tillbaka utkastet" in Page(answer).text
    assert "Det står inte på redaktionens lista." in read(writing, f"{DRAFT}/revisions/1")


def test_a_review_is_read_by_those_it_is_for(app: Flask, editor: Person, author: Person) -> None:
    people = {
        "anonymous": app.test_client(),
        "stranger": browser(app, make_user(app=app)),
        "author": browser(app, author),
        "editor": browser(app, editor),
        "admin": browser(app, make_user("admin", app=app)),
    }
    article_id = make_article("Ett kooperativ", author, body="I byn.", app=app)
    with app.test_request_context():
        publish_article(article_id, 1, editor.viewer)
    # Every author may improve it now, but a newer draft's review is not for all.
    save(app, article_id, 1, author)
    assert give_back(people["editor"], number=2) == 303
    assert people["stranger"].post(f"{REVIEW}/ready").status_code == 403
    assert "lämnade tillbaka" not in read(people["stranger"], f"{DRAFT}/revisions/2")
    assert "lämnade tillbaka" in read(people["author"], f"{DRAFT}/revisions/2")
    led = [name for name in people if f'href="{REVIEW}"' in people[name].get(DRAFT).text]
    assert led == ["author", "editor", "admin"]


def test_the_setting_asks_for_another_editor(
    app: Flask, editing: FlaskClient, editor: Person, other: FlaskClient
) -> None:
    app.config["REVIEW_BY_ANOTHER"] = True
    make_article("Ett kooperativ", editor, body="I byn.", app=app)  # would publish at once
    assert "Ett kooperativ" in read(editing, DESK)
    answer = editing.post(REVIEW)
    assert answer.status_code == 409
    assert "En annan redaktör måste granska det." in Page(answer).text
    assert give_back(editing) == 409
    editing.post(f"{DRAFT}/publication", data={"number": 1})
    assert "saknar en annan redaktörs granskning" in read(editing, DRAFT)
    assert other.post(REVIEW).status_code == 303
    assert other.post(f"{DRAFT}/publication", data={"number": 1}).status_code == 303
    assert app.test_client().get(DRAFT).status_code == 200


@pytest.mark.long
def test_lists_need_as_many_statements_for_many_reviews(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person
) -> None:
    counts = []
    for number in range(3):
        make_article(f"Utkast {number}", author, app=app)
        editing.post(f"/sv/articles/utkast-{number}/review")
        with statements(app) as found:
            read(editing, DESK)
            read(writing, OWN)
        counts.append(len(found))
    assert counts[1] == counts[2]
    assert "You have been looking at it since" in read(editing, "/en/desk/")
