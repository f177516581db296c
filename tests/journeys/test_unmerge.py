"""Undo a merge of two topics: everything comes back, and what was changed since stays."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.steps.terms import describe_tag


def merge(client: FlaskClient, source: str, target: str) -> str:
    address = f"/sv/tags/{source}/merge"
    form = Page(client.get(f"{address}?target={target}")).one("main form[method=post]")
    return client.post(address, data=form.sent(), follow_redirects=True).text


def undo(client: FlaskClient, page: str) -> str:
    form = Page(page).one(".notice form")
    return client.post(form["action"], data=form.sent(), follow_redirects=True).text


def vocabulary(app: Flask) -> dict[str, object]:
    """Return all that is known of each topic, with slugs in place of ids."""
    with app.app_context():
        tags = db.session.scalars(select(Tag)).all()
        slugs = {tag.id: tag.slug for tag in tags}
        return {
            tag.slug: {**describe_tag(tag), "parent_id": slugs.get(tag.parent_id or 0)}
            for tag in tags
        }


def tags_of(app: Flask, article_id: int) -> set[str]:
    with app.app_context():
        query = select(Tag.slug).join(ArticleTag, ArticleTag.tag_id == Tag.id)
        return set(db.session.scalars(query.where(ArticleTag.article_id == article_id)))


@pytest.fixture
def topics(app: Flask, editing: FlaskClient) -> dict[str, int]:
    """Two topics with words, addresses, subtopics and articles, and an older address."""
    root = make_tag("mat", app=app)
    source = make_tag(
        "growing",
        app=app,
        label_sv="Odling",
        label_en="Growing",
        description_sv="Om att odla.",
        description_en="On growing.",
        synonyms_sv=("trädgård", "jord"),
        synonyms_en=("gardening",),
        parent_id=root,
    )
    target = make_tag("farming", app=app, label_sv="Lantbruk", synonyms_sv=("jord", "åker"))
    child = make_tag("seeds", app=app, parent_id=source)
    return {"source": source, "target": target, "child": child}


@pytest.mark.long
def test_everything_comes_back(
    app: Flask, editing: FlaskClient, topics: dict[str, int], editor: Person
) -> None:
    one, both, other = (make_article(title, editor, app=app) for title in ("A", "B", "C"))
    put_on(one, topics["source"], app=app)
    put_on(both, topics["source"], topics["target"], app=app)
    put_on(other, topics["target"], app=app)
    before = vocabulary(app)
    page = merge(editing, "growing", "farming")
    assert vocabulary(app) != before
    assert tags_of(app, one) == {"farming"}
    assert "Ämnet ”Odling” är tillbaka." in undo(editing, page)
    assert vocabulary(app) == before
    assert tags_of(app, one) == {"growing"}
    assert tags_of(app, both) == {"growing", "farming"}
    assert tags_of(app, other) == {"farming"}
    assert editing.get("/sv/tags/growing").status_code == 200
    with app.app_context():
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-1] == "undo_merge"


@pytest.mark.long
def test_former_addresses_lead_to_their_topic_again(
    app: Flask, editing: FlaskClient, topics: dict[str, int]
) -> None:
    form = Page(editing.get("/sv/tags/growing/edit")).one("form.term-form")
    editing.post("/sv/tags/growing/edit", data={**form.sent().to_dict(), "slug": "gardens"})
    page = merge(editing, "gardens", "farming")
    for slug in ("growing", "gardens"):
        assert editing.get(f"/sv/tags/{slug}").headers["Location"].endswith("/tags/farming")
    undo(editing, page)
    assert editing.get("/sv/tags/growing").headers["Location"].endswith("/tags/gardens")
    assert editing.get("/sv/tags/gardens").status_code == 200


@pytest.mark.long
def test_what_was_changed_since_stays(
    app: Flask, editing: FlaskClient, topics: dict[str, int], editor: Person
) -> None:
    one, gone, new = (make_article(title, editor, app=app) for title in ("A", "B", "C"))
    put_on(one, topics["source"], app=app)
    put_on(gone, topics["source"], app=app)
    page = merge(editing, "growing", "farming")
    put_on(new, topics["target"], app=app)
    sent = {"tags": [], "shown": [topics["target"]]}
    editing.post("/sv/articles/b/tags", data=sent)
    form = Page(editing.get("/sv/tags/farming/edit")).one("form.term-form").sent().to_dict()
    words = form["synonyms_sv"] + "\nskörd"
    editing.post("/sv/tags/farming/edit", data={**form, "synonyms_sv": words})
    undo(editing, page)
    assert tags_of(app, one) == {"growing"}
    assert tags_of(app, gone) == set()
    assert tags_of(app, new) == {"farming"}
    target = vocabulary(app)["farming"]
    assert isinstance(target, dict)
    assert set(target["synonyms_sv"]) == {"jord", "åker", "skörd"}


def test_a_topic_that_had_taken_the_place_above_it_goes_back(
    app: Flask, editing: FlaskClient, topics: dict[str, int]
) -> None:
    make_tag("berries", app=app, label_sv="Bär", parent_id=topics["child"])
    before = vocabulary(app)
    undo(editing, merge(editing, "growing", "berries"))
    assert vocabulary(app) == before


def test_a_merge_is_undone_once(app: Flask, editing: FlaskClient, topics: dict[str, int]) -> None:
    page = merge(editing, "growing", "farming")
    undo(editing, page)
    before = vocabulary(app)
    form = Page(page).one(".notice form")
    answer = editing.post(form["action"], data=form.sent())
    assert answer.status_code == 422
    assert "Det finns inget att ångra." in answer.text
    assert vocabulary(app) == before


def test_a_term_that_took_the_name_since_is_told(
    app: Flask, editing: FlaskClient, topics: dict[str, int]
) -> None:
    page = merge(editing, "growing", "farming")
    make_tag("plots", app=app, label_sv="Odling")
    before = vocabulary(app)
    form = Page(page).one(".notice form")
    assert editing.post(form["action"], data=form.sent()).status_code == 422
    assert vocabulary(app) == before


def test_only_editors_undo_a_merge(
    app: Flask, editing: FlaskClient, topics: dict[str, int]
) -> None:
    form = Page(merge(editing, "growing", "farming")).one(".notice form")
    log_in(editing, make_user("author", app=app))
    assert editing.post(form["action"], data=form.sent()).status_code == 403


@pytest.mark.long
def test_an_article_that_got_the_other_topic_since_keeps_it(
    app: Flask, editing: FlaskClient, topics: dict[str, int], editor: Person
) -> None:
    article = make_article("A", editor, app=app)
    put_on(article, topics["source"], app=app)
    page = merge(editing, "growing", "farming")
    editing.post("/sv/articles/a/tags", data={"tags": [], "shown": [topics["target"]]})
    editing.post("/sv/articles/a/tags", data={"tags": [topics["target"]], "shown": []})
    undo(editing, page)
    assert tags_of(app, article) == {"farming"}
