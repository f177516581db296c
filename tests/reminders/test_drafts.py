"""Remind authors of drafts that were returned, and editors of those that they have taken."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_user
from tests.fixtures.mail import Sink
from tests.reminders.steps import mailed, pass_days, reminded, unread
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.text import check_text
from wiki.reviews.actions import return_draft, take_draft


@pytest.fixture
def draft_id(app: Flask, bo: Person) -> int:
    return make_article("Bos utkast", bo, app=app)


def give_back(app: Flask, draft_id: int, editor: Person) -> None:
    with app.app_context(), app.test_request_context():
        return_draft(draft_id, 1, "Skriv mer.", editor.viewer)


def take(app: Flask, draft_id: int, editor: Person) -> None:
    with app.app_context(), app.test_request_context():
        take_draft(draft_id, editor.viewer)


@pytest.mark.long
def test_authors_are_reminded_of_a_draft_that_was_returned(
    app: Flask, client: FlaskClient, draft_id: int, bo: Person, editor: Person, sink: Sink
) -> None:
    give_back(app, draft_id, editor)
    pass_days(app, 13.9)
    assert reminded(app) == []
    pass_days(app, 0.2)
    assert mailed(app, sink) == 1
    assert reminded(app) == [(bo.user_id, draft_id, "returned")]
    assert "utkastet lämnades tillbaka" in sink.messages[0]["Subject"]
    assert "/sv/articles/bos-utkast/review" in sink.text()
    assert client.get("/sv/articles/bos-utkast/review").status_code == 200
    pass_days(app, 1)  # over a month, an hour of summer time may change the day
    assert len(reminded(app)) == 1


def test_a_draft_that_was_saved_meanwhile_does_not_lie(
    app: Flask, draft_id: int, bo: Person, editor: Person
) -> None:
    give_back(app, draft_id, editor)
    pass_days(app, 10)
    with app.app_context():
        text = check_text("concept", "Bos utkast", "", "Mer.", {})
        save_article(draft_id, text, 1, bo.viewer)
    pass_days(app, 5)
    assert reminded(app) == []
    pass_days(app, 10)
    assert reminded(app) == [(bo.user_id, draft_id, "returned")]


def test_an_editor_is_reminded_of_a_draft_that_they_took(
    app: Flask, editing: FlaskClient, draft_id: int, editor: Person
) -> None:
    take(app, draft_id, editor)
    pass_days(app, 6.9)
    assert reminded(app) == []
    pass_days(app, 0.2)
    assert reminded(app) == [(editor.user_id, draft_id, "taken")]
    assert "utkast som du tog" in unread(editing)[0]
    with app.app_context():
        publish_article(draft_id, 1, editor.viewer)
    assert len(reminded(app)) == 1
    assert unread(editing) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("setting", "begin"),
    [("REMIND_RETURNED_DAYS", give_back), ("REMIND_TAKEN_DAYS", take)],
)
def test_a_setting_says_after_how_many_days_or_never(
    app: Flask,
    draft_id: int,
    editor: Person,
    setting: str,
    begin: Callable[[Flask, int, Person], None],
) -> None:
    begin(app, draft_id, editor)
    pass_days(app, 40)
    app.config[setting] = 0
    assert reminded(app) == []
    app.config[setting] = 41
    assert reminded(app) == []
    app.config[setting] = 40
    assert len(reminded(app)) == 1


def test_who_wrote_in_a_draft_is_reminded_too_if_they_may_see_it(
    app: Flask, bo: Person, editor: Person
) -> None:
    other = make_user("author", "Ulla Ek", app=app)
    public_id = make_article("Alfa", editor, app=app)
    text = check_text("concept", "Alfa", "", "Ullas ord.", {})
    with app.app_context():
        save_article(public_id, text, 1, other.viewer)
    draft_id = make_article("Bos utkast", bo, app=app)
    with app.app_context(), app.test_request_context():
        return_draft(public_id, 2, "Skriv mer.", editor.viewer)
        return_draft(draft_id, 1, "Skriv mer.", editor.viewer)
    pass_days(app, 15)
    expected = {(other.user_id, public_id, "returned"), (bo.user_id, draft_id, "returned")}
    assert set(reminded(app)) == expected
