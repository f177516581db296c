"""A translation is made, its original changes, and it is mended section by section."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.archive import pair_articles
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article, Translation
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.db import db

FIRST = "Början.\n\n## Mål\n\nAlla i byn träffas varje vecka.\n\n## Medel\n\nEn brygga."
SECOND = FIRST.replace("varje vecka", "varje dag").replace("En brygga.", "En brygga till.")
ENGLISH = "Beginning.\n\n## Goal\n\nAll meet every week.\n\n## Means\n\nA bridge."
ARTICLE = "/en/articles/the-laundry"
SECTIONS = f"{ARTICLE}/translation/sections"
CHANGED = "section[aria-labelledby^=part-]"


@pytest.fixture
def source(app: Flask, editor: Person) -> int:
    return make_article("Byken", editor, body=FIRST, app=app)


@pytest.fixture
def translated(editing: FlaskClient, source: int) -> int:
    form = Page(editing.get(f"/en/articles/new?kind=concept&translation_of={source}").text)
    sent = {
        **form.one("form[data-editor]").sent().to_dict(),
        "title": "The laundry",
        "body": ENGLISH,
        "intent": "publish",
    }
    assert editing.post("/en/articles/new?kind=concept", data=sent).status_code == 303
    return source


def change(app: Flask, source: int, editor: Person, body: str, *, publish: bool = True) -> None:
    with app.app_context():
        head = db.session.get_one(Article, source).head.number
        text = ArticleText("Byken", "", body, {})
        save_article(source, text, head, editor.viewer, publish=publish)


def stored(app: Flask) -> tuple[object, ...]:
    with app.app_context():
        pair = db.session.scalars(select(Translation)).one()
        return pair.original_id, pair.base_id, pair.marked, pair.behind


def headings(client: FlaskClient) -> list[str]:
    return Page(client.get(SECTIONS).text).texts(f"{CHANGED} h2")


def press(client: FlaskClient, words: str, url: str = SECTIONS) -> Page:
    """Press the button with these words on a page, and return the next page."""
    forms = Page(client.get(url).text).all("form.inline-form")
    form = next(
        form
        for form in forms
        if words in form.text or words in form.one("button").get("aria-label")
    )
    return Page(client.post(form["action"], data=form.sent(), follow_redirects=True).text)


@pytest.mark.long
def test_a_translation_is_mended_section_by_section(
    app: Flask, editing: FlaskClient, editor: Person, translated: int
) -> None:
    assert headings(editing) == []
    assert not Page(editing.get(f"{ARTICLE}/edit").text).one("[data-editor-original]").has("open")
    assert editing.get("/sv/articles/byken/edit").text.count("data-editor-original") == 0
    assert "The translation is up to date" in editing.get(SECTIONS).text
    change(app, translated, editor, SECOND, publish=False)
    assert headings(editing) == []  # readers do not see the draft
    change(app, translated, editor, SECOND + "\n")
    change(app, translated, editor, SECOND + "\n\n## Nytt\n\nNya ord.")
    assert "3 sections have changed in the Swedish text since." in editing.get(ARTICLE).text
    page = Page(editing.get(SECTIONS).text)
    assert page.texts(f"{CHANGED} h2") == ["Mål", "Medel", "Nytt"]
    goal = page.all(CHANGED)[0]
    assert (goal.texts("del"), goal.texts("ins")) == (["vecka"], ["dag"])
    assert "All meet every week." in goal.text
    form = Page(editing.get(goal.one("a[href*=edit]")["href"]).text)
    assert form.one("#body").value.strip().startswith("## Goal")
    beside = form.one("[data-editor-original]")
    assert beside.has("open")
    assert "varje dag" in beside.text
    done = press(editing, "Up to date: Mål")
    assert "The section is up to date. 2 sections are left." in done.text
    assert headings(editing) == ["Medel", "Nytt"]
    press(editing, "Up to date: Nytt")
    assert headings(editing) == ["Medel"]
    assert "1 section has changed" in editing.get(ARTICLE).text
    change(
        app, translated, editor, SECOND.replace("varje dag", "alltid") + "\n\n## Nytt\n\nNya ord."
    )
    again = Page(editing.get(SECTIONS).text).all(CHANGED)[0]
    assert again.texts("del") == ["varje dag"]  # against what was up to date last
    assert "The translation is up to date." in press(editing, "All of it is up to date").text
    assert headings(editing) == []
    assert "changed in the Swedish" not in editing.get(ARTICLE).text


@pytest.mark.long
@pytest.mark.parametrize("words", ["All of it", "Up to date: Medel"])
def test_what_was_said_is_undone_exactly(
    app: Flask, editing: FlaskClient, editor: Person, translated: int, words: str
) -> None:
    change(app, translated, editor, SECOND)
    press(editing, "Up to date: Mål")
    before = stored(app)
    done = press(editing, words)
    assert stored(app) != before
    undo = done.one("form[action$='translation/undo']")
    sent = undo.sent()
    editing.post(undo["action"], data=sent)
    assert stored(app) == before
    assert editing.post(undo["action"], data=sent).status_code == 422
    assert stored(app) == before
    with app.app_context():
        names = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert names[-3:] == ["agree", "agree", "undo_agree"]


@pytest.mark.long
def test_what_was_not_seen_is_not_said_to_be_up_to_date(
    app: Flask, editing: FlaskClient, editor: Person, translated: int
) -> None:
    change(app, translated, editor, SECOND)
    form = Page(editing.get(SECTIONS).text).all("main form.inline-form")[0]
    change(app, translated, editor, SECOND.replace("träffas", "ses"))
    before = stored(app)
    answer = editing.post(form["action"], data=form.sent())
    assert answer.status_code == 409
    assert "was changed meanwhile" in answer.text
    assert editing.post(SECTIONS, data={"section": "x-y", "number": "3"}).status_code == 409
    assert stored(app) == before


def test_a_version_that_was_translated_is_the_one_that_counts(
    app: Flask, editing: FlaskClient, editor: Person, source: int
) -> None:
    url = f"/en/articles/new?kind=concept&translation_of={source}"
    sent = Page(editing.get(url).text).one("form[data-editor]").sent().to_dict()
    change(app, source, editor, SECOND)
    given = {**sent, "title": "The laundry", "body": ENGLISH, "intent": "publish"}
    editing.post("/en/articles/new?kind=concept", data=given)
    assert headings(editing) == ["Mål", "Medel"]


@pytest.mark.long
def test_of_another_pair_somebody_has_to_say_which_is_the_original(
    app: Flask, editing: FlaskClient, editor: Person, source: int
) -> None:
    english = make_article("The laundry", editor, language="en", body=ENGLISH, app=app)
    with app.app_context():
        pair_articles(source, english, editor.viewer)
    change(app, source, editor, SECOND)
    before = stored(app)
    assert "Nobody has said yet" in editing.get(SECTIONS).text
    done = press(editing, "This is the translation")
    assert headings(editing) == []
    assert "originalet" in editing.get("/sv/articles/byken/translation/sections").text
    change(app, source, editor, FIRST)
    assert headings(editing) == ["Mål", "Medel"]
    undo = done.one("form[action$='translation/undo']")
    editing.post(undo["action"], data=undo.sent())
    assert stored(app) == before


@pytest.mark.long
def test_who_may_see_it(
    app: Flask, editing: FlaskClient, editor: Person, author: Person, translated: int
) -> None:
    change(app, translated, editor, SECOND)
    reader = app.test_client()
    assert "changed in the Swedish" not in reader.get(ARTICLE).text
    assert reader.get(SECTIONS).status_code in {302, 303}
    assert reader.post(SECTIONS, data={"number": "2"}).status_code in {302, 303, 401, 403}
    writing = app.test_client()
    log_in(writing, author)
    assert "changed in the Swedish" in writing.get(ARTICLE).text
    assert writing.get(SECTIONS).status_code == 200
    hidden = make_article("Hemligt", make_user("author", app=app), app=app)
    with app.app_context():
        other = make_article("Open", editor, language="en")
        pair_articles(hidden, other, editor.viewer)
    assert writing.get("/en/articles/open/translation/sections").status_code == 404
    assert writing.get("/sv/articles/byken/translation/sections").status_code == 200
