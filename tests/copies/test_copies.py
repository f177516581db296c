"""Unsaved words are kept on the wiki for their writer alone, and offered until they are saved."""

import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.copies.actions import MOST_COPIES
from wiki.copies.models import WorkingCopy
from wiki.db import db
from wiki.operations.backup import write_backup
from wiki.web.ratelimit import ClientLimit

BODY = "Ett.\n\nTvå."
EDIT = "/sv/articles/bryggan/edit"
NEW = "/sv/articles/new?kind=case"
ONE, OTHER = "1" * 32, "2" * 32


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Bryggan", editor, body=BODY, app=app)


@pytest.fixture
def writing(client: FlaskClient, author: Person) -> FlaskClient:
    log_in(client, author)
    return client


def keep(client: FlaskClient, place: str, form_id: str = ONE, **words: Any) -> TestResponse:
    given = {"title": "Bryggan", "body": "Ett.\r\n\r\nTvå, nytt.", "base": "1", **words}
    return client.post(f"/sv/copies?{place}", data={**given, "form_id": form_id})


def offers(client: FlaskClient, url: str) -> list[str]:
    return Page(client.get(url)).texts("[data-editor-kept-list] [data-editor-kept-words]")


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(WorkingCopy.id))) or 0


def test_words_are_offered_in_any_browser_and_nobody_else_sees_them(
    app: Flask, writing: FlaskClient, author: Person, editing: FlaskClient, article: int
) -> None:
    answer = keep(writing, f"article={article}")
    assert answer.json is not None
    assert answer.json.keys() == {"saved_at", "time"}
    elsewhere = app.test_client()
    log_in(elsewhere, author)
    assert offers(elsewhere, EDIT) == ["Bryggan: Ett. Två, nytt."]
    assert offers(editing, EDIT) == []
    page = elsewhere.get(f"/sv/copies/{ONE}").text
    assert "diff-added" in page
    assert f"{EDIT}?copy={ONE}" in page
    taken = Page(elsewhere.get(f"{EDIT}?copy={ONE}"))
    assert taken.one("textarea#body").value == "Ett.\n\nTvå, nytt."
    assert taken.one("[name=form_id]")["value"] == ONE
    assert editing.get(f"/sv/copies/{ONE}").status_code == 404
    assert app.test_client().get(f"/sv/copies/{ONE}").status_code == 303
    assert Page(editing.get(f"{EDIT}?copy={ONE}")).one("textarea#body").value == BODY
    assert editing.post(f"/sv/copies/{ONE}/drop").status_code == 303
    assert count(app) == 1


@pytest.mark.long
def test_a_form_has_one_copy_which_its_save_deletes(
    app: Flask, writing: FlaskClient, article: int
) -> None:
    keep(writing, f"article={article}")
    keep(writing, f"article={article}", body="Senare.")
    keep(writing, f"article={article}", OTHER, body="I ett annat fönster.")
    assert offers(writing, EDIT) == ["Bryggan: I ett annat fönster.", "Bryggan: Senare."]
    sent = {"title": "Bryggan", "body": "Senare.", "base": "1", "form_id": ONE}
    assert writing.post(EDIT, data=sent).status_code == 303
    assert offers(writing, EDIT) == ["Bryggan: I ett annat fönster."]
    assert "tidigare version" in writing.get(EDIT).text
    assert "diff-removed" in writing.get(f"/sv/copies/{OTHER}").text


def test_a_copy_that_a_save_has_overtaken_is_not_kept(
    app: Flask, writing: FlaskClient, article: int
) -> None:
    keep(writing, f"article={article}")
    for url, place in ((EDIT, f"article={article}"), (NEW, "kind=case")):
        sent = {"title": "Bryggan", "body": "Sparad.\r\nText.", "base": "1", "form_id": ONE}
        writing.post(url, data={**sent, "seen_title": "Bryggan"})
        assert keep(writing, place, body="Sparad.\r\nText.").json == {}
        assert count(app) == 0


def test_all_fields_of_a_new_article_come_back_valid_or_not(writing: FlaskClient) -> None:
    words: dict[str, Any] = {
        "title": "",
        "year": "i fjol",
        "forms": ["process", "okänd"],
        "comment": "Varför",
    }
    assert keep(writing, "kind=case", **words).status_code == 200
    assert offers(writing, "/sv/articles/new?kind=concept") == []
    assert offers(writing, "/en/articles/new?kind=case") == []
    assert offers(writing, NEW) == ["Ett. Två, nytt."]
    taken = Page(writing.get(f"{NEW}&copy={ONE}"))
    assert taken.one("[name=year]")["value"] == "i fjol"
    assert taken.one("[name=comment]")["value"] == "Varför"
    assert taken.values("[name=forms][checked]", "value") == ["process"]
    shown = Page(writing.get(f"/sv/copies/{ONE}")).text
    assert "Process" in shown
    assert "i fjol" in shown
    account = Page(writing.get("/sv/account"))
    assert account.text.count("Ingen titel än") == 1
    assert account.texts(".item-summary") == ["Ett. Två, nytt."]  # tells it from others


def test_words_outlive_the_right_to_edit(
    app: Flask, writing: FlaskClient, article: int, editor: Person
) -> None:
    keep(writing, f"article={article}")
    with app.app_context():
        archive_article(article, "Dubblett", editor.viewer)
    answer = keep(writing, f"article={article}", body="Mer.")
    assert answer.status_code == 404
    assert "går inte att redigera" in str(answer.json)
    page = writing.get(f"/sv/copies/{ONE}").text
    assert "Ett.\n\nTvå, nytt." in page
    assert "copy=" not in page


def test_a_copy_is_thrown_away_from_the_account(app: Flask, writing: FlaskClient) -> None:
    keep(writing, "kind=case")
    assert f"/sv/copies/{ONE}" in writing.get("/sv/account").text
    page = writing.post(f"/sv/copies/{ONE}/drop", follow_redirects=True).text
    assert "är kastad" in page
    assert count(app) == 0
    assert "finns inte kvar" in writing.get(f"{NEW}&copy={ONE}").text


@pytest.mark.long
def test_limits_are_said_and_delete_nothing(
    app: Flask, writing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [f"{number:032x}" for number in range(MOST_COPIES)]
    for number in numbers:
        assert keep(writing, "kind=case", number).status_code == 200
    answer = keep(writing, "kind=case", "a" * 32)
    assert (answer.status_code, count(app)) == (422, MOST_COPIES)
    assert "Kasta några" in str(answer.json)
    assert keep(writing, "kind=case", numbers[0], title="Nytt").status_code == 200
    monkeypatch.setitem(app.extensions, "copies", ClientLimit(a_minute=1, a_day=2))
    assert keep(writing, "kind=case", numbers[0]).status_code == 200
    answer = keep(writing, "kind=case", numbers[0])
    assert (answer.status_code, bool(answer.json)) == (429, True)


@pytest.mark.long
@pytest.mark.parametrize("form_id", ["", "x", "g" * 32, "1" * 33])
@pytest.mark.parametrize("place", ["", "kind=none", "article=0", "article=x", "kind=case"])
def test_broken_copies_are_refused_in_words(writing: FlaskClient, form_id: str, place: str) -> None:
    answer = keep(writing, place, form_id)
    assert answer.status_code in {404, 422}
    assert answer.json is not None
    assert answer.json["message"]


def test_old_copies_are_deleted(app: Flask, writing: FlaskClient) -> None:
    keep(writing, "kind=case")
    assert offers(writing, NEW) != []
    with app.app_context():
        age = update(WorkingCopy).values(saved_at=WorkingCopy.saved_at)
        copy = db.session.scalars(select(WorkingCopy)).one()
        db.session.execute(age.values(saved_at=copy.saved_at - timedelta(days=61)))
        db.session.commit()
    assert offers(writing, NEW) == []
    keep(writing, "kind=case", OTHER)
    assert count(app) == 1


def test_copies_are_in_a_backup(app: Flask, writing: FlaskClient, tmp_path: Path) -> None:
    keep(writing, "kind=case")
    with app.app_context():
        assert write_backup(tmp_path / "wiki.backup").rows["working_copies"] == 1
    with zipfile.ZipFile(tmp_path / "wiki.backup") as archive:
        assert "Två, nytt." in archive.read("tables/working_copies.jsonl").decode()


def test_readers_can_keep_nothing(app: Flask, client: FlaskClient) -> None:
    assert keep(client, "kind=case").status_code == 403
    assert count(app) == 0
