"""Who begins an article is told of those that have nearly its title, and may go on."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.queries.similar import find_similar_titles

ALIKE = [
    ("Social innovation", "social innovation"),
    ("Social innovation", "Sociala innovationer"),
    ("Social innovation", "SOCIALA INNOVATIONERNA"),
    ("Samskapande", "Sam-skapande"),
    ("E-hälsa", "Ehälsa"),
    ("Café för alla", "Cafe för alla"),
    ("Tvättstugan", "Tvättstugor"),
    ("Co-creation as a method", "Cocreation as method"),
    ("CSR", "csr"),
    ("Delningsekonomi", "Delnningsekonomi"),
    ("Communities", "Community"),
    ("Matmissionen", "Matmisionen"),
    ("Seminarium 2024", "Seminarier 2024"),
    ("Teknisk och social innovation", "Social och teknisk innovation"),
]
DIFFERENT = [
    ("Social innovation", "Teknisk innovation"),
    ("Social innovation", "Social innovation i skolan"),
    ("Seminarium 2024", "Seminarium 2025"),
    ("Örebro universitet", "Umeå universitet"),
    ("CSR", "CSI"),
    ("Metod A", "Metod B"),
    ("Tvättstugan", "Tvättmaskinen"),
    ("Hopp", ""),
    ("Hopp", "???"),
]


def titles(language: str, title: str, person: Person) -> list[str]:
    return [found.title for found in find_similar_titles(language, title, person.viewer)]


@pytest.mark.long
@pytest.mark.usefixtures("context")
def test_titles_that_are_nearly_the_same() -> None:
    editor = make_user("editor")
    for title in dict.fromkeys(stored for stored, _ in ALIKE + DIFFERENT):
        make_article(title, editor)
    for stored, typed in ALIKE:
        assert stored in titles("sv", typed, editor), (stored, typed)
    for stored, typed in DIFFERENT:
        assert stored not in titles("sv", typed, editor), (stored, typed)


@pytest.mark.usefixtures("context")
def test_a_title_of_the_other_language_leads_to_the_translation() -> None:
    editor = make_user("editor")
    swedish = make_article("Samskapande", editor)
    english = make_article("Co-creation", editor, language="en")
    found = find_similar_titles("sv", "Cocreation", editor.viewer)
    assert [(article.title, article.original) for article in found] == [("Co-creation", "")]
    pair_articles(swedish, english, editor.viewer)
    found = find_similar_titles("sv", "Cocreation", editor.viewer)
    assert [(article.title, article.original) for article in found] == [
        ("Samskapande", "Co-creation")
    ]
    assert find_similar_titles("sv", "Cocreation", editor.viewer, {swedish}) == []
    # Both languages say the same: it is told once.
    make_article("Cocreation", editor)
    assert titles("sv", "Cocreation", editor) == ["Cocreation", "Samskapande"]


@pytest.mark.usefixtures("context")
def test_nobody_is_told_of_what_they_may_not_see() -> None:
    editor, sara, other = make_user("editor"), make_user(), make_user()
    make_article("Bryggan", sara)
    assert titles("sv", "Bryggor", sara) == ["Bryggan"]
    assert titles("sv", "Bryggor", other) == []
    gone = make_article("Bron", editor)
    archive_article(gone, "Fel", editor.viewer)
    assert titles("sv", "Bron", editor) == []


def test_the_editor_tells_and_refuses_nothing(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Tvättstugan", editor, app=app)
    log_in(client, author)
    near = "[data-editor-similar] a"
    assert Page(client.get("/sv/articles/new?title=Tvättstugor")).texts("main .hint a") == [
        "Tvättstugan"
    ]
    new = "/sv/articles/new?kind=case"
    assert Page(client.get(f"{new}&title=Tvättstugor")).texts(near) == ["Tvättstugan"]
    assert Page(client.get(new)).texts(near) == []
    words = {"title": "Tvättstugor", "body": "Ord."}
    preview = client.post(new, data={**words, "intent": "preview"})
    assert Page(preview).texts(near) == ["Tvättstugan"]
    saved = client.post(new, data={**words, "intent": "save"})
    assert saved.status_code == 303
    page = Page(client.get(saved.location))
    assert page.texts(near) == ["Tvättstugan"]
    asked = client.get(page.one("[data-editor-similar]")["data-editor-similar"] + "&title=Tvatt")
    assert Page(asked).texts("a") == []
    log_in(client, editor)
    client.post("/sv/articles/tvattstugor/publication", data={"number": 1})
    assert Page(client.get("/sv/articles/tvattstugor/edit")).texts(near) == []


def test_the_script_gets_escaped_titles_without_the_article_itself(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    number = make_article("Bryggan <b>& bron</b>", author, app=app)
    log_in(client, author)
    answer = client.get("/sv/similar-titles?title=Bryggan+bron&without=0").text
    answer = client.get("/sv/similar-titles?title=Bryggan+b+bron+b").text
    assert "Bryggan &lt;b&gt;&amp; bron&lt;/b&gt;" in answer
    assert "(utkast)" in answer
    assert (
        "href" not in client.get(f"/sv/similar-titles?title=Bryggan+b+bron+b&without={number}").text
    )
    for odd in ("%00", "a" * 5000, "%F0%9F%8C%8A", "-", "%25%25"):
        assert client.get(f"/sv/similar-titles?title={odd}&without=x").status_code in {200, 400}


@pytest.mark.long
@pytest.mark.usefixtures("context")
def test_it_takes_three_statements_at_most(app: Flask) -> None:
    editor = make_user("editor")
    for number in range(20):
        make_article(f"Social innovation {number}", editor, language="en")
    with statements(app) as found:
        assert titles("sv", "Social innovation 7", editor) == ["Social innovation 7"]
    assert len(found) == 3
    with statements(app) as found:
        assert titles("sv", "Något helt annat", editor) == []
    assert len(found) == 1
