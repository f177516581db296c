"""Pictures and files that no article shows are deleted for good, and older versions say so."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.media.conftest import media_folder
from tests.media.pictures import PDF, picture
from tests.page import Page
from wiki.articles.actions import remove
from wiki.articles.actions.remove import remove_file
from wiki.articles.actions.save import save_article
from wiki.articles.queries.uses import find_uses
from wiki.articles.steps.revise import find_text
from wiki.articles.text import check_text
from wiki.audit.queries import AuditFilter, list_entries
from wiki.errors import Busy, InvalidInput, NotAllowed, NotFound
from wiki.media.actions import add_file
from wiki.media.models import MediaFile
from wiki.media.queries import find_file

__all__ = ["media_folder"]  # each test has a library of its own
SHOWS = "![Bron](media:bron) och [rapport](media:rapport)"


def _add(person: Person) -> MediaFile:
    """Add a picture and a report."""
    add_file(BytesIO(PDF), "Rapport.pdf", person.viewer)
    return add_file(BytesIO(picture("PNG", 300, 200)), "Bron.png", person.viewer).file


def _stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _save(article_id: int, base: int, person: Person, *, publish: bool = True) -> None:
    text = check_text("concept", "Hamn", "", f"Text {base}", {})
    save_article(article_id, text, base, person.viewer, publish=publish)


@pytest.mark.long
def test_what_is_used_nowhere_is_deleted_with_what_it_held(
    context: Flask, author: Person, media_folder: Path
) -> None:
    _add(author)
    remove_file("bron", author.viewer)
    remove_file("rapport", author.viewer)

    with pytest.raises(NotFound):
        find_file("bron")
    assert _stored(media_folder) == []
    entries = list_entries(AuditFilter().condition()).items
    done = [(entry.action, entry.detail["title"]) for entry in entries]
    assert done[:2] == [("delete", "rapport"), ("delete", "bron")]
    # The same may come back, but under a name that no older text means.
    assert _add(author).name == "bron-2"
    assert len(_stored(media_folder)) > 1


@pytest.mark.long
def test_what_a_newest_or_published_text_shows_stays(
    context: Flask, editor: Person, media_folder: Path
) -> None:
    address = _add(editor).address
    made = make_article("Hamn", editor, body=SHOWS)
    before = _stored(media_folder)
    bodies = {"by its address": f"![]({address})", "as its lead": "Text"}
    facts = {"as its lead": {"lead_picture": "media:bron"}}

    for case, body in bodies.items():
        _save(made, 1, editor, publish=False)  # readers still see it
        with pytest.raises(InvalidInput):
            remove_file("bron", editor.viewer)
        made = make_article(case, editor, body=body, facts=facts.get(case))
        assert made in find_uses(find_file("bron")).article_ids, case
    with pytest.raises(InvalidInput):
        remove_file("bron", editor.viewer)
    assert _stored(media_folder) == before


@pytest.mark.long
def test_older_versions_say_that_it_is_removed(
    app: Flask, client: FlaskClient, editor: Person, media_folder: Path
) -> None:
    with app.app_context():
        _add(editor)
        made = make_article("Hamn", editor, body=SHOWS, facts={"lead_picture": "media:bron"})
        _save(made, 1, editor)
        assert len(find_uses(find_file("bron")).older_ids) == 1
        remove_file("bron", editor.viewer)
        remove_file("rapport", editor.viewer)
    assert _stored(media_folder) == []

    old = Page(client.get("/sv/articles/hamn/revisions/1"))

    assert "Bron (bilden är borttagen) och rapport (filen är borttagen)" in old.text
    assert "finns inte längre i biblioteket" in old.text
    assert old.all("main img") == []


@pytest.mark.long
def test_an_own_file_is_asked_about_once(
    app: Flask, client: FlaskClient, author: Person, editor: Person, media_folder: Path
) -> None:
    make_article("Hemligt", make_user("author", app=app), body="[x](media:rapport)", app=app)
    with app.app_context():
        _add(author)
        made = make_article("Hamn", editor, body=SHOWS)
    log_in(client, author)

    used = client.get("/sv/media/bron/deletion")
    refused = client.post("/sv/media/bron/deletion")
    assert "Därför kan den inte raderas." in used.text
    assert Page(used).texts("main .button") == ["Tillbaka till den i biblioteket"]
    assert Page(used).texts("main .names a") == ["Hamn"]
    assert Page(used).all("main form") == []
    assert refused.status_code == 422
    with app.app_context():
        _save(made, 1, editor)
    page = Page(client.get("/sv/media/bron"))
    assert "Radera ur biblioteket" in page.texts("main a")
    asked = Page(client.get("/sv/media/bron/deletion"))
    assert "1 äldre version av en artikel visar den." in asked.text

    log_in(client, make_user("author", app=app))
    assert client.get("/sv/media/bron/deletion").status_code == 403
    assert client.post("/sv/media/bron/deletion").status_code == 403
    log_in(client, author)
    deleted = client.post("/sv/media/bron/deletion")
    assert (deleted.status_code, deleted.location) == (303, "/sv/media/")
    assert client.get("/sv/media/bron").status_code == 404
    with app.app_context(), pytest.raises(NotAllowed):
        remove_file("rapport", make_user("author", app=app).viewer)


@pytest.mark.long
def test_a_stop_half_way_leaves_no_page_without_its_picture(
    context: Flask, editor: Person, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _add(editor)
    mark = file.mark
    made = make_article("Hamn", editor, body=SHOWS)
    _save(made, 1, editor)

    def be_busy(_ids: object) -> None:
        raise Busy

    monkeypatch.setattr(remove, "rerender_versions", be_busy)
    remove_file("bron", editor.viewer)

    assert f"/media/{mark}/" in find_text(made, 1).body_html
    assert any(mark in str(path) for path in _stored(media_folder))
    again = add_file(BytesIO(picture("PNG", 300, 200)), "Bron.png", editor.viewer)
    assert (again.is_new, again.file.mark) == (True, mark)


def test_what_is_deleted_while_the_same_arrives_is_told(
    context: Flask, editor: Person, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = context.extensions["media"]
    keep = store.keep

    def keep_then_lose(folder: Path, mark: str) -> None:
        keep(folder, mark)
        store.drop(mark)

    monkeypatch.setattr(store, "keep", keep_then_lose)
    with pytest.raises(Busy):
        _add(editor)
    assert _stored(media_folder) == []
