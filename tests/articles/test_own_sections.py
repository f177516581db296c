"""Links of a text to its own sections follow renamed headings, or it is said that they do not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_head, text_of
from wiki.articles.text import check_text
from wiki.db import db

BODY = "Inledning.\n\n## Mål\n\nVi vill att fler delar på det som finns.\n\n## Medel\n\nSlut.\n"
EDIT = "/sv/articles/bryggan/edit"


def save(article_id: int, body: str, base: int, person: Person) -> str:
    article = db.session.get_one(Article, article_id)
    text = check_text(article.kind, "Bryggan", "", body, {})
    save_article(article_id, text, base, person.viewer, publish=True)
    return text_of(find_head(article)).body


LINKS = "[[#Mål]], [[Bryggan#Mål]], [a](#mål), [b](/sv/articles/bryggan#mål)."


@pytest.mark.usefixtures("context")
def test_links_that_are_there_follow_a_renamed_heading(editor: Person) -> None:
    body = BODY.replace("Slut.", LINKS)
    article_id = make_article("Bryggan", editor, body=body)
    saved = save(article_id, body.replace("## Mål", "## Vårt syfte"), 1, editor)
    assert saved == BODY.replace("## Mål", "## Vårt syfte").replace(
        "Slut.",
        "[[#Vårt syfte]], [[Bryggan#Vårt syfte]], [a](#vart-syfte), "
        "[b](/sv/articles/bryggan#vart-syfte).",
    )


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("is_renamed_first", [True, False])
def test_links_follow_a_heading_that_somebody_else_renamed(
    editor: Person, is_renamed_first: bool
) -> None:
    renamed, linked = BODY.replace("## Mål", "## Syfte"), BODY.replace("Slut.", LINKS)
    first, second = (renamed, linked) if is_renamed_first else (linked, renamed)
    article_id = make_article("Bryggan", editor, body=BODY)
    save(article_id, first, 1, editor)
    assert save(article_id, second, 1, editor) == renamed.replace(
        "Slut.", "[[#Syfte]], [[Bryggan#Syfte]], [a](#syfte), [b](/sv/articles/bryggan#syfte)."
    )


def send(client: FlaskClient, body: str, base: int = 1) -> str:
    sent = {"title": "Bryggan", "body": body, "base": str(base), "intent": "publish"}
    answer = client.post(EDIT, data=sent)
    assert answer.status_code == 303
    return Page(client.get(answer.headers["Location"])).text


def test_who_saves_is_told_of_links_that_lead_nowhere(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Bryggan", editor, body=BODY, app=app)
    other = app.test_client()
    log_in(other, make_user("editor", "Eva Berg", app=app))
    log_in(client, editor)
    assert "som den inte har" not in send(other, BODY.replace("## Mål\n\nVi vill att", "Att"))
    told = send(client, BODY.replace("Slut.", "[[#Mål]] och [b](#mål) och [c](#medel)."))
    assert "Texten länkar till avsnitt som den inte har: Mål, mål." in told


def test_who_saves_is_told_of_notes_without_a_text(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Bryggan", editor, body=BODY, app=app)
    log_in(client, editor)
    assert "saknar text" not in send(client, f"{BODY}\nA[^1] `[^2]` \\[^3].\n\n[^1]: x")
    assert "Noten [^2] saknar text." in send(client, f"{BODY}\nA[^1] [^2].\n\n[^1]: x", 2)
    assert "Noterna [^1], [^2] saknar text." in send(client, f"{BODY}\nA[^1] [^2][^1].", 3)
