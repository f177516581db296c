"""Test the editors' desk over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, put_on
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.db import db
from wiki.tags.models import ArticleTag

PAGES = {
    "/desk/": ("Redaktionen", "The desk"),
    "/desk/without/topic": ("Artiklar utan ämne", "Articles without a topic"),
    "/desk/without/university": ("Artiklar utan lärosäte", "Articles without a university"),
    "/desk/wanted": ("Önskade artiklar", "Wanted articles"),
    "/desk/published": ("Nyligen publicerat", "Published lately"),
    "/desk/tips": ("Det som läsare påpekar", "What readers point out"),
    "/desk/archived": ("Arkiverade artiklar", "Archived articles"),
    "/desk/vocabulary": ("Ämnesord att förbättra", "Terms to improve"),
}


def tagged(app: Flask, tag_id: int) -> list[int]:
    with app.app_context():
        rows = db.session.query(ArticleTag.article_id).filter_by(tag_id=tag_id).all()
    return sorted(row.article_id for row in rows)


@pytest.mark.long
@pytest.mark.parametrize("address", PAGES)
def test_the_desk_is_for_editors(
    client: FlaskClient, author: Person, editor: Person, address: str
) -> None:
    assert client.get(f"/sv{address}").location.startswith("/sv/login?next=/sv/desk")
    log_in(client, author)
    assert client.get(f"/sv{address}").status_code == 403
    log_in(client, editor)
    for language, words in zip(("sv", "en"), PAGES[address], strict=True):
        page = client.get(f"/{language}{address}")
        assert page.status_code == 200
        assert words in page.text


def test_a_draft_waits_until_one_click_publishes_it(
    app: Flask, editing: FlaskClient, author: Person
) -> None:
    make_article("Nytt utkast", author, app=app)
    page = editing.get("/sv/desk/").text
    for words in ("Nytt utkast", "Anna Lind", "Utkast, inte publicerat"):
        assert words in page
    assert "Sparad av" in Page(editing.get("/sv/desk/")).one("thead").text
    assert 'action="/sv/articles/nytt-utkast/publication"' in page
    assert 'name="number" value="1"' in page
    sent = Page(editing.get("/sv/desk/")).one("form[action$=publication]").sent()
    done = editing.post("/sv/articles/nytt-utkast/publication", data=sent)
    assert (done.status_code, done.location) == (303, sent["next"])
    page = editing.get("/sv/desk/").text
    assert "”Nytt utkast” är publicerad." in page
    assert 'href="/sv/articles/nytt-utkast">Läs artikeln</a>' in page
    after = editing.get("/sv/desk/").text
    assert 'href="/sv/articles/nytt-utkast"' not in after
    assert "Inga utkast väntar" in after


def test_after_a_publication_the_place_in_the_queue_is_kept(
    app: Flask, editing: FlaskClient, author: Person
) -> None:
    first, second, third = (make_article(f"Utkast {n}", author, app=app) for n in range(3))
    forms = Page(editing.get("/sv/desk/")).all("form[action$=publication]")
    rows = [form.sent()["next"] for form in forms]
    assert rows == [f"/sv/desk/#row-{number}" for number in (second, third, second)]
    done = editing.post(forms[1]["action"], data=forms[1].sent())
    assert done.location == f"/sv/desk/#row-{third}"
    # What undoes it stays in the queue too, at the row that is back; so does what undoes that.
    for _turn in range(2):
        undo = Page(editing.get("/sv/desk/")).all(".notice[role=status] form")[-1]
        done = editing.post(undo["action"], data=undo.sent())
        assert done.location == f"/sv/desk/#row-{second}"
    assert first != second


def test_missing_articles_are_wanted(app: Flask, editing: FlaskClient, editor: Person) -> None:
    make_article("Med länk", editor, body="Se [[Social ekonomi]] och [[Med länk]].", app=app)
    page = editing.get("/sv/desk/wanted").text
    assert "Social ekonomi" in page
    assert "title=Social+ekonomi" in page or "title=Social%20ekonomi" in page
    assert ">Med länk<" not in page


def test_archived_articles_can_be_brought_back(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Gammal", editor, app=app)
    with app.app_context():
        archive_article(article_id, "Inaktuell", editor.viewer)
    page = editing.get("/sv/desk/archived").text
    assert "Gammal" in page
    address = page.partition('method="post" action="/sv/articles/gammal')[2].partition('"')[0]
    assert editing.post(f"/sv/articles/gammal{address}").status_code == 303
    assert "Inget är arkiverat" in editing.get("/sv/desk/archived").text


@pytest.mark.long
@pytest.mark.parametrize(
    "address", ["/sv/desk/", "/sv/desk/archived", "/sv/desk/without/university"]
)
def test_beyond_the_last_page_comes_the_last(
    app: Flask, editing: FlaskClient, author: Person, editor: Person, address: str
) -> None:
    make_article("Utkastet", author, app=app)
    archived = make_article("Arkivet", editor, app=app)
    with app.app_context():
        archive_article(archived, "Fel", editor.viewer)
    title = "Arkivet" if "archived" in address else "Utkastet"
    assert title in editing.get(address).text
    assert title in editing.get(f"{address}?page=9").text


def test_weak_terms_are_shown_and_healthy_ones_are_not(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    described = {"description_sv": "Beskriven.", "description_en": "Described."}
    healthy = make_tag("healthy", app=app, **described)
    put_on(make_article("En artikel", editor, app=app), healthy, app=app)
    make_tag("unused", app=app, **described)
    make_tag("wordless", app=app, description_sv="Bara svenska.", synonyms_sv=("unused",))
    page = editing.get("/sv/desk/vocabulary").text
    assert 'href="/sv/tags/unused/edit"' in page
    assert 'href="/sv/tags/wordless/edit"' in page
    assert "Engelska" in page
    assert "/sv/tags/healthy" not in page


def test_articles_that_nothing_links_to_are_listed(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Målet", editor, app=app)
    make_article("Källan", editor, body="[[Målet]]", app=app)
    rows = Page(editing.get("/sv/desk/unlinked")).values("tbody th > a", "href")
    assert rows == ["/sv/articles/kallan"]
    make_article("Registret", editor, body="[[Källan]] [[Målet]]", app=app)
    make_article("Ett till", editor, body="[[Registret]]", app=app)
    rows = Page(editing.get("/en/desk/unlinked")).values("tbody th > a", "href")
    assert rows == ["/sv/articles/ett-till"]


def test_no_unlinked_article_is_said(editing: FlaskClient) -> None:
    assert "Alla artiklar har länkar till sig" in editing.get("/sv/desk/unlinked").text
