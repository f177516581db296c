"""Read the vocabulary over HTTP, in both languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.articles.actions.archive import pair_articles
from wiki.db import db
from wiki.tags.actions.terms import update_tag
from wiki.tags.models import Tag
from wiki.tags.terms import Term


@pytest.fixture
def topic(app: Flask) -> int:
    return make_tag(
        "co-creation",
        app=app,
        label_sv="Samskapande",
        label_en="Co-creation",
        description_sv="Att göra tillsammans.",
        synonyms_sv=("medskapande",),
    )


@pytest.fixture
def partner(app: Flask) -> int:
    return make_tag(
        "umea-university",
        "university",
        app=app,
        number=3,
        label_sv="Umeå universitet",
        label_en="Umeå University",
        website="https://umu.se",
        contact="Samverkanshuset",
        synonyms_sv=("UMU",),
    )


def test_the_vocabulary_shows_its_three_parts_with_counts(
    app: Flask, client: FlaskClient, editor: Person, topic: int, partner: int
) -> None:
    make_tag("narrow", app=app, label_sv="Smalare", label_en="Narrower", parent_id=topic)
    make_tag("sdg-4", "sdg", app=app, number=4, label_sv="God utbildning", label_en="Education")
    article_id = make_article("Tvättmaskinen", editor, app=app)
    put_on(article_id, topic, partner, app=app)
    page = client.get("/sv/tags/").text
    for words in ("Samskapande", "Smalare", "Umeå universitet", "God utbildning"):
        assert words in page
    assert "Lägg till ett ämne" not in page
    assert 'href="/sv/universities/umea-university"' in page
    english = client.get("/en/tags/").text
    assert "Co-creation" in english
    assert "Universities" in english


@pytest.mark.parametrize("words", ["MEDSKAP", "co creation", "samskapande"])
def test_the_filter_finds_terms_by_any_of_their_words(
    client: FlaskClient, topic: int, partner: int, words: str
) -> None:
    page = client.get("/sv/tags/", query_string={"q": words}).text
    assert "/sv/tags/co-creation" in page
    assert "/sv/universities/umea-university" not in page


def test_a_filter_that_finds_nothing_helps_on(client: FlaskClient, topic: int) -> None:
    page = client.get("/sv/tags/?q=finns+inte").text
    assert "Inget ämnesord innehåller det här" in page
    assert "/sv/tags/co-creation" not in page


def test_a_topic_page_lists_articles_of_both_languages(
    app: Flask, client: FlaskClient, editor: Person, topic: int
) -> None:
    for title, language in (("En artikel", "sv"), ("An article", "en")):
        put_on(make_article(title, editor, language=language, app=app), topic, app=app)
    draft = make_article("Hemligt utkast", make_user("author", app=app), app=app)
    put_on(draft, topic, app=app)
    page = client.get("/sv/tags/co-creation")
    assert page.status_code == 200
    for words in ("Samskapande", "Att göra tillsammans.", "medskapande", "En artikel"):
        assert words in page.text
    assert 'lang="en">An article' in page.text
    assert "Hemligt utkast" not in page.text
    log_in(client, editor)
    assert "Hemligt utkast" in client.get("/sv/tags/co-creation").text


@pytest.mark.parametrize("is_paired", [False, True])
def test_what_is_listed_in_the_other_language_is_not_said_to_be_only_there(
    app: Flask, client: FlaskClient, editor: Person, topic: int, is_paired: bool
) -> None:
    english = make_article("An article", editor, language="en", app=app)
    put_on(english, topic, app=app)
    if is_paired:
        untagged = make_article("En artikel", editor, app=app)
        with app.app_context():
            pair_articles(untagged, english, editor.viewer)
    page = Page(client.get("/sv/tags/co-creation"))
    assert "Mer på engelska" in page.texts("h2")
    assert "An article" in page.one("main").text.partition("Mer på engelska")[2]
    assert "Bara på" not in page.text


@pytest.mark.parametrize(
    ("kind", "title"),
    [("topic", "Lärosäten som skriver om ämnet"), ("sdg", "Lärosäten som skriver om målet")],
)
def test_universities_beside_a_term_are_links_and_no_filter(
    app: Flask, client: FlaskClient, editor: Person, partner: int, kind: str, title: str
) -> None:
    tag_id = make_tag("term", kind, number=4, app=app)
    put_on(make_article("En artikel", editor, app=app), tag_id, partner, app=app)
    page = client.get("/sv/tags/term").text
    folded = page.partition(f"<summary>{title}</summary>")[2].partition("</details>")[0]
    assert '<span class="dot" data-university="3"></span>' in folded
    assert '<a href="/sv/universities/umea-university">Umeå universitet</a>' in folded
    assert "facet-" not in folded


def test_kinds_narrow_the_list_and_stand_in_the_address(
    app: Flask, client: FlaskClient, editor: Person, topic: int
) -> None:
    put_on(make_article("Ett begrepp", editor, app=app), topic, app=app)
    put_on(make_article("Ett fall", editor, kind="case", app=app), topic, app=app)
    both = client.get("/sv/tags/co-creation?kind=nonsense").text
    assert "Ett begrepp" in both
    assert "/sv/tags/co-creation?kind=case" in both
    cases = client.get("/sv/tags/co-creation?kind=case").text
    assert "Ett fall" in cases
    assert "Ett begrepp" not in cases


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/sv/tags/umea-university", "/sv/universities/umea-university"),
        ("/sv/tags/older", "/sv/tags/co-creation"),
        ("/sv/tags/Co-Creation", "/sv/tags/co-creation"),
        ("/sv/tags/co-creation).", "/sv/tags/co-creation"),
        ("/sv/tags/Older,", "/sv/tags/co-creation"),
        ("/sv/universities/Umeå-University", "/sv/universities/umea-university"),
    ],
)
def test_other_addresses_lead_to_the_right_one(
    app: Flask, client: FlaskClient, topic: int, partner: int, address: str, target: str
) -> None:
    viewer = make_user("editor", app=app).viewer
    with app.app_context():
        for slug in ("older", "co-creation"):
            term = Term("topic", "Samskapande", "Co-creation", slug=slug)
            update_tag(topic, term, db.session.get_one(Tag, topic).edition, viewer)
    response = client.get(address)
    assert (response.status_code, response.location) == (301, target)


@pytest.mark.parametrize("address", ["/sv/tags/none", "/sv/tags/a%20b"])
def test_unknown_terms_are_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["topic", "university"])
def test_each_term_leads_to_its_feed(
    client: FlaskClient, topic: int, partner: int, kind: str
) -> None:
    slug = {"topic": "co-creation", "university": "umea-university"}[kind]
    folder = {"topic": "tags", "university": "universities"}[kind]
    page = client.get(f"/sv/{folder}/{slug}").text
    address = f"/sv/feeds/tags/{slug}.xml"
    assert f'href="{address}"><svg' in page
    assert 'type="application/atom+xml"' in page
    assert client.get(address).mimetype == "application/atom+xml"
