"""Edit, merge, delete and restore sources."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article
from tests.page import Page
from wiki.db import db
from wiki.errors import EditConflict, InvalidInput, NotFound, WikiError
from wiki.references.actions import (
    delete_source,
    merge_sources,
    restore_source,
    undo_merge,
    update_source,
)
from wiki.references.csl import check_item
from wiki.references.models import CitedSource, Source, SourceRedirect
from wiki.references.queries import find_items
from wiki.references.steps.citations import store_citations
from wiki.references.steps.sources import put_source
from wiki.signals import source_changed

ITEM = {
    "type": "book",
    "title": "Nytta",
    "author": [{"family": "Essen", "given": "Bo", "non-dropping-particle": "von"}],
    "issued": {"date-parts": [[2020]], "circa": True},
    "number-of-pages": "12",
}


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    with app.app_context():
        put_source(check_item(ITEM))
        put_source(check_item({**ITEM, "title": "Nyttan"}))
        db.session.commit()
    client = app.test_client()
    log_in(client, author)
    return client


def form_of(page: str) -> dict[str, str]:
    """Return the values of the form of a source."""
    form = Page(page).one("main form:has([name=author])")
    return form.sent().to_dict() | {"type": "book"}


def item(app: Flask, key: str) -> object:
    """Return what is stored."""
    with app.app_context():
        return find_items([key]).get(key)


def test_an_edit_keeps_what_the_form_does_not_show(app: Flask, writing: FlaskClient) -> None:
    form = form_of(writing.get("/sv/sources/essen2020/edit").text)
    assert form["author"].strip() == "von Essen, Bo"
    heard: list[str] = []
    with source_changed.connected_to(lambda source, **_: heard.append(source.key)):
        saved = writing.post(
            "/sv/sources/essen2020/edit", data={**form, "title": "Nytta!", "publisher": "Liber"}
        )
    assert saved.location == "/sv/sources/essen2020"
    assert heard == ["essen2020"]
    expected = {"id": "essen2020", **ITEM, "title": "Nytta!", "publisher": "Liber"}
    assert item(app, "essen2020") == expected


def test_an_edit_over_another_is_shown_first(app: Flask, writing: FlaskClient) -> None:
    form = form_of(writing.get("/sv/sources/essen2020/edit").text)
    writing.post("/sv/sources/essen2020/edit", data={**form, "publisher": "Liber"})

    mine = {**form, "publisher": "Studentlitteratur"}
    conflict = writing.post("/sv/sources/essen2020/edit", data=mine)

    assert conflict.status_code == 409
    assert "Någon annan har ändrat källan medan du skrev." in conflict.text
    assert "Liber" in conflict.text
    again = {**mine, "base": form_of(conflict.text)["base"]}
    assert writing.post("/sv/sources/essen2020/edit", data=again).status_code == 303
    refused = writing.post("/sv/sources/essen2020/edit", data={**again, "title": ""})
    assert (refused.status_code, "Källan saknar titel." in refused.text) == (422, True)


def test_only_editors_are_offered_to_delete(writing: FlaskClient, editing: FlaskClient) -> None:
    address = "/sv/sources/essen2020/edit"
    pages = [client.get(address).text for client in (writing, editing)]
    assert ["Ta bort källan" in page for page in pages] == [False, True]


@pytest.mark.usefixtures("writing")
def test_a_deleted_source_can_be_brought_back(app: Flask, editing: FlaskClient) -> None:
    before = item(app, "essen2020")
    base = form_of(editing.get("/sv/sources/essen2020/edit").text)["base"]
    assert editing.post("/sv/sources/essen2020/deletion", data={"base": ""}).status_code == 303
    assert item(app, "essen2020") == before
    page = editing.post(
        "/sv/sources/essen2020/deletion", data={"base": base}, follow_redirects=True
    ).text
    assert "Källan ”Nytta” är borttagen." in page
    assert item(app, "essen2020") is None
    undo = re.findall(r'action="(/sv/sources/restorations/\d+)"', page)[0]
    assert editing.post(undo).location == "/sv/sources/essen2020"
    assert item(app, "essen2020") == before
    assert editing.post("/sv/sources/restorations/99999").status_code == 404


@pytest.mark.usefixtures("writing")
def test_a_merge_takes_citations_and_keys_along(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    with app.app_context():
        both, one = make_article("Båda", editor), make_article("En", editor)
        store_citations(both, ["essen2020", "essen2020b"])
        store_citations(one, ["essen2020b"], is_head=False)
        source = db.session.scalars(db.select(Source).filter_by(key="essen2020b")).one()
        db.session.add(SourceRedirect(key="essen20", source_id=source.id))
        db.session.commit()
    cited = editing.post("/sv/sources/essen2020b/deletion", follow_redirects=True).text
    assert "Någon har ändrat" in cited
    assert "kan inte tas bort" in editing.get("/sv/sources/essen2020b/edit").text
    for target, message in (("nobody", "Det finns ingen källa"), ("essen2020b", "Välj en annan")):
        refused = editing.get(f"/sv/sources/essen2020b/merge?target={target}")
        assert (refused.status_code, message in refused.text) == (422, True)

    page = editing.get("/sv/sources/essen2020b/merge?target=[@Essen2020]").text
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    form = {"target": "essen2020", "seen": seen}
    assert (
        editing.post("/sv/sources/essen2020b/merge", data={**form, "seen": ""}).status_code == 409
    )
    assert editing.post("/sv/sources/essen2020b/merge", data=form).status_code == 303
    undo = re.findall(
        r'action="(/sv/sources/restorations/\d+/merge)"', editing.get("/sv/sources/").text
    )[0]
    assert editing.post("/sv/sources/essen2020b/merge", data=form).status_code == 303

    with app.app_context():
        target = db.session.scalars(db.select(Source)).one()
        assert {target.key} == {
            found["id"] for found in find_items(["essen20", "essen2020b"]).values()
        }
        rows = {row.article_id: row for row in db.session.scalars(db.select(CitedSource))}
        assert {row.source_id for row in rows.values()} == {target.id}
        assert [rows[both].in_head, rows[one].in_head, rows[one].in_published] == [
            True,
            False,
            True,
        ]
    assert editing.post(undo).location == "/sv/sources/essen2020b"
    assert editing.post(undo).status_code == 422
    with app.app_context():
        items = find_items(["essen20", "essen2020", "essen2020b"])
        assert [items[key]["id"] for key in sorted(items)] == [
            "essen2020b",
            "essen2020",
            "essen2020b",
        ]
        ids = dict(db.session.execute(db.select(Source.key, Source.id)).all())
        citing = {
            (row.article_id, row.source_id): (row.in_head, row.in_published)
            for row in db.session.scalars(db.select(CitedSource))
        }
        assert citing == {
            (both, ids["essen2020"]): (True, False),
            (both, ids["essen2020b"]): (True, False),
            (one, ids["essen2020b"]): (False, True),
        }


def test_what_cannot_be_done_to_a_source_leaves_all_as_it_was(
    context: Flask, author: Person, editor: Person
) -> None:
    first, second = (
        put_source(check_item({**ITEM, "title": title})).id for title in ("Nytta", "Nyttan")
    )
    db.session.commit()
    before = {source.id: source.csl for source in db.session.scalars(select(Source))}
    viewer, gone = editor.viewer, 999_999
    changed = {**ITEM, "title": "En annan"}
    cases: list[tuple[type[WikiError], Callable[[], object]]] = [
        (NotFound, lambda: update_source(gone, changed, "", author.viewer)),
        (EditConflict, lambda: update_source(first, changed, "an older edition", author.viewer)),
        (NotFound, lambda: delete_source(gone, "", viewer)),
        (EditConflict, lambda: delete_source(first, "an older edition", viewer)),
        (NotFound, lambda: restore_source(gone, viewer)),
        (NotFound, lambda: undo_merge(gone, viewer)),
        (InvalidInput, lambda: merge_sources(first, first, "", viewer)),
        (EditConflict, lambda: merge_sources(first, second, "older editions", viewer)),
    ]
    for number, (error, act) in enumerate(cases):
        with pytest.raises(error):
            act()
        db.session.expire_all()
        now = {source.id: source.csl for source in db.session.scalars(select(Source))}
        assert now == before, number
