"""Articles cite sources of the library."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_article, make_user
from wiki.articles.background.texts import follow_now
from wiki.articles.steps.links import MOST_AT_ONCE
from wiki.db import db, write
from wiki.references.csl import check_item
from wiki.references.models import CitedSource, Source
from wiki.references.steps.sources import announce, put_source
from wiki.revisions.models import Revision

BODY = "Så är det [@berg2020, s. 12] men inte [@nobody]."


def put(app: Flask, title: str = "Om nytta") -> None:
    """Store the source berg2020, or change its title."""
    author = [{"family": "Berg", "given": "Anna"}]
    raw: dict[str, Any] = {"type": "book", "title": title, "author": author, "issued": "2020"}
    with app.app_context(), write():
        source = db.session.scalar(db.select(Source).where(Source.key == "berg2020"))
        announce(put_source(check_item(raw), source))


def read(client: FlaskClient) -> str:
    return client.get("/sv/articles/bryggan").text


@pytest.fixture
def cited(app: Flask) -> int:
    """Return an article of an editor that cites berg2020."""
    put(app)
    return make_article("Bryggan", make_user("editor", app=app), body=BODY, app=app)


def test_a_saved_text_cites_its_sources(app: Flask, client: FlaskClient, cited: int) -> None:
    page = read(client)
    assert "Berg, 2020, s.\xa012</a>)" in page
    assert "men inte [@nobody]." in page
    assert '<li id="ref-1">Berg, A. (2020). <em>Om nytta</em>.' in page
    with app.app_context():
        (row,) = db.session.scalars(db.select(CitedSource))
        assert (row.article_id, row.in_head, row.in_published) == (cited, True, True)


@pytest.mark.usefixtures("cited")
def test_a_changed_source_changes_what_cites_it(app: Flask, client: FlaskClient) -> None:
    put(app, "Om nytta och nöje")
    assert "<em>Om nytta och nöje</em>" in read(client)
    with app.app_context():
        texts = db.session.scalars(db.select(Revision.body_text)).all()
        assert [text for text in texts if "Om nytta och nöje" not in text] == []


def test_a_source_that_comes_later_is_cited_by_what_waited_for_it(
    app: Flask, client: FlaskClient, cited: int
) -> None:
    raw = {"type": "book", "title": "Till slut", "publisher": "Nobel"}
    with app.app_context():
        with write():
            announce(put_source(check_item(raw), key="nobody"), ["nobody"])
        stored = db.session.scalars(db.select(CitedSource).where(CitedSource.article_id == cited))
        assert [(row.in_head, row.in_published) for row in stored] == [(True, True)] * 2
    assert "men inte (<a" in read(client).replace('<span class="cites" id="cite-2">', "")


@pytest.mark.usefixtures("cited")
def test_another_style_is_shown_when_texts_are_rendered_again(
    app: Flask, client: FlaskClient
) -> None:
    app.config["CITATION_STYLE"] = "vancouver"
    assert "sources-apa" in read(client)
    runner = app.test_cli_runner()
    assert "1 texts" in runner.invoke(args=["articles", "render"]).output
    assert '(<a href="#ref-1" role="doc-biblioref">1 s.\xa012</a>)' in read(client)
    assert "0 texts" in runner.invoke(args=["articles", "render"]).output


def test_a_writer_is_told_of_unknown_sources(app: Flask) -> None:
    put(app)
    client = app.test_client()
    log_in(client, make_user("author", app=app))
    shown = client.post("/sv/articles/preview", data={"body": BODY}).text
    assert "@nobody (finns inte bland källorna)" in shown
    form = {"title": "Bryggan", "body": BODY}
    page = client.post("/sv/articles/new?kind=concept", data=form, follow_redirects=True)
    assert "Finns inte bland källorna och visas som de skrevs: @nobody." in page.text


def test_the_editor_opens_with_unknown_sources_marked(app: Flask, cited: int) -> None:
    client = app.test_client()
    log_in(client, make_user("editor", app=app))
    assert cited
    assert "@nobody (finns inte bland" in client.get("/sv/articles/bryggan/edit").text


@pytest.mark.long
def test_a_folder_is_loaded_with_the_sources_that_it_cites(
    app: Flask, client: FlaskClient, cited: int, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["content", "export", str(tmp_path / "out")])
    before = read(client)
    with app.app_context(), write():
        for table in (CitedSource, Source):
            db.session.execute(db.delete(table))
    article = tmp_path / "out" / "articles" / "sv" / "bryggan.md"
    article.write_text(article.read_text("utf-8").replace("Så är", "Sådant är"), "utf-8")
    loaded = runner.invoke(args=["content", "load", str(tmp_path / "out")])
    assert loaded.exit_code == 0, loaded.output
    assert before.replace("Så är", "Sådant är").count("Berg") == read(client).count("Berg")
    assert "Sådant är det" in read(client)


@pytest.mark.usefixtures("cited")
def test_many_articles_follow_a_source_in_the_background(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    for number in range(MOST_AT_ONCE):
        make_article(f"Brygga {number}", editor, body=BODY, app=app)
    put(app, "Om nytta och nöje")
    assert "nöje" not in read(client)
    assert follow_now(app) == MOST_AT_ONCE + 1
    assert "<em>Om nytta och nöje</em>" in read(client)


@pytest.mark.usefixtures("cited")
def test_many_articles_that_waited_for_a_source_cite_it(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    for number in range(MOST_AT_ONCE):
        make_article(f"Brygga {number}", editor, body=BODY, app=app)
    raw = {"type": "book", "title": "Till slut", "publisher": "Nobel"}
    with app.app_context(), write():
        announce(put_source(check_item(raw), key="nobody"), ["nobody"])
    follow_now(app)
    assert "Till slut" in read(client)
    with app.app_context():
        cited = db.session.scalars(db.select(CitedSource)).all()
        assert len(cited) == 2 * (MOST_AT_ONCE + 1)
        assert all(row.in_head and row.in_published for row in cited)
