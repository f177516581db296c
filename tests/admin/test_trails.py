"""Test what is told of the things that have happened to one article, term, file or account."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.admin.journal import JOURNAL, add, table
from tests.builders import Person, log_in, make_article, make_tag
from tests.page import Page
from wiki.db import db


def test_what_happened_to_an_article_is_told_to_editors(
    app: Flask, client: FlaskClient, editing: FlaskClient, editor: Person, author: Person
) -> None:
    article = make_article("Vårdens hus", editor, app=app)
    other = make_article("The house of care", editor, language="en", app=app)
    add(app, editor, "article.pair", other, other=article)
    add(app, editor, "article.archive", 9_999, reason="en annan")
    with app.app_context():
        version = db.session.scalar(text(f"SELECT id FROM revisions WHERE article_id = {article}"))
    add(app, editor, "revision.hide", version, number=1, reason="personuppgift")
    link = Page(editing.get("/sv/articles/vardens-hus")).one("a[href*='/trails/']")["href"]
    assert link == f"/sv/trails/article/{article}"
    page = editing.get(link)
    assert "Vad som har hänt med ”Vårdens hus”" in page.text
    assert Page(page).texts("tbody th") == [
        "Dolde en version", "Kopplade ihop två språkversioner", "Publicerade en version",
        "Skrev en ny artikel",
    ]  # fmt: skip
    assert not Page(page).all("main a[href*='/admin/']")
    assert len(table(editing.get(Page(page).one("a[download]")["href"]))) == 5
    log_in(client, author)
    for address in (link, f"{link}.csv", JOURNAL, f"{JOURNAL}.csv"):
        assert client.get(address).status_code == 403, address
    for address in (
        f"{JOURNAL}.csv?of=article-{article}",
        f"/sv/admin/journal?of=article-{article}",
    ):
        assert editing.get(address).status_code == 403, address


def test_trails_are_of_things_that_are_or_were(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    tag = make_tag("omsorg", app=app)
    add(app, editor, "media.delete", 77, title="bron.png")
    for address, status, words in (
        (f"tag/{tag}", 200, "Ingenting har hänt med den"),
        ("media/77", 200, "Vad som har hänt med ”bron.png”"),
        ("article/9999", 404, ""),
        (f"user/{editor.user_id}", 404, ""),
        ("article/2147483648", 404, ""),
    ):
        page = editing.get(f"/sv/trails/{address}")
        assert (page.status_code, words in page.text) == (status, True), address
    assert f"/sv/trails/tag/{tag}" in editing.get("/sv/tags/omsorg").text


def test_an_account_leads_to_what_happened_to_it(
    app: Flask, desk: FlaskClient, admin: Person, editor: Person
) -> None:
    add(app, admin, "user.close", editor.user_id, email=editor.email)
    links = Page(desk.get(f"/sv/admin/users/{editor.user_id}")).values("main a", "href")
    address = f"{JOURNAL}?of=user-{editor.user_id}"
    assert address in links
    page = Page(desk.get(address))
    assert page.texts("tbody th") == ["Stängde ett konto"]
    assert page.one(".chip")["href"] == JOURNAL
