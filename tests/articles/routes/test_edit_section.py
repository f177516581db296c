"""Edit one section: the whole text is saved, whatever others have saved meanwhile."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.db import db
from wiki.revisions.models import Revision

BODY = """Inledning.[^1]

## Mål & medel

Vi vill dela.[^1] Se [[#Åren]].

### Delmål

Ett.

## Åren

Många.

[^1]: En källa.
"""
URL = "/sv/articles/bryggan"
GOALS = "s-mal-medel"


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    facts = {"definition": "Att dela."}
    return make_article("Bryggan", editor, body=BODY, facts=facts, app=app)


@pytest.fixture
def writing(client: FlaskClient, editor: Person, article: int) -> FlaskClient:
    log_in(client, editor)
    return client


def open_section(client: FlaskClient, anchor: str = GOALS) -> dict[str, Any]:
    """Return what a browser would send of the section's form."""
    page = Page(client.get(f"{URL}/edit?section={anchor}"))
    sent = dict(page.one("form.editor").sent())
    return {**sent, "body": sent["body"].replace("\r\n", "\n")}


def send(client: FlaskClient, sent: dict[str, Any], **changed: Any) -> TestResponse:
    url = f"{URL}/edit?section={changed.pop('anchor', GOALS)}"
    given = {**sent, "intent": "save", **changed}
    return client.post(url, data={**given, "body": given["body"].replace("\n", "\r\n")})


def body_of(app: Flask) -> str:
    with app.app_context():
        return text_of(find_head(db.session.scalars(select(Article)).one())).body


def save_as(app: Flask, article: int, other: Person, body: str) -> None:
    with app.app_context():
        text = check_text("concept", "Bryggan", "", body, {"definition": "Att dela."})
        save_article(article, text, 1, other.viewer, publish=True)


def test_headings_offer_their_section_to_those_who_may_edit(
    app: Flask, writing: FlaskClient
) -> None:
    page = Page(writing.get(URL))
    links = page.values("h2 > a.edit-section, h3 > a.edit-section", "href")
    names = ["s-mal-medel", "s-delmal", "s-aren"]
    assert links == [f"{URL}/edit?section={name}" for name in names]
    icon = page.one("#s-aren > .edit-section svg[role=img]")
    assert "Redigera avsnittet ”Åren”" in icon["aria-label"]
    assert "edit-section" not in app.test_client().get(URL).text


def test_the_form_has_the_section_and_nothing_else(writing: FlaskClient) -> None:
    sent = open_section(writing)
    words = "## Mål & medel\n\nVi vill dela.[^1] Se [[#Åren]].\n\n### Delmål\n\nEtt."
    assert sent["body"] == words
    assert not {"title", "summary", "definition"} & sent.keys()
    assert open_section(writing, "s-delmal")["body"] == "### Delmål\n\nEtt."
    preview = Page(writing.get(f"{URL}/edit?section={GOALS}")).one(".editor-preview .prose")
    assert preview.texts("h2")[0].startswith("Mål & medel")
    assert preview.values("sup a", "href") == ["#fn-1"]
    assert "Inledning" not in preview.text
    assert "En källa." in preview.text
    assert preview.all("a.missing") == []


def test_a_section_that_there_is_not_opens_the_whole_text(writing: FlaskClient) -> None:
    for anchor in ("s-finns-inte", "s-fotnoter", "x" * 5000):
        page = Page(writing.get(f"{URL}/edit?section={anchor}"))
        assert page.one("textarea#body").value.strip() == BODY.strip()
        assert "Avsnittet finns inte" in page.text
        assert page.one("[name=section]")["value"] == ""


def test_a_saved_section_stands_in_the_whole_text_and_is_shown(
    app: Flask, writing: FlaskClient
) -> None:
    sent = open_section(writing)
    new = sent["body"].replace("Mål & medel", "Mål").replace("Ett.", "Två.\n\n\n")
    answer = send(writing, sent, body=new, intent="publish")
    assert answer.headers["Location"] == f"{URL}#s-mal"
    expected = BODY.replace("Mål & medel", "Mål").replace("Ett.", "Två.")
    assert body_of(app) == expected
    with app.app_context():
        head = find_head(db.session.scalars(select(Article)).one())
        assert (head.title, head.facts) == ("Bryggan", {"definition": "Att dela."})
    sent = open_section(writing, "s-aren")
    answer = send(writing, sent, body=f"{sent['body']}\n", anchor="s-aren")
    assert "Inget var ändrat" in writing.get(answer.headers["Location"]).text
    assert answer.headers["Location"] == f"{URL}/edit?section=s-aren"
    assert body_of(app) == expected


def test_other_sections_that_others_changed_are_merged(
    app: Flask, writing: FlaskClient, author: Person, editor: Person, article: int
) -> None:
    sent = open_section(writing)
    other = BODY.replace("Inledning.", "## Nytt\n\nFörst.").replace("Många.", "Få.")
    save_as(app, article, editor, other)
    answer = send(writing, sent, body=sent["body"].replace("Ett.", "Två."))
    assert answer.headers["Location"] == f"{URL}/edit?section={GOALS}"
    assert body_of(app) == other.replace("Ett.", "Två.")
    assert open_section(writing)["section"] == "4"


def test_the_same_section_is_settled_with_nothing_lost(
    app: Flask, writing: FlaskClient, editor: Person, article: int
) -> None:
    sent = open_section(writing)
    save_as(app, article, editor, BODY.replace("Ett.", "Deras."))
    answer = send(writing, sent, body=sent["body"].replace("Ett.", "Mina."))
    assert answer.status_code == 409
    settle = dict(Page(answer).one("form.settle").sent())
    assert "Mina." in settle["body"]
    assert "Inledning" in settle["body"]
    done = writing.post(f"{URL}/settlement", data={**settle, "choice.body-0": "both"})
    assert done.status_code == 303
    assert "Mina.\n\nDeras." in body_of(app)


def test_what_is_wrong_is_said_and_the_words_stay(app: Flask, writing: FlaskClient) -> None:
    sent = open_section(writing)
    for body, message in (
        ("## Mål\n\n```\nkod", "kodblock"),
        ("## Mål\n\n\x07", "Rad 3"),
        ("<<<<<<< a\nb\n>>>>>>> c", "sammanslagning"),
    ):
        answer = send(writing, sent, body=body)
        page = Page(answer)
        assert answer.status_code == 422
        assert message in page.text, body
        assert page.one("[name=section]")["value"] == sent["section"]
        assert page.one("textarea#body").value.split("\n")[0] == body.split("\n")[0]
    assert body_of(app) == BODY


def test_a_copy_of_a_section_is_kept_as_the_whole_text(
    app: Flask, writing: FlaskClient, article: int
) -> None:
    sent = open_section(writing)
    kept = {**sent, "body": sent["body"].replace("Ett.", "Osparat.")}
    answer = writing.post(f"/sv/copies?article={article}", data=kept)
    assert answer.json is not None
    assert "saved_at" in answer.json
    for url in (f"{URL}/edit", f"{URL}/edit?section={GOALS}"):
        page = Page(writing.get(url))
        assert page.values("[data-editor-kept-take][href]", "href") == [f"?copy={sent['form_id']}"]
    taken = Page(writing.get(f"{URL}/edit?copy={sent['form_id']}"))
    assert taken.one("textarea#body").value.strip() == BODY.replace("Ett.", "Osparat.").strip()
    assert taken.one("[name=title]")["value"] == "Bryggan"
    assert taken.one("[name=section]")["value"] == ""
    assert writing.post(f"/sv/copies?article={article}", data=sent).json == {}


def test_a_preview_is_made_of_the_whole_text(writing: FlaskClient, article: int) -> None:
    sent = open_section(writing)
    given = {**sent, "body": "\n## Nytt\n\nSe [[#Åren]] och [[#Delmål]].[^1]\n\n- a"}
    shown = writing.post(f"/sv/articles/preview?article={article}", data=given).text
    page = Page(shown)
    assert page.texts("h2")[0].startswith("Nytt")
    assert page.values("p > a:not(.missing, .footnote-backref)", "href") == ["#s-aren"]
    assert page.values("a.missing", "href") == ["#s-delmal"]
    assert "Inledning" not in shown
    assert page.one("template")["data-lines"] == "1 3 5"
    assert writing.post("/sv/articles/preview?article=x", data=given).status_code == 404


def test_an_emptied_section_leaves_the_others(app: Flask, writing: FlaskClient) -> None:
    answer = send(writing, open_section(writing), body="  \n")
    assert answer.headers["Location"] == f"{URL}/edit"
    assert body_of(app) == BODY[: BODY.index("## Mål")] + BODY[BODY.index("## Åren") :]


def test_of_a_hidden_text_nothing_is_joined(
    app: Flask, writing: FlaskClient, editor: Person, article: int
) -> None:
    sent = open_section(writing)
    save_as(app, article, editor, BODY.replace("Inledning.", "Annat."))
    with app.app_context():
        db.session.execute(update(Revision).where(Revision.number == 1).values(hidden_at=now()))
        db.session.commit()
    answer = send(writing, sent, body="## Mål\n\nMina ord.")
    assert answer.status_code == 409
    assert "Inledning." not in answer.text
    assert "Mina ord." in answer.text


def test_a_text_of_an_older_renderer_has_sections_too(app: Flask, writing: FlaskClient) -> None:
    with app.app_context():
        revision = db.session.scalars(select(Revision)).one()
        stored = [{**heading} for heading in revision.headings]
        for heading in stored:
            del heading["line"]
        revision.headings = stored
        db.session.commit()
    assert open_section(writing, "s-delmal")["body"] == "### Delmål\n\nEtt."
