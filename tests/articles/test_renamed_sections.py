"""Links to a section follow its heading when that is renamed, or it is said that they do not."""

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.articles.actions.result import Saved
from wiki.articles.actions.save import publish_article, restore_revision, save_article
from wiki.articles.background.texts import follow_now
from wiki.articles.models import Article
from wiki.articles.sections import Outline, follow_headings
from wiki.articles.steps.links import MOST_AT_ONCE
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import check_text
from wiki.db import db
from wiki.markup.render import render
from wiki.markup.wikilinks import move_section_links

GOALS = "Vi vill att fler delar på det som finns i byn."
MEANS = "En lokal, två cyklar och en kassa som alla betalar till."
YEARS = "Det började redan på femtiotalet med en enda maskin."
BODY = f"## Mål\n\n{GOALS}\n\n## Medel\n\n{MEANS}\n\n## Åren\n\n{YEARS}\n"
TWINS = f"## X\n\n{GOALS}\n\n## X\n\n{MEANS}\n"


def outline(body: str) -> Outline:
    return Outline(render(body, "sv", frozenset()).headings, body)


def test_a_section_is_told_again_by_its_text_its_place_and_its_name() -> None:
    for before, after, moved in (
        (BODY, BODY.replace(GOALS, "Annat."), {}),
        (BODY, BODY.replace("Mål", "Det vi vill"), {"s-mal": "Det vi vill"}),
        (BODY, BODY.replace("Åren", "Ären"), {}),  # the same id
        (BODY, BODY.replace("## Åren", "## Åren då & nu"), {"s-aren": "Åren då & nu"}),
        (BODY, BODY.replace("Mål", "Målen").replace(GOALS, "Nytt."), {"s-mal": "Målen"}),
        (BODY, BODY.replace("Mål", "Ekonomi").replace(GOALS, "Nytt."), {"s-mal": None}),
        (BODY, BODY.replace(f"## Mål\n\n{GOALS}\n\n", ""), {"s-mal": None}),
        (BODY, f"## Åren\n\n{YEARS}\n\n## Mål\n\n{GOALS}\n\n## Medel\n\n{MEANS}", {}),
        (BODY, f"## När\n\n{YEARS}\n\n## Mål\n\n{GOALS}\n\n## Medel\n", {"s-aren": "När"}),
        (TWINS, TWINS.replace("X", "Y", 1), {"s-x": "Y", "s-x-2": "X"}),
        (TWINS, TWINS.replace("X\n\nEn", "Y\n\nEn"), {"s-x-2": "Y"}),
        (TWINS, f"## X\n\n{MEANS}", {"s-x-2": "X"}),
        (f"## X\n\n{GOALS}", f"## X\n\n{MEANS}\n\n## X\n\n{GOALS}", {"s-x": "x-2"}),
        (BODY, BODY.replace("Mål", "[a] | b"), {"s-mal": "a-b"}),
        (BODY, "", {"s-mal": None, "s-medel": None, "s-aren": None}),
        ("", BODY, {}),
    ):
        assert follow_headings(outline(before), outline(after)) == moved, after


@pytest.mark.long
def test_hostile_headings_are_compared_in_no_time() -> None:
    for words in ("a" * 76, "\ufdfa" * 200):  # alike from end to end; eighteen letters each
        before, after = (
            outline("\n\n".join(f"## {words}{number}" for number in range(first, first + 60)))
            for first in (100, 200)
        )
        began = time.process_time()
        follow_headings(before, after)
        assert time.process_time() - began < 1, words[0]


def test_only_the_section_of_a_link_is_changed() -> None:
    names = {(("sv", "A"), "mal"): "Nytt", (None, "mal"): "Eget", (("en", "A"), "mal"): "New"}
    for source, changed in (
        ("[[A#Mål]] [[ A#mål|ord]]\r\n", "[[A#Nytt]] [[ A#Nytt|ord]]\r\n"),
        ("[[#Mål]] [[en:A#Mål]]", "[[#Eget]] [[en:A#New]]"),
        ("| a |\n|---|\n| [[A#Mål\\|x]] |", "| a |\n|---|\n| [[A#Nytt\\|x]] |"),
        ("`[[A#Mål]]` [[B#Mål]] [[A]] [[A#Annat]]", None),
    ):
        assert move_section_links(source, "sv", names) == (changed or source)


def save(article_id: int, body: str, person: Person, *, publish: bool = True) -> Saved:
    article = db.session.get_one(Article, article_id)
    head = find_head(article)
    text = check_text(article.kind, head.title, "", body, {})
    return save_article(article_id, text, head.number, person.viewer, publish=publish)


def body_of(article_id: int) -> str:
    return text_of(find_head(db.session.get_one(Article, article_id))).body


@pytest.mark.usefixtures("context")
def test_links_in_other_texts_and_languages_are_mended(editor: Person) -> None:
    target = make_article("Bryggan", editor, body=BODY)
    other = make_article("Kajen", editor, body="Se [[Bryggan#Mål]] och [[Bryggan#Åren|då]].")
    english = make_article("The quay", editor, language="en", body="[[sv:Bryggan#Mål|aims]]")
    saved = save(target, BODY.replace("Mål", "Syfte").replace("Åren", "Åren då"), editor)
    assert (saved.sections.count, saved.sections.lost) == (2, {})
    assert body_of(other) == "Se [[Bryggan#Syfte]] och [[Bryggan#Åren då|då]]."
    assert body_of(english) == "[[sv:Bryggan#Syfte|aims]]"
    shown = db.session.get_one(Article, other).shown
    assert "#s-syfte" in shown.body_html
    assert shown.comment == "Länk rättad: nu ”Syfte”"
    assert save(target, body_of(target), editor).sections.count == 0


@pytest.mark.usefixtures("context")
def test_links_in_the_same_text_follow_in_the_same_save(editor: Person, author: Person) -> None:
    links = "[[#Mål]] [[Bryggan#Mål|x]] [[#Medel]]\n\n"
    target = make_article("Bryggan", editor, body=links + BODY)
    new = links + BODY.replace("Mål", "Syfte").replace(f"## Medel\n\n{MEANS}", "")
    saved = save(target, links + new.removeprefix(links), author, publish=False)
    assert saved.revision.number == 2
    assert not saved.was_merged
    assert body_of(target).startswith("[[#Syfte]] [[Bryggan#Syfte|x]] [[#Medel]]")
    followed = publish_article(target, 2, editor.viewer).sections
    assert (followed.count, followed.lost) == (0, {"Medel": ["Bryggan"]})


@pytest.mark.usefixtures("context")
def test_an_own_link_that_leads_to_a_section_stays(editor: Person) -> None:
    target = make_article("Bryggan", editor, body=f"[[#X]] [[#Y]]\n\n{TWINS.replace('X', 'Y', 1)}")
    save(target, f"[[#X]]\n\n{TWINS}", editor)
    assert body_of(target).startswith("[[#X]]\n")
    restore_revision(target, 1, editor.viewer, publish=True)
    assert body_of(target).startswith("[[#X]] [[#Y]]\n")


@pytest.mark.usefixtures("context")
def test_a_draft_changes_no_links_until_it_is_published(editor: Person, author: Person) -> None:
    target = make_article("Bryggan", editor, body=BODY)
    other = make_article("Kajen", editor, body="[[Bryggan#Mål]]")
    hidden = make_article("Utkastet", author, body="[[Bryggan#Mål]]")
    save(target, BODY.replace("Mål", "Syfte"), author, publish=False)
    assert body_of(other) == "[[Bryggan#Mål]]"
    assert publish_article(target, 2, editor.viewer).sections.count == 2
    assert body_of(other) == body_of(hidden) == "[[Bryggan#Syfte]]"


def test_who_saves_is_told_of_links_to_a_section_that_is_gone(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Bryggan", editor, body=BODY, app=app)
    make_article("Kajen", editor, body="[[Bryggan#Mål]] [[Bryggan#Mål|x]] [[Bryggan]]", app=app)
    log_in(client, editor)
    gone = BODY.replace(f"## Mål\n\n{GOALS}\n\n", "")
    sent = {"title": "Bryggan", "body": gone, "base": "1", "intent": "publish"}
    answer = client.post("/sv/articles/bryggan/edit", data=sent)
    page = Page(client.get(answer.headers["Location"]))
    assert "Avsnittet ”Mål” finns inte längre." in page.text
    assert "från Kajen" in page.text
    assert 'href="/sv/articles/bryggan#s-mal"' in client.get("/sv/articles/kajen").text
    links = "/sv/articles/bryggan/backlinks"
    assert "Avsnitt som inte finns: Mål" in Page(client.get(links)).text
    assert "Avsnitt som inte finns" not in app.test_client().get(links).text


def test_a_save_that_changes_no_heading_asks_for_headings_once(app: Flask, editor: Person) -> None:
    with app.app_context():
        target = make_article("Bryggan", editor, body=BODY)
        make_article("Kajen", editor, body="[[Bryggan#Mål]]")
        with statements(app) as found:
            save(target, f"{BODY}\nMer.", editor)
        asked = [text for text in found if "revisions.headings" in text and "UPDATE" not in text]
        assert len([text for text in asked if text.startswith("SELECT revisions.headings")]) == 1
        assert not any("links.target_id =" in text and "body_markdown" in text for text in found)


@pytest.mark.long
def test_much_that_is_said_of_a_save_fits_into_a_cookie(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    names = [f"{'Ett mycket långt namn ' * 4}{number}" for number in range(30)]
    make_article("Bryggan", editor, body="\n\n".join(f"## {name}" for name in names), app=app)
    links = " ".join(f"[[Bryggan#{name}]]" for name in names)
    for name in names[:8]:
        make_article(name, editor, body=links, app=app)
    log_in(client, editor)
    keys = " ".join(f"[@nobody{number}]" for number in range(500))
    labels = "\n".join(f"[{name} {number % 500}]: /x" for number in range(1_000))
    gone = f"{keys}\n\n{labels}"
    sent = {"title": "Bryggan", "body": gone, "base": "1", "intent": "publish"}
    answer = client.post("/sv/articles/bryggan/edit", data=sent)
    assert answer.status_code == 303
    assert sum(map(len, answer.headers.getlist("Set-Cookie"))) < 4_000
    text = client.get(answer.headers["Location"]).text
    for said in ("@nobody4 och 495 till.", "… och 3 till.", "27 avsnitt till", "och 495 till"):
        assert said in text, said


@pytest.mark.long
def test_many_texts_follow_a_heading_a_little_later(app: Flask, editor: Person) -> None:
    with app.app_context():
        target = make_article("Bryggan", editor, body=BODY)
        others = [
            make_article(f"Kaj {number}", editor, body="[[Bryggan#Mål]] [[Bryggan#Medel]]")
            for number in range(MOST_AT_ONCE + 1)
        ]
        new = BODY.replace("Mål", "Syfte").replace(f"## Medel\n\n{MEANS}", "")
        followed = save(target, new, editor).sections
        titles = [f"Kaj {number}" for number in range(MOST_AT_ONCE + 1)]
        assert (followed.count, {*followed.lost["Medel"]}) == (0, {*titles})
        assert body_of(others[0]) == "[[Bryggan#Mål]] [[Bryggan#Medel]]"
    assert follow_now(app) == len(others)
    with app.app_context():
        assert {body_of(other) for other in others} == {"[[Bryggan#Syfte]] [[Bryggan#Medel]]"}
        assert "#s-syfte" in db.session.get_one(Article, others[-1]).shown.body_html


@pytest.mark.long
@pytest.mark.parametrize("last", ["Mål", "Syftet här"])
def test_a_heading_renamed_again_meanwhile_is_followed_to_its_last_name(
    app: Flask, editor: Person, last: str
) -> None:
    with app.app_context():
        target = make_article("Bryggan", editor, body=BODY)
        others = [
            make_article(f"Kaj {number}", editor, body="[[Bryggan#Mål]]")
            for number in range(MOST_AT_ONCE + 1)
        ]
        save(target, BODY.replace("Mål", "Syfte"), editor)
        save(target, BODY.replace("Mål", last), editor)
    follow_now(app)
    with app.app_context():
        assert {body_of(other) for other in others} == {f"[[Bryggan#{last}]]"}
