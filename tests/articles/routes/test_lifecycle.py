"""Publish, rename, archive, restore and pair articles over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.markup.tree import parse
from tests.page import Element, Page
from wiki.articles.actions.save import save_article
from wiki.articles.text import ArticleText

URL = "/sv/articles/tvattstugan"


def test_a_draft_is_published_from_its_own_page(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", author, body="a", app=app)
    log_in(client, author)
    assert f'action="{URL}/publication"' not in client.get(URL).text
    assert client.post(f"{URL}/publication", data={"number": "1"}).status_code == 403
    log_in(client, editor)
    assert f'action="{URL}/publication"' in client.get(URL).text
    answer = client.post(f"{URL}/publication", data={"number": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, URL)
    assert "”Tvättstugan” är publicerad." in client.get(URL).text
    assert app.test_client().get(URL).status_code == 200


def test_a_draft_says_whether_readers_have_seen_it(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", author, body="a", app=app)
    log_in(client, editor)
    assert "Det är inte publicerat än." in Page(client.get(URL)).text
    client.post(f"{URL}/publication", data={"number": "1"})
    client.post(f"{URL}/withdrawal", data={"number": "1"})
    page = Page(client.get(URL)).text
    assert "Det här är ett utkast igen. Läsarna ser det inte längre." in page
    assert "inte publicerat än" not in page


def test_what_a_form_needs_is_marked(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    log_in(client, editor)
    for page, label in (("archive", "Skäl"), ("rename", "Ny titel")):
        labels = Page(client.get(f"{URL}/{page}")).texts("label")
        assert f"{label} (obligatoriskt)" in labels, page


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("number", ["", "0", "-1", "2", "abc", "9" * 50])
def test_only_the_number_of_the_newest_revision_is_published(
    app: Flask, client: FlaskClient, author: Person, editor: Person, number: str
) -> None:
    make_article("Tvättstugan", author, body="a", app=app)
    log_in(client, editor)
    assert client.post(f"{URL}/publication", data={"number": number}).status_code == 409
    assert app.test_client().get(URL).status_code == 404


def test_a_rename_redirects_to_the_new_url(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    log_in(client, author)
    assert client.get(f"{URL}/rename").status_code == 403
    log_in(client, editor)
    assert 'value="Tvättstugan"' in client.get(f"{URL}/rename").text
    answer = client.post(f"{URL}/rename", data={"title": "Byken", "comment": "Kortare"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sv/articles/byken")
    assert "Artikeln heter nu ”Byken”." in client.get("/sv/articles/byken").text
    assert app.test_client().get(URL).headers["Location"] == "/sv/articles/byken"


def undo_of(client: FlaskClient, url: str) -> Element:
    return Page(client.get(url)).all(".notice[role=status] form")[-1]


def test_a_rename_is_undone_unless_somebody_has_saved_since(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Tvättstugan", editor, body="a", app=app)
    log_in(client, editor)
    client.post(f"{URL}/rename", data={"title": "Byken"})
    undo = undo_of(client, "/sv/articles/byken")
    done = client.post(undo["action"], data=undo.sent())
    assert (done.status_code, done.location) == (303, URL)
    # That is undone too: the article is renamed once more.
    again = undo_of(client, URL)
    assert client.post(again["action"], data=again.sent()).location == "/sv/articles/byken"
    late = undo_of(client, "/sv/articles/byken")
    with app.test_request_context():
        save_article(article_id, ArticleText("Byken", "", "b", {}), 4, editor.viewer, publish=True)
    refused = client.post(late["action"], data=late.sent())
    assert refused.status_code == 409
    assert "Någon har sparat sedan dess." in Page(refused).one(".error-summary").text
    assert "Byken" in Page(client.get("/sv/articles/byken")).one("h1").text


def test_a_rename_of_a_waiting_draft_says_so(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    log_in(client, editor)
    draft = {"base": "1", "title": "Tvättstugan", "summary": "s", "body": "b", "intent": "save"}
    assert client.post(f"{URL}/edit", data=draft).status_code == 303
    client.post(f"{URL}/rename", data={"title": "Byken"})
    page = client.get(URL).text
    assert "Utkastet heter nu ”Byken”." in page
    assert "Artikeln heter nu" not in page


@pytest.mark.parametrize("title", ["", "x" * 10_000, "[[a]]", "\x00", "!!!"])
def test_an_invalid_title_is_shown_again_in_the_form(
    app: Flask, client: FlaskClient, editor: Person, title: str
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    log_in(client, editor)
    answer = client.post(f"{URL}/rename", data={"title": title, "comment": "Mitt skäl"})
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert f'value="{title}"' in answer.text
    assert 'value="Mitt skäl"' in answer.text


def test_an_article_is_archived_with_a_reason_and_unarchived(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    log_in(client, author)
    assert client.get(f"{URL}/archive").status_code == 403
    log_in(client, editor)
    assert client.get(f"{URL}/archive").status_code == 200
    for reason in ("", "x" * 301, "a\x00"):
        answer = client.post(f"{URL}/archive", data={"reason": reason})
        assert answer.status_code == 422
        assert 'id="reason-error"' in answer.text
    reader = app.test_client()
    assert reader.get(URL).status_code == 200
    assert client.post(f"{URL}/archive", data={"reason": "Inaktuell"}).status_code == 303
    assert reader.get(URL).status_code == 404
    assert f'action="{URL}/archive/undo"' in client.get(URL).text
    assert client.post(f"{URL}/archive/undo").status_code == 303
    assert reader.get(URL).status_code == 200


def test_an_old_text_is_restored_as_a_draft(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="Första", app=app)
    log_in(client, author)
    client.post(f"{URL}/edit", data={"title": "Tvättstugan", "body": "Andra", "base": "1"})
    answer = client.post(f"{URL}/revisions/1/restoration")
    assert answer.headers["Location"] == f"{URL}/revisions/3"
    assert "Första" in client.get(f"{URL}/revisions/3").text
    again = client.post(f"{URL}/revisions/3/restoration")
    assert again.headers["Location"] == f"{URL}/history"
    for number in ("0", "9", "99999999999999999999"):
        assert client.post(f"{URL}/revisions/{number}/restoration").status_code == 404


def test_an_existing_translation_is_chosen_by_its_title(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    make_article("The laundry", author, body="a", language="en", app=app)
    stranger = make_user("author", app=app)
    make_article("A secret", stranger, body="a", language="en", app=app)
    log_in(client, author)
    page = client.get(f"{URL}/translation").text
    assert '<option value="The laundry">' in page
    assert "A secret" not in page
    assert "/en/articles/new?kind=concept&amp;translation_of=" in page
    for title in ("A secret", "Nothing", "", "\x00", "x" * 10_000):
        answer = client.post(f"{URL}/translation", data={"title": title})
        assert answer.status_code == 422
    assert client.post(f"{URL}/translation", data={"title": "The laundry"}).status_code == 303
    assert "/en/articles/the-laundry" in client.get(URL).text
    assert client.post(f"{URL}/translation", data={"intent": "unpair"}).status_code == 303
    assert "/en/articles/the-laundry" not in client.get(URL).text


def test_a_translation_that_somebody_else_chose_meanwhile_stays(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    for title in ("The laundry", "The washhouse"):
        make_article(title, editor, body="a", language="en", app=app)
    log_in(client, editor)
    url = f"{URL}/translation"
    first, second = (read_form(client.get(url).text) for _ in range(2))
    assert client.post(url, data=first | {"title": "The laundry"}).status_code == 303

    refused = client.post(url, data=second | {"title": "The washhouse"})

    assert refused.status_code == 409
    assert "Någon annan har valt en översättning under tiden." in refused.text
    assert 'value="The washhouse"' in refused.text
    assert ">The laundry</a>" in refused.text
    assert "/en/articles/the-laundry" in client.get(URL).text
    again = read_form(refused.text)
    assert client.post(url, data=again).status_code == 303
    assert "/en/articles/the-washhouse" in client.get(URL).text
    older = {"intent": "unpair", "partner": again["partner"]}
    assert client.post(url, data=older).status_code == 422
    assert "/en/articles/the-washhouse" in client.get(URL).text


def read_form(page: str) -> dict[str, str]:
    """Return what a browser would send from the form that asks for a title."""
    form = next(form for form in parse(page).iter("form") if form.get("novalidate") is not None)
    return {field.get("name", ""): field.get("value", "") for field in form.iter("input")}


@pytest.mark.parametrize("path", ["edit", "rename", "archive", "translation"])
def test_readers_are_redirected_to_the_login(
    app: Flask, client: FlaskClient, editor: Person, path: str
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    assert "/sv/login" in client.get(f"{URL}/{path}").headers["Location"]
    assert client.post(f"{URL}/{path}").status_code == 403


@pytest.mark.long
@pytest.mark.parametrize(
    "path",
    ["publication", "rename", "archive", "archive/undo", "translation", "revisions/1/restoration"],
)
def test_an_attempt_to_change_does_not_reveal_a_foreign_draft(
    app: Flask, client: FlaskClient, author: Person, path: str
) -> None:
    make_article("Tvättstugan", author, body="a", app=app)
    log_in(client, make_user("author", app=app))
    known = client.post(f"{URL}/{path}", data={"title": "A", "reason": "B", "number": "1"})
    unknown = client.post(f"/sv/articles/finns-inte/{path}", data={"title": "A"})
    assert known.status_code == unknown.status_code
    assert known.status_code in {403, 404}


def test_on_a_public_pair_an_author_reads_whose_business_it_is(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, body="a", app=app)
    make_article("The laundry", editor, body="a", language="en", app=app)
    url = f"{URL}/translation"
    log_in(client, author)
    assert client.post(url, data={"title": "The laundry"}).status_code == 403
    log_in(client, editor)
    client.post(url, data={"title": "The laundry"})
    log_in(client, author)
    assert client.post(url, data={"intent": "unpair"}).status_code == 403
    page = Page(client.get(url))
    assert "avgör en redaktör" in page.one("main").text
    pairing = "main form:not(aside form)"
    assert page.all(pairing) == []
    log_in(client, editor)
    assert len(Page(client.get(url)).all(pairing)) == 2
