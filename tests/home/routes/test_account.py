"""Ask for the list of own articles over HTTP, and do what it offers."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page

OWN = "/sv/account/articles"


def states(client: FlaskClient) -> dict[str, str]:
    """Return the state of each article on the list, by title."""
    page = Page(client.get(OWN))
    titles, marks = page.texts(".item-title"), page.texts(".item .mark")
    return dict(zip(titles, marks, strict=True))


@pytest.mark.long
def test_the_own_articles_say_where_they_stand(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Mitt utkast", author, app=app)
    make_article("Min artikel", author, app=app)
    make_article("Någon annans utkast", make_user("author", app=app), app=app)
    make_article("Redaktörens", editor, app=app)
    editing = app.test_client()
    log_in(editing, editor)
    editing.post("/sv/articles/min-artikel/publication", data={"number": "1"})
    log_in(client, author)
    assert states(client) == {"Mitt utkast": "Väntar på en redaktör", "Min artikel": "Publicerad"}

    client.post("/sv/articles/mitt-utkast/waiting", data={"intent": "hold"})
    for slug, title in (("min-artikel", "Min artikel"), ("redaktorens", "Redaktörens")):
        sent = {"title": title, "body": "Nytt.", "base": "1", "intent": "save"}
        client.post(f"/sv/articles/{slug}/edit", data=sent)
    assert states(client) == {
        "Redaktörens": "Nyare utkast väntar",
        "Min artikel": "Nyare utkast väntar",
        "Mitt utkast": "Utkast",
    }
    assert "Mitt utkast" not in Page(editing.get("/sv/desk/")).one("main").text
    answer = client.post("/sv/articles/mitt-utkast/waiting", follow_redirects=True)
    assert "Utkastet finns på redaktionens lista." in answer.text
    assert "Mitt utkast" in Page(editing.get("/sv/desk/")).one("main").text
    client.post("/sv/articles/min-artikel/waiting", data={"intent": "hold"})
    assert states(client)["Min artikel"] == "Nyare utkast"


def test_a_draft_is_deleted_after_a_question(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    make_article("Mitt utkast", author, app=app)
    log_in(client, author)
    url = "/sv/articles/mitt-utkast/deletion"
    assert f'href="{url}"' in client.get("/sv/articles/mitt-utkast").text
    assert Page(client.get(url)).texts("h1") == ["Radera ”Mitt utkast”?"]
    answer = client.post(url, follow_redirects=True)
    assert "Utkastet ”Mitt utkast” är raderat." in answer.text
    assert "Du har inte skrivit något än" in answer.text
    assert client.get("/sv/articles/mitt-utkast").status_code == 404


def test_a_draft_with_words_of_others_is_not_deleted(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Mitt utkast", author, app=app)
    log_in(client, editor)
    sent = {"title": "Mitt utkast", "body": "Nytt.", "base": "1", "intent": "save"}
    client.post("/sv/articles/mitt-utkast/edit", data=sent)
    log_in(client, author)
    answer = client.post("/sv/articles/mitt-utkast/deletion")
    assert answer.status_code == 422
    assert "Andra har också skrivit" in answer.text
    assert states(client) == {"Mitt utkast": "Väntar på en redaktör"}


def test_editors_land_on_the_front_page(app: Flask, client: FlaskClient, editor: Person) -> None:
    log_in(client, editor)
    assert client.get("/sv/login").location == "/sv/"
