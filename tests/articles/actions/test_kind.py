"""An article gets another kind, and its facts go along, are put aside, or come back."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.kind import change_kind
from wiki.articles.actions.save import restore_revision
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.steps.kind import carry_facts
from wiki.articles.text import check_text, parse_facts
from wiki.content.queries import list_documents
from wiki.db import db
from wiki.errors import EditConflict, InvalidInput, NotAllowed
from wiki.events.models import Event
from wiki.search.index.drainer import drain_now

CASE = {"challenge": "Tvätten tog en dag.", "place": "Malmö", "year": 1920, "goals": [5, 6]}
ADDRESS = "/sv/articles/tvattstugan"
FORM_ID = "4" * 32


@pytest.fixture
def article(app: Flask, editor: Person) -> int:
    return make_article("Tvättstugan", editor, kind="case", body="Ord.", facts=CASE, app=app)


def facts_of(article_id: int) -> dict[str, Any]:
    found = db.session.get_one(Article, article_id)
    return dict(found.head.facts)


def change(client: FlaskClient, kind: str, base: int = 1) -> Any:
    return client.post(f"{ADDRESS}/kind", data={"kind": kind, "base": base})


def test_facts_stay_are_put_aside_or_come_back() -> None:
    for former, kind, facts, earlier, kept, aside, back in (
        ("case", "event", CASE, {}, {"place"}, {"challenge", "year", "goals"}, set()),
        ("case", "concept", CASE, {}, set(), set(CASE), set()),
        ("concept", "case", {}, CASE, set(), set(), set(CASE)),
        (
            "event",
            "case",
            {"place": "Lund"},
            CASE,
            {"place"},
            set(),
            {"challenge", "year", "goals"},
        ),
        ("event", "case", {}, {"year": 1920}, set(), set(), {"year"}),
        ("case", "event", {}, {"ends_at": "2026-12-05"}, set(), set(), set()),
        ("case", "event", {}, {"starts_at": "2026-12-05"}, set(), set(), {"starts_at"}),
    ):
        plan = carry_facts(former, kind, facts, earlier)
        found = [
            {fact.name for fact in part} for part in (plan.stay, plan.put_aside, plan.taken_up)
        ]
        assert found == [kept, aside, back], (former, kind)
        assert set(plan.facts) == kept | back, (former, kind)
        assert parse_facts(kind, plan.facts)[1] == {}, (former, kind)
    for kind in KINDS:
        for other in KINDS:
            assert carry_facts(kind, other, {}, {}).facts == {}


@pytest.mark.usefixtures("context")
def test_a_change_is_a_revision_and_changing_back_restores_the_facts(
    editor: Person, article: int
) -> None:
    viewer = editor.viewer
    change_kind(article, "method", 1, viewer)
    found = db.session.get_one(Article, article)
    assert (found.kind, facts_of(article), found.head.number) == ("method", {}, 2)
    assert found.published_id == found.head_id
    assert found.head.comment == "Typ: Exempel → Metod"
    assert found.head.words_added == 0
    change_kind(article, "event", 2, viewer)
    change_kind(article, "case", 3, viewer)
    assert facts_of(article) == CASE
    assert change_kind(article, "case", 1, viewer).head.number == 4  # sent twice
    with pytest.raises(EditConflict):
        change_kind(article, "method", 3, viewer)
    with pytest.raises(InvalidInput):
        change_kind(article, "essay", 4, viewer)


@pytest.mark.usefixtures("context")
def test_an_earlier_version_comes_back_with_the_facts_that_the_kind_has(
    editor: Person, article: int
) -> None:
    change_kind(article, "organisation", 1, editor.viewer)
    assert facts_of(article) == {"place": "Malmö"}
    restore_revision(article, 1, editor.viewer, publish=True)
    assert facts_of(article) == {"place": "Malmö"}
    (document,) = list_documents(editor.viewer)
    assert document.facts == {"place": "Malmö"}


@pytest.mark.usefixtures("context")
def test_whose_draft_it_is_may_change_it_and_editors_what_is_public(
    editor: Person, author: Person, article: int
) -> None:
    other = make_user()
    draft = make_article("Utkastet", author, kind="event", facts={"starts_at": "2026-12"})
    change_kind(draft, "case", 1, author.viewer)
    assert db.session.get_one(Article, draft).published_id is None
    for number, viewer in ((article, author.viewer), (article, other.viewer)):
        with pytest.raises(NotAllowed):
            change_kind(number, "method", 1, viewer)


@pytest.mark.long
def test_calendar_search_and_history_follow(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    facts = {"starts_at": "2030-12-05 15:00", "place": "Malmö"}
    make_article("Tvättstugan", editor, kind="event", facts=facts, app=app)
    assert "Tvättstugan" in editing.get("/sv/events/").text
    assert change(editing, "case").status_code == 303
    undo = Page(editing.get(ADDRESS)).one("form[action$='/kind']")
    assert "Tvättstugan" not in Page(editing.get("/sv/events/")).one("main").text
    with app.app_context():
        assert db.session.scalars(select(Event)).all() == []
    drain_now(app)
    assert "Tvättstugan" in editing.get("/sv/search?q=tvättstugan&kind=case").text
    assert "Typ: Evenemang → Exempel" in editing.get(f"{ADDRESS}/history").text
    assert editing.post(undo["action"], data=undo.sent()).status_code == 303
    assert "Tvättstugan" in editing.get("/sv/events/").text
    assert "2030" in Page(editing.get(ADDRESS)).one("main").text


def test_the_page_shows_what_each_kind_does(editing: FlaskClient, article: int) -> None:
    page = Page(editing.get(f"{ADDRESS}/kind"))
    method = page.one("section[aria-labelledby=kind-method]").text
    assert "Läggs undan" in method
    assert "Samhällsutmaning, Plats, År, Globala målen" in method
    assert "Står kvar" not in method
    assert "Står kvar" in page.one("section[aria-labelledby=kind-event]").text
    assert page.all("section[aria-labelledby=kind-case]") == []
    form = page.one("section[aria-labelledby=kind-method] form")
    assert editing.post(form["action"], data=form.sent()).status_code == 303
    refused = change(editing, "event")
    assert refused.status_code == 409
    assert "Någon har sparat sedan dess" in refused.text
    assert "Kommer tillbaka" in refused.text
    assert change(editing, "essay", 2).status_code == 422


def test_a_newer_draft_waits_on(app: Flask, editing: FlaskClient, article: int) -> None:
    text = {"title": "Tvättstugan", "body": "Nya ord.", "base": "1", "place": "Malmö"}
    editing.post(f"{ADDRESS}/edit", data=text)
    assert "Ett nyare utkast väntar." in editing.get(f"{ADDRESS}/kind").text
    assert change(editing, "organisation", 2).status_code == 303
    shown = editing.get(ADDRESS).text
    assert "Nya ord." not in shown
    assert "Malmö" in shown
    with app.app_context():
        published = db.session.get_one(Article, article).published
        assert published is not None
        assert published.number == 1


def test_what_was_typed_meanwhile_into_facts_that_are_gone_is_shown(
    app: Flask, client: FlaskClient, editing: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    form = Page(client.get(f"{ADDRESS}/edit")).one("form:has([name=body])").sent()
    change(editing, "method")
    typed = form.copy()
    typed["novelty"], typed["body"] = "Alla delar på maskinen.", "Ord, och fler."
    answer = client.post(f"{ADDRESS}/edit", data=typed)
    assert answer.status_code == 409
    told = Page(answer).one(".notice .particulars").text
    assert "Alla delar på maskinen." in told
    assert "Tvätten tog en dag." not in told  # the version before has it
    again = Page(answer).one("form:has([name=body])").sent()
    assert again["body"] == "Ord, och fler."
    assert client.post(f"{ADDRESS}/edit", data={**again, "intent": "save"}).status_code == 303
    # Who changed no fact is not asked.
    assert client.post(f"{ADDRESS}/edit", data=form).status_code == 303


def test_who_guesses_a_hidden_fact_is_told_nothing(
    app: Flask, client: FlaskClient, editing: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    form = Page(client.get(f"{ADDRESS}/edit")).one("form:has([name=body])").sent()
    change(editing, "method")
    log_in(editing, make_user("admin", app=app))
    hidden = editing.post(f"{ADDRESS}/revisions/1/hide", data={"reason": "Personuppgifter"})
    assert hidden.status_code == 303
    for guess in (form["novelty"], "Något annat."):
        form["novelty"] = guess
        told = Page(client.post(f"{ADDRESS}/edit", data=form)).one(".notice .particulars").text
        assert guess in told


def test_an_unsaved_text_of_the_former_kind_can_be_taken_up(
    client: FlaskClient, editing: FlaskClient, author: Person, article: int
) -> None:
    log_in(client, author)
    words = {"title": "Tvättstugan", "body": "Mina ord.", "novelty": "Delning", "base": "1"}
    client.post(f"/sv/copies?article={article}", data={**words, "form_id": FORM_ID})
    change(editing, "method")
    page = Page(client.get(f"{ADDRESS}/edit?copy={FORM_ID}"))
    assert page.one("textarea#body").value == "Mina ord."
    assert "Delning" in page.one(".notice .particulars").text


def test_the_journal_says_from_which_kind_to_which(
    app: Flask, client: FlaskClient, article: int
) -> None:
    log_in(client, make_user("admin", app=app))
    change(client, "method")
    journal = client.get("/sv/admin/journal").text
    assert "Gav en artikel en annan typ" in journal
    assert "Exempel → Metod" in journal
    with app.app_context():
        check_text("method", "Tvättstugan", "", "", facts_of(article))
