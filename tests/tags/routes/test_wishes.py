"""Authors ask for topics, editors answer, and what was decided is remembered."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_tag, make_user
from tests.page import Page

URL = "/en/tags/proposals"


@pytest.fixture
def asking(app: Flask, author: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, author)
    return client


def ask(client: FlaskClient, label: str = "Lek", english: str = "Play", reason: str = "") -> str:
    form = Page(client.get(URL).text).one("form.term-form").sent().to_dict()
    data = {**form, "label_sv": label, "label_en": english, "reason": reason}
    return client.post(URL, data=data, follow_redirects=True).text


def answer(client: FlaskClient, deed: str, number: int = 1, **changes: str) -> str:
    url = f"{URL}/{number}/{deed}"
    form = Page(client.get(f"{URL}/{number}").text).one(f"form[action$={deed}]").sent().to_dict()
    return client.post(url, data=form | changes, follow_redirects=True).text


def first_of(client: FlaskClient) -> int:
    link = Page(client.get(URL).text).one("tbody a[href*='/proposals/']")["href"]
    return int(link.rsplit("/", 1)[1])


def test_an_editor_accepts_with_other_labels(
    asking: FlaskClient, editing: FlaskClient, client: FlaskClient
) -> None:
    assert "An editor answers here." in ask(asking, reason="Three articles")
    assert "waits for an editor" in asking.get(URL).text
    assert "Three articles" in editing.get(URL).text
    done = answer(editing, "acceptance", first_of(editing), label_en="Playing")
    assert "The topic “Playing” has been added." in done
    assert client.get("/en/tags/playing").status_code == 200
    assert "is a topic now: Playing" in " ".join(Page(asking.get(URL).text).texts("tbody td"))
    # Undone, the topic is gone and the proposal can wait again.
    form = Page(done).one(".notice form")
    editing.post(form["action"], data=form.sent())
    assert client.get("/en/tags/playing").status_code == 404
    again = Page(editing.get(URL).text).one("form[action$=reopening]")
    assert (
        "Accept it" in editing.post(again["action"], data=again.sent(), follow_redirects=True).text
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "label"), [("same", "Also called:"), ("near", "Searched together:")]
)
def test_its_words_go_to_a_topic_that_is_there(
    app: Flask, asking: FlaskClient, editing: FlaskClient, kind: str, label: str
) -> None:
    games = make_tag("games", app=app)
    ask(asking)
    number = first_of(editing)
    assert "Choose a topic" in answer(editing, "merger", number, tag_id="0")
    answer(editing, "merger", number, tag_id=str(games), kind=kind)
    assert f"{label} Play" in " ".join(Page(editing.get("/en/tags/games").text).texts("p.synonyms"))
    assert "became words of a topic" in asking.get(URL).text


def test_a_refusal_has_a_reason_and_is_remembered(
    asking: FlaskClient, editing: FlaskClient
) -> None:
    ask(asking)
    number = first_of(editing)
    assert "Say in at most 300 characters why." in answer(editing, "refusal", number)
    done = answer(editing, "refusal", number, answer="Too <b>narrow</b>.")
    assert "Too &lt;b&gt;narrow&lt;/b&gt;." in asking.get(URL).text
    again = ask(asking, "lek", "Playtime")
    assert "It was refused before" in again
    assert "Playtime" in again  # what was written is there
    form = Page(done).one(".notice form")
    editing.post(form["action"], data=form.sent())
    assert "waits for an editor" in asking.get(URL).text


def test_with_a_reason_it_may_be_asked_for_again(asking: FlaskClient, editing: FlaskClient) -> None:
    ask(asking)
    answer(editing, "refusal", first_of(editing), answer="No.")
    assert "An editor answers here." in ask(asking, reason="Ten articles by now")


@pytest.mark.parametrize(
    ("label", "english", "words"),
    [
        ("", "Play", "Write the term in this language too."),
        ("Lek", "x" * 101, "Use at most 100 characters."),
        ("Lek\x07", "Play", "characters that are not text"),
        ("Spel", "Play", "There is a topic like this already: Games."),
        ("Lek", "Gaming", "There is a topic like this already: Games."),
    ],
)
def test_what_cannot_be_asked_for(
    app: Flask, asking: FlaskClient, label: str, english: str, words: str
) -> None:
    make_tag("games", app=app, label_sv="Spel", label_en="Games", synonyms_en=("gaming",))
    page = ask(asking, label, english)
    assert words in page or words.replace("Games", "Spel") in page


def test_a_topic_is_asked_for_once(app: Flask, asking: FlaskClient, editing: FlaskClient) -> None:
    ask(asking)
    assert "This topic is proposed already" in ask(asking)
    number = first_of(editing)
    form = Page(editing.get(f"{URL}/{number}").text).one("form[action$=refusal]").sent().to_dict()
    answer(editing, "acceptance", number)
    late = editing.post(
        f"{URL}/{number}/refusal", data=form | {"answer": "No."}, follow_redirects=True
    )
    assert "Somebody has decided on this proposal meanwhile." in late.text


@pytest.mark.long
def test_so_many_wait_and_no_more(asking: FlaskClient) -> None:
    for number in range(20):
        ask(asking, f"Lek {number}", f"Play {number}")
    assert "You have 20 proposals waiting." in ask(asking)


def test_who_may_ask_and_who_decides(
    app: Flask, client: FlaskClient, asking: FlaskClient, editing: FlaskClient
) -> None:
    assert client.get(URL).status_code == 303
    ask(asking)
    number = first_of(editing)
    assert asking.get(f"{URL}/{number}").status_code == 403
    for deed in ("acceptance", "merger", "refusal", "reopening"):
        assert asking.post(f"{URL}/{number}/{deed}").status_code == 403
    other = app.test_client()
    log_in(other, make_user("author", app=app))
    assert "Play" not in Page(other.get(URL).text).one("main").value
    assert editing.get(f"{URL}/987654").status_code == 404
