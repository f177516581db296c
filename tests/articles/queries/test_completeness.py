"""What a text contains of the parts that can be required, and the checklist of the editor."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article
from tests.page import Page
from wiki.articles.actions.archive import pair_articles
from wiki.articles.kinds import KINDS
from wiki.articles.queries.completeness import list_missing, required_parts
from wiki.db import db
from wiki.markup.labels import LABELS
from wiki.revisions.models import Revision
from wiki.settings.known import ARTICLE_KINDS

EDIT = "/sv/articles/bryggor/edit"


def missing(app: Flask, article_id: int) -> list[str]:
    with app.app_context():
        revision = db.session.query(Revision.id).filter_by(article_id=article_id).scalar()
        return list_missing([(article_id, revision, False)])[article_id]


def test_the_settings_know_the_kinds() -> None:
    assert tuple(KINDS) == ARTICLE_KINDS


@pytest.mark.long
@pytest.mark.parametrize(
    ("body", "has_source"),
    [
        ("En brygga.", False),
        ("En brygga, se [[Kajer]].", False),
        ("En brygga [se här](/sv/articles/).", False),
        ("En brygga [se här](https://example.org).", True),
        ("En brygga: https://example.org/x.", True),
        ("En brygga.[^1]\n\n[^1]: Egen mätning.", True),
        ("En brygga [@svensson2020].", False),  # nobody knows such a source
    ],
)
def test_a_source_is_a_citation_a_note_or_an_address(
    app: Flask, author: Person, editing: FlaskClient, body: str, has_source: bool
) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "source"
    article_id = make_article("Bryggor", author, body=body, app=app)
    assert missing(app, article_id) == [] if has_source else ["source"]
    editing.post("/sv/articles/bryggor/publication", data={"number": 1})
    answer = editing.get("/sv/articles/bryggor")
    assert ("saknar en källa" in answer.text) is not has_source
    # Saving and publishing in one looks at the text that is sent.
    sent = {"title": "Bryggor", "body": body + " Mer.", "base": "1", "intent": "publish"}
    answer = editing.post(EDIT, data=sent, follow_redirects=True)
    assert ("saknar en källa" in answer.text) is not has_source


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_picture_without_a_description_is_missed(
    app: Flask, author: Person, language: str
) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "alt"
    article_id = make_article("Bryggor", author, body="Bild.", language=language, app=app)
    assert missing(app, article_id) == []
    html = f'<p><img alt="{LABELS[language].undescribed}" src="/media/x"></p>'
    with app.app_context():
        db.session.query(Revision).update({"body_html": html})
        db.session.commit()
    assert missing(app, article_id) == ["alt"]


def test_a_part_can_be_asked_of_one_kind(app: Flask, author: Person) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "text case:source, case:translation"
    assert missing(app, make_article("Bryggor", author, body="x", app=app)) == []
    case = make_article("Kajer", author, kind="case", body="x", app=app)
    assert missing(app, case) == ["source", "translation"]
    with app.app_context():
        assert required_parts("method") == ["text"]


def test_the_editor_has_a_checklist(app: Flask, editing: FlaskClient, author: Person) -> None:
    app.config["REQUIRED_FOR_PUBLICATION"] = "text translation"
    mine = make_article("Bryggor", author, body="x", app=app)
    page = Page(editing.get(EDIT))
    assert "Checklista 2 av 7" in page.text
    assert "en översättning: finns inte (obligatoriskt)" in page.text
    assert "Innan artikeln kan publiceras behöver den: en översättning." in page.text
    other = make_article("Piers", author, language="en", body="x", app=app)
    with app.test_request_context():
        pair_articles(mine, other, author.viewer)
    page = Page(editing.get(EDIT))
    assert "Checklista 3 av 7" in page.text
    assert missing(app, mine) == []
    assert "Checklista 0 av 7" in Page(editing.get("/sv/articles/new?kind=concept")).text
