"""A time is for one version: once a newer one is saved, pages say that nothing comes of it."""

import pytest
from flask import Flask

from tests.appointments.test_background import DRAFT, TIME, browser, save, set_at
from tests.builders import Person, make_article
from tests.page import Page


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body="I byn.", app=app)


def test_a_time_of_an_older_version_says_that_nothing_comes_of_it(
    app: Flask, author: Person, editor: Person, article_id: int
) -> None:
    editing, writing = browser(app, editor), browser(app, author)
    assert set_at(editing) == 303
    looked_at = (
        (editing, "/sv/desk/"),
        (editing, f"{DRAFT}/review"),
        (editing, TIME),
        (writing, "/sv/account/articles"),
        (writing, f"{DRAFT}/edit"),
        (writing, DRAFT),
    )
    for client, page in looked_at:
        text = Page(client.get(page)).text
        assert "Version 1 publiceras den" in text, page
        assert "sparad sedan dess" not in text, page
    assert "Bestäm om tiden" not in editing.get("/sv/desk/").text
    save(app, article_id, 1, author)
    for client, page in looked_at:
        text = Page(client.get(page)).text
        assert "gäller version 1, men version 2 är sparad sedan dess" in text, page
        assert "Version 1 publiceras den" not in text, page
    assert f'<a href="{TIME}">Bestäm om tiden' in editing.get("/sv/desk/").text
    assert set_at(editing, number=2) == 303
    assert "Version 2 publiceras den" in Page(editing.get("/sv/desk/")).text
    assert "Bestäm om tiden" not in editing.get("/sv/desk/").text
