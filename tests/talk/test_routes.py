"""Talk about an article over HTTP: begin, answer, change, settle, hide, and who may."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_user
from tests.page import Page
from tests.talk.steps import ARTICLE, BODY, TALK, begin, browser, newest
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.talk.models import Post, Thread


@pytest.fixture
def bo(app: Flask) -> Person:
    return make_user("author", "Bo Lind", "bo@example.org", app=app)


@pytest.fixture
def asking(app: Flask, bo: Person) -> FlaskClient:
    return browser(app, bo)


@pytest.fixture
def article_id(app: Flask, editor: Person) -> int:
    return make_article("Ett kooperativ", editor, body=BODY, app=app)


def deeds(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.query(AuditEntry).order_by(AuditEntry.id)
        return [row.action for row in rows if row.action not in ("create", "publish")]


def standing(app: Flask, thread_id: int) -> tuple[datetime | None, int | None]:
    """Return when a thread was settled, and by whom."""
    with app.app_context():
        thread = db.session.get_one(Thread, thread_id)
        return thread.resolved_at, thread.resolved_by_id


@pytest.mark.usefixtures("article_id")
def test_two_people_talk(app: Flask, asking: FlaskClient, editing: FlaskClient) -> None:
    page = Page(asking.get(TALK))
    assert "Inget diskuteras just nu" in page.text
    assert page.values("main .empty-state a", "href") == [f"{TALK}/new"]
    section = asking.get(f"{TALK}/new?section=s-i-byn")
    assert Page(section).one("#quote").value.strip() == "I byn"
    words = "Vilken <b>by</b>? @Eva vet, se https://a.se/b."
    assert begin(asking, heading="Byn", quote="ett kooperativ med många", words=words) == 303
    first, thread = newest(app)
    page = Page(editing.get(TALK))
    shown = page.one(f"#thread-{thread}")
    assert shown.one("h2").text == "Byn"
    assert "Vilken <b>by</b>?" in shown.text  # as it was typed
    assert shown.values(".remark-words a", "href") == ["https://a.se/b"]
    assert shown.texts(".remark-words strong") == ["@Eva"]
    assert shown.one("blockquote").text == "ett kooperativ med många"
    link = shown.one(".hint a")["href"]
    assert link == f"{ARTICLE}#s-i-byn:~:text=ett%20kooperativ%20med%20m%C3%A5nga"
    assert "Diskussion (1)" in Page(editing.get(ARTICLE)).text
    form = shown.one("form.talk-reply")
    assert form["action"] == f"{TALK}/{thread}"
    answered = editing.post(form["action"], data={**form.sent(), "words": "Rödön."})
    reply, _thread = newest(app)
    assert answered.location == f"{TALK}/{thread}#post-{reply}"
    assert "Rödön." in Page(asking.get(answered.location)).one(f"#post-{reply}").text
    # Who wrote the first may not take it back any more, but may change it.
    assert asking.post(f"{TALK}/posts/{first}/undo").status_code == 409
    edit = Page(asking.get(f"{TALK}/posts/{first}/edit")).one("main form[method=post]").sent()
    assert edit["heading"] == "Byn"
    changed = asking.post(f"{TALK}/posts/{first}/edit", data={**edit, "words": "I Jämtland?"})
    assert changed.status_code == 303
    assert "redigerat" in Page(editing.get(TALK)).one(f"#post-{first}").text
    assert editing.get(f"{TALK}/posts/{first}/edit").status_code == 403
    assert deeds(app) == ["start_thread", "reply", "edit_post"]


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_an_editor_keeps_order(app: Flask, asking: FlaskClient, editing: FlaskClient) -> None:
    begin(asking, heading="Byn", quote="ett kooperativ", words="I Jämtland?")
    first, thread = newest(app)
    assert editing.post(f"{TALK}/{thread}/resolution").status_code == 303
    undone = Page(editing.get(TALK))
    page = Page(editing.get(f"{TALK}?state=resolved"))
    assert "Avklarad, enligt Eva Berg." in page.one(f"#thread-{thread}").text
    undo = undone.all(".notice[role=status] form")[-1]
    assert "Diskussion (1)" not in Page(editing.get(ARTICLE)).text
    assert editing.post(undo["action"], data=undo.sent()).status_code == 303
    assert Page(asking.get(TALK)).all(f"#thread-{thread}") != []
    hide = f"{TALK}/posts/{first}/hide"
    assert asking.get(hide).status_code == 403
    assert editing.post(hide, data={"reason": " "}).status_code == 422
    assert editing.post(hide, data={"reason": "En utpekad person"}).status_code == 303
    assert editing.post(hide, data={"reason": "En gång till"}).status_code == 409
    stranger = browser(app, make_user("author", app=app))
    stranger.post("/sv/watches", data={"kind": "thread", "target": thread, "next": "/sv/"})
    shown = Page(stranger.get(TALK)).one(f"#thread-{thread}")
    assert "Dolt av Eva Berg: En utpekad person" in shown.text
    for said in ("Jämtland", "Byn", "ett kooperativ"):
        assert said not in shown.text
        for name in ("discussions", "watches"):
            assert said not in Page(stranger.get(f"/sv/account/{name}")).one("main").text
    assert "Jämtland" in Page(asking.get(TALK)).text  # who wrote it sees what is meant
    assert editing.post(hide, data={"intent": "show"}).status_code == 303
    assert "Jämtland" in Page(stranger.get(TALK)).text
    assert deeds(app) == [
        "start_thread",
        "resolve_thread",
        "reopen_thread",
        "hide_post",
        "show_post_again",
    ]
    assert "Byn" in Page(stranger.get("/sv/account/discussions")).text


@pytest.mark.usefixtures("article_id")
def test_a_reply_opens_a_settled_thread_again(
    app: Flask, asking: FlaskClient, editing: FlaskClient
) -> None:
    begin(asking)
    _post, thread = newest(app)
    editing.post(f"{TALK}/{thread}/resolution")
    asking.post(f"{TALK}/{thread}", data={"words": "En sak till."})
    assert "En sak till." in Page(editing.get(TALK)).text


@pytest.mark.usefixtures("article_id")
@pytest.mark.parametrize("decided", [[], ["resolve"], ["resolve", "reopen"]])
def test_a_reply_that_is_taken_back_leaves_the_thread_settled_as_it_was(
    app: Flask, asking: FlaskClient, editing: FlaskClient, decided: list[str]
) -> None:
    """Unless somebody has settled or opened it since: that stays."""
    begin(asking)
    _post, thread = newest(app)
    editing.post(f"{TALK}/{thread}/resolution")
    before = standing(app, thread)
    assert before[0] is not None
    asking.post(f"{TALK}/{thread}", data={"words": "En sak till."})
    first, _thread = newest(app)
    editing.post(f"{TALK}/{thread}", data={"words": "Och en till."})
    second, _thread = newest(app)
    assert editing.post(f"{TALK}/posts/{second}/undo").status_code < 400
    assert standing(app, thread) == (None, None)  # it was open when the second was written
    for intent in decided:
        asking.post(f"{TALK}/{thread}/resolution", data={"intent": intent})
    left = standing(app, thread)
    assert asking.post(f"{TALK}/posts/{first}/undo").status_code < 400
    assert standing(app, thread) == (left if decided else before)
    shown = "Diskussion (1)" in Page(editing.get(ARTICLE)).text
    assert shown == (standing(app, thread)[0] is None)


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_nothing_typed_is_lost(app: Flask, asking: FlaskClient, editing: FlaskClient) -> None:
    kept = "Ett långt svar."
    for wrong in ({"quote": "finns inte"}, {"heading": "x" * 151}, {"quote": "x" * 2000}):
        sent = {"words": kept, **wrong}
        answer = asking.post(TALK, data=sent)
        assert answer.status_code == 422
        page = Page(answer)
        assert page.one("#words").value.strip() == kept
        assert page.all("[aria-invalid=true]") != []
    huge = "x" * 1_000_000
    answer = asking.post(TALK, data={"words": huge})
    assert answer.status_code == 422
    assert Page(answer).one("#words").value.strip() == huge
    for words in ("", " \n", "\x00", "\x08"):
        assert asking.post(TALK, data={"words": words}).status_code in (400, 422)
    assert begin(asking) == 303
    first, thread = newest(app)
    answer = asking.post(f"{TALK}/{thread}", data={"words": "å" * 5001})
    assert answer.status_code == 422
    assert Page(answer).one("#words").value.strip() == "å" * 5001
    # Two windows: the second is told what is stored, and keeps its own words.
    edit = f"{TALK}/posts/{first}/edit"
    assert asking.post(edit, data={"edition": 1, "words": "Ett"}).status_code == 303
    answer = asking.post(edit, data={"edition": 1, "words": "Två"})
    assert answer.status_code == 409
    page = Page(answer)
    assert page.one("blockquote").text == "Ett"
    again = page.one("main form[method=post]").sent()
    assert again["words"].strip() == "Två"
    assert asking.post(edit, data=again).status_code == 303
    assert "redigerat" not in Page(asking.get(TALK)).text  # nobody had answered
    # An ended session: the words stand on the page that asks to log in.
    answer = app.test_client().post(f"{TALK}/{thread}", data={"words": kept})
    assert answer.status_code == 403
    assert kept in Page(answer).text or kept in answer.text
    for path in ("9999999", "x", f"{2**70}"):
        assert asking.post(f"{TALK}/{path}", data={"words": kept}).status_code in (404, 405)
    other = make_article("Något annat", make_user("editor", app=app), app=app)
    assert other
    wrong_article = editing.get(f"/sv/articles/nagot-annat/talk/{thread}")
    assert wrong_article.status_code == 404


@pytest.mark.usefixtures("article_id")
def test_a_form_says_one_thing_however_often_it_is_sent(app: Flask, asking: FlaskClient) -> None:
    form = Page(asking.get(f"{TALK}/new")).one("main form[action$=talk]").sent()
    for words in ("Hej.", "Hej.", "Något annat."):
        assert asking.post(TALK, data={**form, "words": words}).status_code == 303
    with app.app_context():
        assert [post.words for post in db.session.query(Post).order_by(Post.id)] == [
            "Hej.",
            "Något annat.",
        ]
    undo = Page(asking.get(TALK)).all(".notice[role=status] form")[-1]
    asking.post(undo["action"], data=undo.sent())
    page = Page(asking.get(TALK))
    assert "Du hade skrivit: Något annat." in page.text
    assert len(page.all(".talk-thread")) == 1


@pytest.mark.long
@pytest.mark.usefixtures("article_id")
def test_who_sends_very_much_is_asked_to_wait(app: Flask, asking: FlaskClient) -> None:
    answers = [asking.post(TALK, data={"words": f"Hej {number}."}) for number in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert Page(answers[-1]).one("#words").value.strip() == "Hej 20."
