"""Articles show pictures and files by name: stored, published, taken back, rendered anew."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.builders import Person, make_article
from tests.media.pictures import PDF, picture
from wiki.articles.actions import rerender
from wiki.articles.actions.rerender import rerender_using
from wiki.articles.actions.save import save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.background.texts import follow_now
from wiki.articles.models import Article
from wiki.articles.steps.links import MOST_AT_ONCE
from wiki.articles.text import check_text
from wiki.db import db
from wiki.errors import Busy
from wiki.media.actions import add_file, describe_file, replace_file
from wiki.media.description import Description
from wiki.media.queries import list_article_ids, list_files, list_shown

KNOWN = Description(alt_sv="En brygga", caption_sv="Bryggan", credit="Anna Lind", licence="cc-by")


@pytest.fixture
def bridge(context: Flask, editor: Person) -> int:
    """The id of a picture that is described, named `bryggan`; there is a report too."""
    file = add_file(BytesIO(picture("PNG", 90, 60)), "Bryggan.png", editor.viewer).file
    describe_file("bryggan", 1, KNOWN, editor.viewer)
    add_file(BytesIO(PDF), "Rapport.pdf", editor.viewer)
    return file.id


def _shown(article_id: int, *, is_published: bool) -> list[str]:
    return [file.name for file in list_shown(article_id, is_published=is_published)]


@pytest.mark.long
def test_what_an_article_shows_follows_its_texts(bridge: int, editor: Person) -> None:
    made = make_article("Hamn", editor, body="[x](media:rapport)\n\n![](media:bryggan)")
    assert _shown(made, is_published=True) == ["bryggan", "rapport"]

    text = check_text("concept", "Hamn", "", "![](media:rapport)", {})
    save_article(made, text, 1, editor.viewer)
    assert _shown(made, is_published=True) == ["bryggan", "rapport"]
    assert _shown(made, is_published=False) == ["rapport"]

    save_article(made, text, 2, editor.viewer, publish=True)
    assert list_article_ids(bridge) == []
    assert [file.name for file in list_files("", "unused", 1).items] == ["bryggan"]

    withdraw_publication(made, 2, editor.viewer)
    assert _shown(made, is_published=True) == ["bryggan", "rapport"]


def test_articles_follow_what_is_said_of_a_picture(bridge: int, editor: Person) -> None:
    made = make_article("Hamn", editor, body="![](media:bryggan)")
    describe_file("bryggan", 2, replace(KNOWN, caption_sv="Piren"), editor.viewer)

    rerender_using(bridge)

    article = db.session.get_one(Article, made)
    assert "<figcaption>Piren <small>Bild: Anna Lind, <a " in article.shown.body_html
    assert 'alt="En brygga"' in article.shown.body_html


@pytest.mark.long
def test_the_first_picture_of_a_public_text_leads_in_lists_and_on_the_card(
    app: Flask, client: FlaskClient, editor: Person, author: Person
) -> None:
    with app.app_context():
        add_file(BytesIO(picture("PNG", 90, 60)), "Liten.png", editor.viewer)
        lead = add_file(BytesIO(picture("PNG", 300, 200)), "Bryggan.png", editor.viewer).file
        address = lead.address
        add_file(BytesIO(PDF), "Rapport.pdf", editor.viewer)
        make_article("Hamn", editor, body="[x](media:rapport) ![](media:bryggan)")
        make_article("Torg", editor, body="![](media:liten)")
        make_article("Park", author, body="![](media:bryggan)")

    for page in ("/sv/articles/", "/sv/"):
        shown = client.get(page).text
        assert shown.count(f'<img src="{address}" alt=""') == 1
    card, plain = (client.get(f"/sv/articles/{slug}/card.png") for slug in ("hamn", "torg"))
    corners = [
        Image.open(BytesIO(answer.data)).convert("RGB").getpixel((1190, 620))
        for answer in (card, plain)
    ]
    assert corners[0] != corners[1]
    assert card.headers["ETag"] != plain.headers["ETag"]


def test_the_words_are_those_of_the_articles_language(bridge: int, editor: Person) -> None:
    described = replace(KNOWN, caption_en="The jetty", licence="public", credit="Anna Lind")
    describe_file("bryggan", 2, described, editor.viewer)
    made = make_article("Port", editor, language="en", body="![](media:bryggan)")
    html = db.session.get_one(Article, made).shown.body_html
    assert "The jetty <small>Picture: Anna Lind, Public domain</small>" in html


@pytest.mark.long
def test_readers_are_told_who_made_it_and_editors_where_it_is_used(
    app: Flask, client: FlaskClient, editing: FlaskClient, editor: Person, author: Person
) -> None:
    with app.app_context():
        add_file(BytesIO(picture("PNG", 90, 60)), "Bryggan.png", editor.viewer)
        describe_file("bryggan", 1, KNOWN, editor.viewer)
        make_article("Hamn", editor, body="![](media:bryggan)")
        make_article("Utkast", author, body="![](media:bryggan)")

    foot = client.get("/sv/articles/hamn").text.rpartition('id="media-title"')[2]
    used = editing.get("/sv/media/bryggan").text
    form = {"version": "2", "alt_sv": "Pir", "credit": "Bo Ek", "licence": "cc0"}
    editing.post("/sv/media/bryggan", data=form)

    assert "Gjord av: Anna Lind" in foot
    assert "https://creativecommons.org/licenses/by/4.0/" in foot
    assert '<a href="/sv/articles/hamn">Hamn</a>' in used
    assert '<a href="/sv/articles/utkast">Utkast</a>' in used
    assert "Bild: Bo Ek" in client.get("/sv/articles/hamn").text
    assert 'id="media-title"' not in client.get("/sv/articles/").text


@pytest.mark.long
def test_many_articles_show_what_is_said_of_a_picture_a_little_later(
    app: Flask, bridge: int, editing: FlaskClient, editor: Person
) -> None:
    made = [
        make_article(f"Hamn {number}", editor, body="![](media:bryggan)")
        for number in range(MOST_AT_ONCE + 1)
    ]
    sent = {"version": "2", "alt_sv": "En pir", "credit": "Anna Lind", "licence": "cc-by"}
    page = editing.post("/sv/media/bryggan", data=sent, follow_redirects=True).text
    assert f"{len(made)} artiklar som visar den uppdateras." in page
    assert "En pir" not in editing.get("/sv/articles/hamn-3").text
    assert follow_now(app) == len(made)
    db.session.rollback()  # this test's own transaction began before
    assert "En pir" in editing.get("/sv/articles/hamn-3").text
    sent |= {"version": "3", "alt_sv": "En kaj"}
    assert "uppdateras" in editing.post("/sv/media/bryggan", data=sent, follow_redirects=True).text


def test_a_picture_that_changes_while_the_renderer_is_busy_is_followed_later(
    context: Flask, bridge: int, editor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_article("Hamn", editor, body="![](media:bryggan)")

    def be_busy(_ids: object) -> None:
        raise Busy

    with monkeypatch.context() as patched:
        patched.setattr(rerender, "render_texts", be_busy)
        describe_file("bryggan", 2, replace(KNOWN, caption_sv="Piren"), editor.viewer)
        assert rerender_using(bridge) == 1
    assert follow_now(context) == 1
    db.session.rollback()
    assert "Piren" in db.session.get_one(Article, made).shown.body_html


def test_a_stop_after_a_picture_has_changed_loses_no_text(
    context: Flask, bridge: int, editor: Person
) -> None:
    made = make_article("Hamn", editor, body="![](media:bryggan)")
    replace_file("bryggan", BytesIO(picture("PNG", 60, 60)), "Ny.png", editor.viewer)
    assert follow_now(context) == 1  # as after a start, when nobody was there to render it
    db.session.rollback()
    assert 'height="60"' in db.session.get_one(Article, made).shown.body_html
