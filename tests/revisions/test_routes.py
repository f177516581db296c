"""Read histories, single revisions and comparisons over HTTP, and hide a text."""

import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from wiki.articles.actions.save import save_article
from wiki.articles.text import check_text
from wiki.revisions.comparing import turns
from wiki.web.clients import client_code

URL = "/sv/articles/tvattstugan"


@pytest.fixture
def article(app: Flask, author: Person, editor: Person) -> int:
    """Make an article with revisions 1 published, 2 a draft, 3 published, 4 a newer draft."""
    article_id = make_article("Tvättstugan", editor, body="Alfa och omega", app=app)
    texts = ["Beta viskning", "Gamma och omega", "Delta viskning"]
    with app.app_context():
        for number, body in enumerate(texts, 1):
            facts = {"definition": "Ett rum"} if number > 1 else {}
            text = check_text("concept", "Tvättstugan", "Kort", body, facts)
            person = editor if number == 2 else author
            comment = f"Kommentar {number + 1}"
            save_article(
                article_id, text, number, person.viewer, comment=comment, publish=number == 2
            )
    return article_id


def test_readers_see_published_revisions_in_the_history(
    client: FlaskClient, author: Person, article: int
) -> None:
    page = client.get(f"{URL}/history").text
    for shown in ("revisions/1", "revisions/3", "Kommentar 3", "Eva Berg", "Det läsarna ser"):
        assert shown in page
    for hidden in ("revisions/2", "revisions/4", "Kommentar 2", "Kommentar 4", "Anna Lind"):
        assert hidden not in page
    log_in(client, author)
    page = client.get(f"{URL}/history").text
    for shown in ("revisions/1", "revisions/2", "revisions/4", "Kommentar 4", "Anna Lind"):
        assert shown in page


def test_the_history_shows_how_much_changed(client: FlaskClient, article: int) -> None:
    page = client.get(f"{URL}/history").text
    assert "+14 tecken" in page
    assert "+1 tecken" in page


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(("number", "status"), [(1, 200), (2, 404), (3, 200), (4, 404), (5, 404)])
def test_readers_open_only_what_was_published(
    app: Flask, client: FlaskClient, author: Person, article: int, number: int, status: int
) -> None:
    assert client.get(f"{URL}/revisions/{number}").status_code == status
    log_in(client, author)
    wanted = 404 if number == 5 else 200
    assert client.get(f"{URL}/revisions/{number}").status_code == wanted


def test_each_revision_shows_its_state(client: FlaskClient, author: Person, article: int) -> None:
    log_in(client, author)
    states = {1: "gammal version", 2: "utkast", 3: "som läsarna ser nu", 4: "utkast"}
    for number, state in states.items():
        page = client.get(f"{URL}/revisions/{number}").text
        assert state in page.split('class="article-top"')[1].split("</article>")[0]
        assert 'content="noindex' in page


def test_a_comparison_is_word_by_word_in_both_views(client: FlaskClient, article: int) -> None:
    for view in ("", "&view=columns"):
        page = client.get(f"{URL}/compare?from=1&to=3{view}").text
        assert '<del class="diff-removed">Alfa</del>' in page
        assert '<ins class="diff-added">Gamma</ins>' in page
        assert '<ins class="diff-added">Kort</ins>' in page
        assert '<ins class="diff-added">Ett rum</ins>' in page
        assert "Sammanfattning</h2>" in page
    assert "diff-columns" in page


def test_numbers_in_the_wrong_order_compare_the_same(client: FlaskClient, article: int) -> None:
    page = client.get(f"{URL}/compare?from=3&to=1").text
    assert '<del class="diff-removed">Alfa</del>' in page
    assert "från version 1 till version 3 · " in page


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "reader", "staff"),
    [
        ("", "from=1&to=3", "from=3&to=4"),
        ("?to=3", "from=1&to=3", "from=2&to=3"),
        ("?from=1", "from=1&to=3", "from=1&to=4"),
        ("?to=1", "from=1&to=1", "from=1&to=1"),
        ("?view=columns", "from=1&to=3&view=columns", "from=3&to=4&view=columns"),
    ],
)
def test_missing_numbers_of_a_comparison_are_filled_in(
    client: FlaskClient, author: Person, article: int, query: str, reader: str, staff: str
) -> None:
    answer = client.get(f"{URL}/compare{query}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{URL}/compare?{reader}")
    log_in(client, author)
    assert client.get(f"{URL}/compare{query}").headers["Location"].endswith(staff)


@pytest.mark.long
@pytest.mark.parametrize(
    "numbers",
    [
        "from=0&to=1",
        "from=-1&to=1",
        "from=abc&to=1",
        "from=1&to=9",
        "from=&to=",
        "from=1&to=" + "9" * 50,
    ],
)
def test_numbers_without_a_revision_are_not_found(
    client: FlaskClient, article: int, numbers: str
) -> None:
    assert client.get(f"{URL}/compare?{numbers}").status_code == 404
    assert client.get(f"{URL}/revisions/{'9' * 50}").status_code == 404


@pytest.mark.long
@pytest.mark.parametrize("numbers", ["from=1&to=2", "from=2&to=3", "from=3&to=4", "from=2&to=4"])
def test_drafts_do_not_leak_through_comparisons(
    client: FlaskClient, author: Person, article: int, numbers: str
) -> None:
    answer = client.get(f"{URL}/compare?{numbers}")
    assert answer.status_code == 404
    assert "viskning" not in answer.text
    log_in(client, author)
    assert "viskning" in client.get(f"{URL}/compare?{numbers}").text


def test_a_number_belongs_to_its_own_article(
    app: Flask, client: FlaskClient, editor: Person, article: int
) -> None:
    make_article("Annat", editor, body="Helt annat", app=app)
    assert client.get("/sv/articles/annat/revisions/3").status_code == 404
    assert client.get("/sv/articles/annat/revisions/1").status_code == 200


def test_a_text_can_be_published_from_where_it_was_read(
    client: FlaskClient, author: Person, editor: Person, article: int
) -> None:
    for path in ("revisions/4", "compare?from=3&to=4"):
        log_in(client, author)
        assert "/publication" not in client.get(f"{URL}/{path}").text
        log_in(client, editor)
        page = client.get(f"{URL}/{path}").text
        assert f'action="{URL}/publication"' in page
        assert 'name="number" value="4"' in page


@pytest.mark.long
def test_a_hidden_text_is_read_by_administrators_only(
    app: Flask, client: FlaskClient, editor: Person, admin: Person, article: int
) -> None:
    log_in(client, admin)
    for reason in ("", "x" * 301, "a\x00"):
        answer = client.post(f"{URL}/revisions/1/hide", data={"reason": reason})
        assert answer.status_code == 422
        assert 'id="reason-error"' in answer.text
    answer = client.post(f"{URL}/revisions/1/hide", data={"reason": "Personnummer"})
    assert answer.status_code == 303
    assert "Alfa" in client.get(f"{URL}/revisions/1").text
    assert "Alfa" in client.get(f"{URL}/compare?from=1&to=3").text
    for person in (None, editor):
        visitor = app.test_client()
        if person:
            log_in(visitor, person)
        assert visitor.get(f"{URL}/revisions/1").status_code == 404
        assert visitor.get(f"{URL}/compare?from=1&to=3").status_code == 404
        history = visitor.get(f"{URL}/history").text
        assert "revisions/1" not in history
        assert "Personnummer" not in history
        assert visitor.get(f"{URL}/revisions/3").status_code == 200
    assert visitor.post(f"{URL}/revisions/1/restoration").status_code == 404
    assert client.post(f"{URL}/revisions/1/hide", data={"intent": "show"}).status_code == 303
    assert visitor.get(f"{URL}/revisions/1").status_code == 200


def test_the_comment_on_a_hidden_text_is_hidden_with_it(
    app: Flask, client: FlaskClient, author: Person, editor: Person, admin: Person, article: int
) -> None:
    """The comment may quote what the hidden text says."""
    log_in(client, admin)
    client.post(f"{URL}/revisions/2/hide", data={"reason": "Personnummer"})

    assert "Kommentar 2" in client.get(f"{URL}/history").text
    for person in (author, editor):
        visitor = app.test_client()
        log_in(visitor, person)
        history = visitor.get(f"{URL}/history").text
        assert "Kommentar 2" not in history
        assert "Kommentar 4" in history


@pytest.mark.long
@pytest.mark.parametrize("number", [3, 4])
def test_the_text_in_use_cannot_be_hidden(
    client: FlaskClient, admin: Person, article: int, number: int
) -> None:
    log_in(client, admin)
    answer = client.post(f"{URL}/revisions/{number}/hide", data={"reason": "Nej"})
    assert answer.status_code == 422
    assert "Det här är texten som används" in answer.text


@pytest.mark.long
def test_endless_comparisons_leave_threads_for_readers(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    """After a slow comparison, one client may have two made or waiting, and no third."""
    article_id = make_article("Tvättstugan", editor, body="a", app=app)
    with app.app_context():
        text = check_text("concept", "Tvättstugan", "", "b", {})
        save_article(article_id, text, 1, editor.viewer, publish=True)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        code = client_code()
    with turns.take() as turn:
        turn.seconds = 1.0
    waits = threading.Event()

    def wait_in_line() -> None:
        waits.set()
        with turns.take(code):
            pass

    thread = threading.Thread(target=wait_in_line)
    with turns.take(code):
        thread.start()
        waits.wait(10)
        time.sleep(0.2)
        answer = client.get(f"{URL}/compare?from=1&to=2")
        assert answer.status_code == 503
        assert "jämförs just nu" in answer.text
    thread.join(10)
    assert client.get(f"{URL}/compare?from=1&to=2").status_code == 200
