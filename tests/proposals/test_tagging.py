"""Tag an article in place over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from wiki.db import db
from wiki.tags.models import ArticleTag


@pytest.fixture
def topic(app: Flask) -> int:
    return make_tag("co-creation", app=app, synonyms_sv=("medskapande",))


@pytest.fixture
def partner(app: Flask) -> int:
    return make_tag("umea-university", "university", app=app)


def test_only_editors_tag_articles(
    app: Flask, client: FlaskClient, editor: Person, topic: int
) -> None:
    make_article("Tvättmaskinen", editor, app=app)
    address, sent = "/sv/articles/tvattmaskinen/tags", {"tags": [str(topic)]}
    assert client.get(address).location.startswith("/sv/login?next=/sv/")
    assert client.post(address, data=sent).status_code == 403
    log_in(client, make_user("author", app=app))
    assert client.post(address, data=sent).status_code == 403
    assert client.post(f"{address}/suggestions", data={"accept": topic}).status_code == 403
    with app.app_context():
        assert db.session.query(ArticleTag).count() == 0
    log_in(client, editor)
    assert 'name="shown"' not in client.get(address).text  # the article has no tag yet
    assert "Spara ämnesorden" in client.get(address).text


def test_an_article_is_tagged_in_place(
    app: Flask, editing: FlaskClient, editor: Person, topic: int, partner: int
) -> None:
    article_id = make_article("Tvättmaskinen", editor, app=app)
    put_on(article_id, partner, app=app)
    page = editing.get("/sv/articles/tvattmaskinen/tags").text
    assert f'value="{partner}" checked' in page
    assert f'value="{topic}" checked' not in page
    assert f'name="shown" value="{partner}"' in page
    sent = {"tags": [str(topic)], "shown": [str(partner)]}
    response = editing.post("/sv/articles/tvattmaskinen/tags", data=sent)
    assert (response.status_code, response.location) == (303, "/sv/articles/tvattmaskinen")
    with app.app_context():
        rows = db.session.query(ArticleTag.tag_id).filter_by(article_id=article_id).all()
    assert [row.tag_id for row in rows] == [topic]


def test_a_filter_hides_other_terms_but_no_chosen_one(
    app: Flask, editing: FlaskClient, editor: Person, topic: int, partner: int
) -> None:
    other = make_tag("other", app=app)
    put_on(make_article("Tvättmaskinen", editor, app=app), partner, app=app)
    page = editing.get("/sv/articles/tvattmaskinen/tags?q=medskap").text
    assert f'data-filtered="tag-{topic}">' in page
    assert f'data-filtered="tag-{partner}">' in page
    assert f'data-filtered="tag-{other}" hidden>' in page


def test_filtering_again_and_again_loses_no_choice(
    app: Flask, editing: FlaskClient, editor: Person, topic: int, partner: int
) -> None:
    other = make_tag("other", app=app)
    article_id = make_article("Tvättmaskinen", editor, app=app)
    address = "/sv/articles/tvattmaskinen/tags"
    ticked = [str(other)]
    for words, also in (("medskap", topic), ("umea", partner), ("", None)):
        sent = {"intent": "filter", "q": words, "tags": ticked, "shown": []}
        answer = editing.post(address, data=sent)
        assert answer.status_code == 200
        assert all(f'value="{tag}" checked' in answer.text for tag in ticked)
        ticked += [str(also)] if also else []
    with app.app_context():
        assert db.session.query(ArticleTag).count() == 0  # nothing is saved by filtering
    assert editing.post(address, data={"tags": ticked}).status_code == 303
    with app.app_context():
        rows = db.session.query(ArticleTag.tag_id).filter_by(article_id=article_id).all()
    assert {row.tag_id for row in rows} == {other, topic, partner}


def test_a_tag_that_is_gone_keeps_the_other_choices(
    app: Flask, editing: FlaskClient, editor: Person, topic: int
) -> None:
    make_article("Tvättmaskinen", editor, app=app)
    sent = {"tags": [str(topic), "99999", "abc"]}
    response = editing.post("/sv/articles/tvattmaskinen/tags", data=sent)
    assert response.status_code == 422
    assert f'value="{topic}" checked' in response.text
    assert "Ett valt ämnesord finns inte längre." in response.text
    flood = {"tags": [str(number) for number in range(1, 300)], "shown": ["1", "2", str(10**40)]}
    assert editing.post("/sv/articles/tvattmaskinen/tags", data=flood).status_code == 422


@pytest.mark.long
def test_a_suggestion_is_accepted_or_refused_with_one_press_and_both_can_be_undone(
    app: Flask, editing: FlaskClient, editor: Person
) -> None:
    first = make_tag("rural-development", app=app, label_sv="Landsbygd")
    second = make_tag("cooperation", app=app, label_sv="Kooperativ")
    article_id = make_article("Ett kooperativ på landsbygden", editor, app=app)
    address = "/sv/articles/ett-kooperativ-pa-landsbygden/tags"

    def tags() -> set[int]:
        with app.app_context():
            rows = db.session.query(ArticleTag.tag_id).filter_by(article_id=article_id).all()
        return {row.tag_id for row in rows}

    def undo() -> None:
        page = editing.get(address).text
        row_id = page.split('name="proposals" value="')[1].split('"')[0]
        sent = {"proposals": row_id, "next": address}
        assert editing.post("/sv/desk/proposals/undo", data=sent).location == address

    page = editing.get(address).text
    assert "Orden: landsbygd." in page
    assert "Orden: kooperativ." in page
    done = editing.post(f"{address}/suggestions", data={"accept": first})
    assert (done.status_code, done.location, tags()) == (303, address, {first})
    undo()
    assert tags() == set()
    editing.post(f"{address}/suggestions", data={"refuse": second})
    assert tags() == set()
    undo()  # shows the page with what is still suggested
    assert "Orden: kooperativ." in editing.get(address).text
    editing.post(f"{address}/suggestions", data={"refuse": second})
    editing.get(address)
    assert "Orden: kooperativ." not in editing.get(address).text
    assert editing.post(f"{address}/suggestions", data={"refuse": 9999}).status_code == 422


def test_ticks_that_are_not_saved_survive_a_decision(
    app: Flask, editing: FlaskClient, editor: Person, topic: int, partner: int
) -> None:
    make_article("Tvättmaskinen", editor, app=app)
    sent = {"accept": topic, "tags": [str(partner)]}
    page = editing.post("/sv/articles/tvattmaskinen/tags/suggestions", data=sent).text
    assert f'value="{partner}" checked' in page
    assert f'value="{topic}" checked' in page
    assert f'name="shown" value="{topic}"' in page
    assert f'name="shown" value="{partner}"' not in page
