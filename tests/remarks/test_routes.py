"""Comment on lines of a draft over HTTP: say, answer, settle, take back."""

import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.models import Article
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.remarks.models import Remark
from wiki.revisions.actions import hide_revision
from wiki.revisions.comparing import turns

DRAFT = "/sv/articles/ett-kooperativ"
TEXT = f"{DRAFT}/review/text"
BODY = "Inledning.\n\nI byn finns ett kooperativ.\n\nDet har många medlemmar."
WORDS = "Vilken by?\n<b>Var</b> ligger den?"


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    return browser(app, author)


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body=BODY, app=app)


def save(app: Flask, article_id: int, base: int, person: Person, body: str) -> None:
    with app.test_request_context():
        save_article(article_id, ArticleText("Ett kooperativ", "", body, {}), base, person.viewer)


def say(client: FlaskClient, **data: object) -> int:
    sent = {"number": 1, "line": 3, "quote": "ett kooperativ", "words": WORDS, **data}
    return client.post(TEXT, data=sent).status_code


def newest(app: Flask) -> int:
    return int(str(rows(app)[-1]["id"]))


def rows(app: Flask) -> list[dict[str, object]]:
    with app.app_context():
        names = Remark.__table__.columns.keys()
        found = db.session.query(Remark).order_by(Remark.id)
        return [{name: getattr(row, name) for name in names} for row in found]


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_a_line_is_commented_on_answered_and_settled(
    app: Flask, editing: FlaskClient, writing: FlaskClient
) -> None:
    page = Page(editing.get(TEXT))
    links = [link for link in page.values("main a", "href") if "line=" in link]
    assert links == [f"{TEXT}?line={line}" for line in (1, 3, 5)]
    for line in ("0", "2", "6", "9" * 30, "x"):  # an empty one, and such as there are not
        assert Page(editing.get(f"{TEXT}?line={line}")).all("#remark-form") == []
    form = Page(editing.get(f"{TEXT}?line=3")).one("#remark-form")
    sent = form.sent()
    assert sent["quote"] == "I byn finns ett kooperativ."
    words = Page(editing.get(f"{TEXT}?line=3")).one("#remark-form textarea[autofocus]")
    assert words["name"] == "words"
    done = editing.post(TEXT, data={**sent, "quote": "ett kooperativ", "words": WORDS})
    first = newest(app)
    assert (done.status_code, done.location) == (303, f"{TEXT}#remark-{first}")
    shown = Page(writing.get(TEXT)).one(f"#remark-{first}")
    assert "Eva Berg" in shown.text
    assert "<b>Var</b> ligger den?" in shown.text  # as it was typed
    assert "ett kooperativ" in Page(writing.get(f"{DRAFT}/edit")).one("[data-editor-remarks]").text
    spot = Page(writing.get(f"{DRAFT}/edit")).one("[data-spot]")["data-spot"].split()
    assert BODY[int(spot[0]) : int(spot[1])] == "ett kooperativ"
    answered = writing.post(f"{TEXT}/answer", data={"remark": first, "words": "Rödön."})
    assert answered.status_code == 303
    assert "Rödön." in Page(editing.get(TEXT)).one(f"#remark-{first}").text
    assert "1 öppen kommentar" in Page(editing.get(f"{DRAFT}/review")).text
    assert editing.post(f"{TEXT}/settled", data={"remark": first}).status_code == 303
    page = Page(writing.get(TEXT))
    assert "Avklarad, enligt Eva Berg." in page.one(f"#remark-{first}").text
    assert Page(writing.get(f"{DRAFT}/edit")).all("[data-editor-remarks]") == []
    undo = Page(editing.get(TEXT)).all(".notice[role=status] form")[-1]
    assert editing.post(undo["action"], data=undo.sent()).status_code == 303
    assert Page(writing.get(f"{DRAFT}/edit")).all("[data-editor-remarks]") != []


@pytest.mark.long
def test_what_was_said_stays_with_its_words(
    app: Flask, editing: FlaskClient, author: Person, editor: Person, article_id: int
) -> None:
    assert say(editing) == 303
    first = newest(app)
    save(app, article_id, 1, author, "Nytt.\n\n" + BODY)
    assert "har ändrats" not in Page(editing.get(TEXT)).one(f"#remark-{first}").text
    assert Page(editing.get(TEXT)).all(f"#line-5 + #remark-{first}") != []
    assert say(editing, quote="ett koop") == 303  # of the version that was read, though it is older
    changed = BODY.replace("ett kooperativ", "sedan länge ett kooperatif")
    save(app, article_id, 2, author, changed)
    page = Page(editing.get(TEXT))
    assert "Orden har ändrats sedan version 1." in page.one(f"#remark-{first}").text
    save(app, article_id, 3, author, "Allt är nytt.")
    page = Page(editing.get(TEXT))
    assert "Om ord som är borta" in page.text
    assert "finns inte längre i texten. De stod i version 1." in page.one(f"#remark-{first}").text
    # A publication ends the conversation, and taking it back brings it back.
    with app.test_request_context():
        publish_article(article_id, 4, editor.viewer)
    assert Page(editing.get(TEXT)).all(".remark") == []
    assert say(editing, number=4, quote="Allt") == 409
    with app.test_request_context():
        withdraw_publication(article_id, 4, editor.viewer)
    assert len(Page(editing.get(TEXT)).all(".remark")) == 2


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_what_is_refused_is_shown_again(app: Flask, editing: FlaskClient) -> None:
    much = "ord " * 250_000  # a megabyte
    for data, message in (
        ({"words": much}, "Använd högst 5000 tecken."),
        ({"words": " "}, "Skriv vad du tycker"),
        ({"words": "a\x00b"}, "tecken som inte är text"),
        ({"quote": "två kooperativ"}, "Orden finns inte i den version"),
        ({"quote": ""}, "Orden finns inte i den version"),
        ({"quote": much}, "Orden finns inte i den version"),
    ):
        sent = {"number": 1, "line": 3, "quote": "kooperativ", "words": "Var?", **data}
        answer = editing.post(TEXT, data=sent)
        assert answer.status_code == 422, message
        page = Page(answer)
        assert message in page.one(".error-summary").text
        assert page.one("[name=words]").value.strip() == str(sent["words"]).strip().replace(
            "\x00", "\ufffd"
        )
    assert say(editing, number=9) == 422
    assert say(editing) == 303
    first = newest(app)
    answer = editing.post(f"{TEXT}/answer", data={"remark": first, "words": much})
    assert answer.status_code == 422
    assert Page(answer).one(f"#answer-{first}").value.strip() == much.strip()
    assert editing.post(f"{TEXT}/answer", data={"remark": 99, "words": "Var?"}).status_code == 404
    assert len(rows(app)) == 1


@pytest.mark.usefixtures("article_id")
def test_each_deed_is_undone_exactly(
    app: Flask, editing: FlaskClient, writing: FlaskClient
) -> None:
    assert say(editing) == 303
    first = newest(app)
    before = rows(app)
    for client, path, data in (
        (editing, TEXT, {"number": 1, "line": 5, "quote": "medlemmar", "words": "Hur många?"}),
        (writing, f"{TEXT}/answer", {"remark": first, "words": "Rödön."}),
        (writing, f"{TEXT}/settled", {"remark": first}),
    ):
        assert client.post(path, data=data).status_code == 303
        assert rows(app) != before
        undo = Page(client.get(TEXT)).all(".notice[role=status] form")[-1]
        assert client.post(undo["action"], data=undo.sent()).status_code in {200, 303}
        assert rows(app) == before
    assert writing.post(f"{TEXT}/undo", data={"remark": first}).status_code == 403
    writing.post(f"{TEXT}/answer", data={"remark": first, "words": "Rödön."})
    assert editing.post(f"{TEXT}/undo", data={"remark": first}).status_code == 409
    with app.app_context():
        deeds = [entry.action for entry in db.session.query(AuditEntry)]
    assert deeds.count("remark") == 2
    assert deeds.count("take_remark_back") == 2


@pytest.mark.long
def test_only_those_whose_draft_it_is_may_speak_and_read(
    app: Flask, author: Person, editor: Person, article_id: int
) -> None:
    people = {
        "anonymous": app.test_client(),
        "stranger": browser(app, make_user(app=app)),
        "author": browser(app, author),
        "editor": browser(app, editor),
    }
    assert say(people["editor"]) == 303
    first = newest(app)
    for is_public in (False, True):
        if is_public:
            with app.test_request_context():
                publish_article(article_id, 1, editor.viewer)
            save(app, article_id, 1, author, BODY + " Och fler.")
        for name, client in people.items():
            wanted = {"anonymous": 403, "stranger": 403 if is_public else 404}.get(name, 303)
            number = 2 if is_public else 1
            assert say(client, number=number) == wanted, (is_public, name)
            found = client.post(f"{TEXT}/settled", data={"remark": first}).status_code
            assert found == wanted, (is_public, name)
            read = {"anonymous": 303, "stranger": wanted}.get(name, 200)
            assert client.get(TEXT).status_code == read, (is_public, name)
        assert "kooperativ</q>" not in people["stranger"].get(f"{DRAFT}/edit").text
    assert "kooperativ</q>" in people["author"].get(f"{DRAFT}/edit").text


def test_a_deleted_draft_takes_its_comments_along(
    app: Flask, writing: FlaskClient, author: Person, article_id: int
) -> None:
    assert say(writing) == 303
    first = newest(app)
    writing.post(f"{TEXT}/answer", data={"remark": first, "words": "Rödön."})
    with app.test_request_context():
        delete_draft(article_id, author.viewer)
    assert rows(app) == []


@pytest.mark.long
def test_words_of_a_hidden_version_are_neither_shown_nor_guessed(
    app: Flask, editing: FlaskClient, writing: FlaskClient, author: Person, article_id: int
) -> None:
    assert say(editing, quote="ett kooperativ") == 303
    assert say(editing, line=5, quote="medlemmar") == 303
    save(app, article_id, 1, author, "Inledning.\n\nDet har 40 medlemmar.")
    administrator = make_user("admin", app=app)
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        hide_revision(article, 1, "Uppgifter om en person", administrator.viewer)
    for client in (editing, writing):
        page = Page(client.get(TEXT))
        assert "ett kooperativ" not in page.text
        assert "Om ord i version 1, som en administratör har dolt." in page.text
        assert "medlemmar" in page.text  # the newest text has that word
        for quote in ("I byn finns", "I stan finns"):  # the right guess is told like the wrong one
            assert say(client, quote=quote) == 409
    assert "ett kooperativ" not in writing.get(f"{DRAFT}/edit").text
    assert "ett kooperativ" in Page(browser(app, administrator).get(TEXT)).text


def test_what_is_taken_back_stands_in_its_form_again(
    app: Flask, editing: FlaskClient, writing: FlaskClient, article_id: int
) -> None:
    words = "Vilken by är det? " * 200
    assert say(editing, words=words) == 303
    page = Page(editing.post(f"{TEXT}/undo", data={"remark": newest(app)}))
    sent = page.one("#remark-form").sent()
    assert (sent["quote"], sent["words"], sent["line"]) == ("ett kooperativ", words.strip(), "3")
    assert say(editing) == 303
    asked = newest(app)
    assert writing.post(f"{TEXT}/answer", data={"remark": asked, "words": words}).status_code == 303
    page = Page(writing.post(f"{TEXT}/undo", data={"remark": newest(app)}))
    assert page.one(f"#remark-{asked} form[action$=answer]").sent()["words"] == words.strip()


@pytest.mark.long
def test_finding_words_again_waits_in_line_and_the_editor_does_without(
    app: Flask, writing: FlaskClient, author: Person, editing: FlaskClient, article_id: int
) -> None:
    assert say(editing) == 303
    with turns.take() as turn:
        turn.seconds = 1.0
    threads = []

    def wait_in_line() -> None:
        with turns.take(author.user_id):
            pass

    with turns.take(author.user_id):
        threads.append(threading.Thread(target=wait_in_line))
        threads[0].start()
        time.sleep(0.2)
        assert writing.get(TEXT).status_code == 503
        editor = writing.get(f"{DRAFT}/edit")
    threads[0].join(10)
    assert editor.status_code == 200
    assert Page(editor).one("textarea#body").value.strip() == BODY
    assert writing.get(TEXT).status_code == 200
