"""Offer names after an @, of those who may be named in the talk about an article, and no others."""

import pytest
from flask import Flask

from tests.builders import Person, make_article, make_user
from tests.page import Page
from tests.talk.steps import TALK, browser


@pytest.fixture
def people(app: Flask, editor: Person) -> dict[str, Person]:
    names = ("Bo Lind", "Åsa Bo", "Eva-Lena Ek", "Cilla Boman", "Bo Lind")
    made = {name: make_user("author", name, app=app) for name in names}
    make_user("author", "Bo Borta", is_active=False, app=app)
    make_article("Ett kooperativ", editor, app=app)
    return made


def offered(app: Flask, person: Person, typed: str, address: str = TALK) -> list[str]:
    answer = browser(app, person).get(f"{address}/people", query_string={"q": typed})
    assert answer.status_code == 200
    return [item["text"] for item in answer.get_json()["items"]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("bo", ["Bo Lind", "Cilla Boman", "Åsa Bo"]),
        ("Bo L", ["Bo Lind"]),
        ("ås", ["Åsa Bo"]),
        ("lena", []),
        ("eva-l", ["Eva-Lena Ek"]),
        ("xyz", []),
        ("%_", []),
        ("\n", ["Bo Lind", "Cilla Boman", "Eva Berg", "Eva-Lena Ek", "Åsa Bo"]),
    ],
)
def test_names_that_begin_so_are_offered(
    app: Flask, people: dict[str, Person], typed: str, names: list[str]
) -> None:
    asking = make_user("author", "Zoe Å", app=app)
    assert offered(app, asking, typed) == names


def test_nobody_names_themselves(app: Flask, people: dict[str, Person]) -> None:
    assert offered(app, people["Åsa Bo"], "ås") == []


def test_of_a_draft_those_are_offered_who_see_it(
    app: Flask, people: dict[str, Person], editor: Person
) -> None:
    make_article("Ett utkast", people["Åsa Bo"], app=app)
    draft = "/sv/articles/ett-utkast/talk"
    assert offered(app, editor, "", draft) == ["Åsa Bo"]
    answer = browser(app, people["Eva-Lena Ek"]).get(f"{draft}/people?q=")
    assert answer.status_code == 404


def test_readers_are_offered_nobody(app: Flask, people: dict[str, Person]) -> None:
    assert app.test_client().get(f"{TALK}/people?q=bo").status_code in (302, 303, 401, 403)


def test_forms_say_where_names_come_from(app: Flask, people: dict[str, Person]) -> None:
    page = Page(browser(app, people["Åsa Bo"]).get(f"{TALK}/new"))
    assert page.one("#words")["data-name-suggestions"] == f"{TALK}/people"
    assert page.one("#words")["data-name-suggestions-label"] == "Personer"
