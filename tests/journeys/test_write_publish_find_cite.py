"""Follow one article from its author to a reader who cites it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, Person, make_tag, make_user
from tests.page import Page
from wiki.search.index.drainer import drain_now

BODY = """Lokala grupper prövade *sällskapsbryggor* i tre hamnar.

## Vad hände

Grannar som aldrig hade talats vid möttes.[^1] Läs också [[Vad är social innovation?]].

[^1]: Egna iakttagelser, 2026.
"""


def logged_in(app: Flask, person: Person) -> FlaskClient:
    """Log in through the form, as a user does."""
    client = app.test_client()
    answer = client.post("/sv/login", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.mark.long
def test_an_author_writes_an_editor_publishes_a_reader_finds_and_cites(app: Flask) -> None:
    author = make_user("author", name="Asta Författare", app=app)
    editor = make_user("editor", name="Edit Redaktör", app=app)
    school = make_tag("grannskap", label_sv="Grannskap", label_en="Neighbourhood", app=app)
    reader = app.test_client()

    # The author writes a draft, which readers do not see.
    writing = logged_in(app, author)
    form = {
        "kind": "case",
        "title": "Bryggan i Malmö",
        "summary": "En brygga där grannar möts.",
        "body": BODY,
        "place": "Malmö",
        "comment": "Första versionen",
        "intent": "save",
    }
    created = writing.post("/sv/articles/new?kind=case", data=form)
    assert created.status_code == 303
    assert writing.get("/sv/articles/bryggan-i-malmo").status_code == 200
    assert reader.get("/sv/articles/bryggan-i-malmo").status_code == 404

    # The editor finds it on the desk, publishes and tags it.
    editing = logged_in(app, editor)
    assert "Bryggan i Malmö" in editing.get("/sv/desk/").get_data(as_text=True)
    published = editing.post("/sv/articles/bryggan-i-malmo/publication", data={"number": "1"})
    assert published.status_code == 303
    tags = {"tags": [str(school)], "shown": []}
    assert editing.post("/sv/articles/bryggan-i-malmo/tags", data=tags).status_code == 303
    with app.app_context():
        drain_now(app)

    # A reader searches with other inflections, and with a part of a compound.
    for question in ("bryggor", "grannarna", "brygga malmö", "bryggorna", "neighbourhood"):
        html = reader.get("/sv/search", query_string={"q": question}).get_data(as_text=True)
        assert 'href="/sv/articles/bryggan-i-malmo"' in html, question

    # The reader sees its facts, tag, footnote, and the link to an article that does not exist yet.
    page = reader.get("/sv/articles/bryggan-i-malmo").get_data(as_text=True)
    assert "<h1>Bryggan i Malmö</h1>" in page
    assert 'href="/sv/tags/grannskap"' in page
    assert "Egna iakttagelser, 2026." in page
    assert "Vad är social innovation?" in Page(page).texts("a.missing")
    assert "Asta Författare" in page

    # The reader cites it by a URL that will always show this text.
    cite = reader.get("/sv/articles/bryggan-i-malmo/cite").get_data(as_text=True)
    assert "http://localhost/sv/articles/bryggan-i-malmo/revisions/1" in cite
    changed = {**form, "body": "Nu står här något annat.", "base": "1", "intent": "publish"}
    saved = editing.post("/sv/articles/bryggan-i-malmo/edit", data=changed)
    assert saved.status_code == 303
    assert "något annat" in reader.get("/sv/articles/bryggan-i-malmo").get_data(as_text=True)
    cited = reader.get("/sv/articles/bryggan-i-malmo/revisions/1")
    assert cited.status_code == 200
    assert "sällskapsbryggor" in cited.get_data(as_text=True)
