"""Editors write the templates of articles, and authors choose whether to begin with one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_user
from tests.page import Page
from wiki.article_templates.actions import LONGEST, save_template
from wiki.article_templates.defaults import KIND_NAMES, shipped_text
from wiki.article_templates.models import TemplateText
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.copies.models import WorkingCopy
from wiki.db import db
from wiki.errors import EditConflict
from wiki.markup.parse import find_prompts
from wiki.markup.render import render

NEW = "/sv/articles/new?kind=case"
BEGUN = f"{NEW}&start=template"
DESK = "/sv/desk/templates"
FORM_ID = "3" * 32


@pytest.fixture
def writing(client: FlaskClient, author: Person) -> FlaskClient:
    """Log in an author."""
    log_in(client, author)
    return client


def count(app: Flask, table: type[Article | WorkingCopy | TemplateText]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(table.id))) or 0


def change(client: FlaskClient, body: str, base: str = "0", kind: str = "case") -> TestResponse:
    data = {"body": body, "base": base, "intent": "save"}
    return client.post(f"{DESK}/{kind}", data=data)


def body_of(client: FlaskClient, url: str) -> str:
    return Page(client.get(url)).one("textarea#body").value


def base_of(client: FlaskClient) -> str:
    return Page(client.get(f"{DESK}/case")).one("form.editor [name=base]")["value"]


def test_every_kind_has_a_template_that_shows_only_its_headings() -> None:
    assert set(KIND_NAMES) == set(KINDS)
    for kind in KIND_NAMES:
        for language in ("sv", "en"):
            source = shipped_text(kind, language)
            lines = [line for line in source.split("\n") if line]
            headings = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
            assert len(headings) >= 4, (kind, language)
            assert len(find_prompts(source)) == len(lines) - len(headings), (kind, language)
            rendered = render(source, language, frozenset())
            assert rendered.text.split("\n") == headings, (kind, language)
            assert not rendered.wikilinks, (kind, language)


def test_an_author_chooses_the_template_or_an_empty_text(writing: FlaskClient) -> None:
    choices = Page(writing.get("/sv/articles/new?title=Tvätt")).values(".kind-card a", "href")
    assert f"{NEW}&title=Tv%C3%A4tt&start=template" in choices
    assert f"{NEW}&title=Tv%C3%A4tt" in choices
    assert body_of(writing, NEW) == ""
    assert body_of(writing, BEGUN).strip() == shipped_text("case", "sv").strip()
    assert body_of(writing, "/en/articles/new?kind=event&start=template").startswith("%% Lines")
    page = Page(writing.get(BEGUN))
    assert "0 ord" not in page.one("[data-editor-length]").text
    assert "data-editor-state" not in str(page.one("form[data-editor]"))


def test_to_save_it_untouched_is_asked_about_and_then_done(
    app: Flask, writing: FlaskClient
) -> None:
    form = Page(writing.get(BEGUN)).one("form:has([name=body])").sent()
    answer = writing.post(BEGUN, data={**form, "title": "Tvättstugan", "intent": "save"})
    assert answer.status_code == 409
    assert "Texten är mallen som den var." in answer.text
    assert count(app, Article) == 0

    again = Page(answer.text).one("form:has([name=body])").sent()
    saved = writing.post(BEGUN, data={**again, "intent": "save"}, follow_redirects=True)
    assert "Utkast 1 är sparat" in saved.text
    assert "står kvar i texten. Läsarna ser dem inte." in saved.text
    assert "%%" not in writing.get("/sv/articles/tvattstugan").text
    assert count(app, Article) == 1


def test_a_written_text_is_saved_and_its_prompts_are_told(
    app: Flask, writing: FlaskClient, editing: FlaskClient, author: Person
) -> None:
    body = shipped_text("case", "sv").replace("## Det nya\n", "## Det nya\nEn tvättstuga.\n")
    saved = writing.post(BEGUN, data={"title": "Tvättstugan", "body": body}, follow_redirects=True)
    assert "rader som börjar med %% står kvar" in saved.text
    assert body_of(writing, "/sv/articles/tvattstugan/edit").count("%%") == body.count("%%")
    publication = "/sv/articles/tvattstugan/publication"
    published = editing.post(publication, data={"number": 1}, follow_redirects=True)
    assert "är publicerad" in published.text
    assert "rader som börjar med %% står kvar" in published.text
    for client in (writing, app.test_client()):
        for address in ("/sv/articles/tvattstugan", "/sv/articles/tvattstugan/document.md"):
            text = client.get(address).text
            assert "En tvättstuga." in text
            assert "%%" not in text.replace("börjar med %% står", ""), address
    with app.app_context():
        article = db.session.scalars(select(Article)).one()
        assert article.head.words_added == 21  # of headings and the answer, none of the prompts


def test_the_preview_tells_how_many_prompts_are_left(writing: FlaskClient) -> None:
    shown = writing.post("/sv/articles/preview", data={"body": "%% Vad?\n\nDet."}).text
    assert "1 rad som börjar med %% står kvar i texten. Läsarna ser den inte." in shown
    assert "Vad?" not in shown
    assert "%%" not in writing.post("/sv/articles/preview", data={"body": "50 %"}).text


def test_an_untouched_template_is_no_unsaved_text(app: Flask, writing: FlaskClient) -> None:
    body = shipped_text("case", "sv")

    def keep(**words: str) -> TestResponse:
        data = {"title": "", "base": "0", "form_id": FORM_ID, "body": body, **words}
        return writing.post("/sv/copies?kind=case", data=data)

    assert keep().json == {}
    assert count(app, WorkingCopy) == 0
    assert keep(body=f"{body}Ord.").json != {}
    assert keep(title="Tvättstugan").json != {}
    assert count(app, WorkingCopy) == 1
    # Whoever begins again with the template is offered the words, which stay as they are.
    page = Page(writing.get(BEGUN))
    assert page.texts("[data-editor-kept-words]") != []
    assert page.one("[name=form_id]")["value"] != FORM_ID
    taken = writing.get(f"{BEGUN}&copy={FORM_ID}")
    assert Page(taken).one("[name=title]")["value"] == "Tvättstugan"


def test_an_editor_changes_a_template_and_takes_the_shipped_one_back(
    editing: FlaskClient,
) -> None:
    assert change(editing, "## Varför\n\n%% För vem?").status_code == 303
    assert body_of(editing, BEGUN) == "## Varför\n\n%% För vem?"
    assert "%% Lines" in body_of(editing, "/en/articles/new?kind=case&start=template")
    assert "Ändrad" in editing.get(DESK).text
    first = base_of(editing)

    done = Page(editing.post(f"{DESK}/case/reset", data={"base": first}, follow_redirects=True))
    assert body_of(editing, BEGUN).strip() == shipped_text("case", "sv").strip()
    assert "Ändrad" not in done.one("main table").text
    undo = done.one("form[action$=restoration]")
    assert editing.post(undo["action"], data=undo.sent()).status_code == 303
    assert body_of(editing, BEGUN) == "## Varför\n\n%% För vem?"
    assert body_of(editing, f"{DESK}/case?from=0").strip() == shipped_text("case", "sv").strip()
    assert body_of(editing, f"{DESK}/case?from={first}") == "## Varför\n\n%% För vem?"
    assert editing.get(f"{DESK}/case?from=99").status_code == 404
    assert editing.get(f"{DESK}/method?from={first}").status_code == 404


def test_the_shipped_text_is_never_stored(app: Flask, editing: FlaskClient) -> None:
    assert change(editing, shipped_text("case", "sv")).status_code == 303
    assert count(app, TemplateText) == 0
    change(editing, "## Mitt")
    change(editing, shipped_text("case", "sv").replace("\n", "\r\n"), base_of(editing))
    with app.app_context():
        newest = select(TemplateText.body_markdown).order_by(TemplateText.id.desc()).limit(1)
        assert db.session.scalar(newest) == ""


def test_two_editors_do_not_write_over_each_other(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    change(editing, "## Ett")
    refused = change(editing, "## Två")
    assert refused.status_code == 409
    page = Page(refused.text)
    assert page.one("textarea#body").value == "## Två"
    assert page.one("textarea#newest").value == "## Ett"
    assert change(editing, "## Ett").status_code == 303  # sent twice
    base = page.one("form.editor [name=base]")["value"]
    assert change(editing, "## Två", base).status_code == 303

    def save(body: str) -> bool:
        with app.app_context():
            try:
                save_template("case", "sv", body, int(base) + 1, editor.viewer)
            except EditConflict:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, ["## 3", "## 4", "## 5", "## 6"])) == [False] * 3 + [True]


def test_bad_templates_are_refused_with_their_words(app: Flask, editing: FlaskClient) -> None:
    for body, message in (
        ("", "Skriv något, eller ta tillbaka mallen"),
        (" \n\t", "Skriv något, eller ta tillbaka mallen"),
        ("a" * (LONGEST + 1), "högst"),
        ("a\x00b", ""),
    ):
        answer = change(editing, body)
        assert answer.status_code in {400, 422}, body[:9]
        assert message in answer.text, body[:9]
    assert change(editing, "## Ett", "-3").status_code == 422
    preview = editing.post(f"{DESK}/case", data={"body": "## Ett\n%% Två", "intent": "preview"})
    assert Page(preview).one(".editor-preview h2[id^=s-]").text.startswith("Ett")
    assert count(app, TemplateText) == 0


def test_the_journal_names_the_template(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("admin", app=app))
    change(client, "## Ett")
    client.post(f"{DESK}/case/reset", data={"base": base_of(client)})
    page = Page(client.get("/sv/admin/journal")).one("main").text
    assert "Ändrade en artikelmall" in page
    assert "Tog tillbaka en artikelmall" in page
    assert "Exempel (sv)" in page
