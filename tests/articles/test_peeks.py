"""Show a peek of an article next to a link to it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.fixtures.statements import statements
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import rename_article, save_article
from wiki.articles.text import check_text

URL = "/sv/articles/bryggan/peek"


@pytest.mark.long
def test_a_peek_names_the_article_its_kind_summary_and_topics(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Bryggan", editor, kind="case", summary="Vid <vattnet>.", app=app)
    topic = make_tag("hamnar", app=app)
    partner = make_tag("malmo-university", kind="university", app=app)
    put_on(article_id, topic, partner, app=app)
    answer = client.get(URL)
    for words in ("Exempel", "Bryggan", "Vid &lt;vattnet&gt;.", "Hamnar"):
        assert words in answer.text
    assert "Malmo university" not in answer.text
    assert 'href="/sv/articles/bryggan"' in answer.text
    assert "<html" not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_peek_is_in_the_language_of_its_article(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("The jetty", editor, kind="case", language="en", app=app)
    assert "Case" in client.get("/en/articles/the-jetty/peek").text


def test_a_browser_may_cache_a_peek_and_revalidate_it(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Bryggan", editor, app=app)
    answer = client.get(URL)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = client.get(URL, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_peek_is_seen_by_those_who_see_the_article(app: Flask) -> None:
    author = make_user("author", app=app)
    make_article("Bryggan", author, summary="Viskning", app=app)
    seen = {}
    for name, person in {
        "reader": None,
        "author": author,
        "other": make_user("author", app=app),
        "editor": make_user("editor", app=app),
    }.items():
        visitor = app.test_client()
        if person:
            log_in(visitor, person)
        answer = visitor.get(URL)
        assert ("Viskning" in answer.text) == ("Utkast" in answer.text)
        assert ("Viskning" in answer.text) == (answer.status_code == 200)
        seen[name] = answer.status_code
    assert seen == {"reader": 404, "author": 200, "other": 404, "editor": 200}


def test_a_peek_shows_what_readers_see_and_no_newer_draft(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Bryggan", editor, summary="Allmänt", app=app)
    with app.app_context():
        text = check_text("concept", "Bryggan", "Viskning", "", {})
        save_article(article_id, text, 1, editor.viewer)
    for person in (None, editor):
        if person:
            log_in(client, person)
        page = client.get(URL).text
        assert "Allmänt" in page
        assert "Viskning" not in page


def test_an_archived_article_has_a_peek_for_editors_only(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Bryggan", editor, app=app)
    with app.app_context():
        archive_article(article_id, "Fel", editor.viewer)
    assert client.get(URL).status_code == 404
    log_in(client, editor)
    assert "arkiverad" in client.get(URL).text


def test_a_peek_redirects_to_the_current_url_of_its_article(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Bryggan", editor, app=app)
    with app.app_context():
        rename_article(article_id, "Kajen", editor.viewer)
    answer = client.get(URL)
    assert answer.status_code == 301
    assert answer.location == "/sv/articles/kajen/peek"
    assert client.get("/sv/articles/ingen/peek").status_code == 404


@pytest.mark.parametrize("role", ["", "author", "editor"])
def test_a_peek_makes_at_most_three_statements(
    app: Flask, client: FlaskClient, editor: Person, role: str
) -> None:
    put_on(make_article("Bryggan", editor, app=app), make_tag("hamnar", app=app), app=app)
    if role:
        log_in(client, make_user(role, app=app))
    client.get("/sv/search/help")  # until when pages hold is asked once
    with statements(app) as found:
        assert client.get(URL).status_code == 200
    assert len(found) <= 3, "\n".join(found)
