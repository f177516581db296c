"""A change is returned, commented on, mended, and published by another university's editor."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user
from tests.page import Page
from wiki.accounts.models import User
from wiki.db import db

ARTICLE = "/sv/articles/bryggor"
REVIEW = f"{ARTICLE}/review"
TEXT = f"{REVIEW}/text"
FIRST = "Bryggan byggdes 1901.\n\nDen revs.\n"
CHANGED = "Bryggan byggdes 1901.\n\nDen revs 1987.\n\nIngen minns den.\n"
BETTER = CHANGED.replace("Den revs 1987.", "Kommunen rev den 1987.")


def at(app: Flask, name: str, university_id: int, role: str) -> tuple[Person, FlaskClient]:
    person = make_user(role, name, app=app)
    with app.app_context():
        db.session.get_one(User, person.user_id).university_id = university_id
        db.session.commit()
    client = app.test_client()
    log_in(client, person)
    return person, client


def send(client: FlaskClient, selector: str, address: str, **more: str) -> FlaskClient:
    """Send a form of a page as a browser would, with what somebody writes into it."""
    form = Page(client.get(address)).all(selector)[-1]
    answer = client.post(form["action"], data={**form.sent(), **more})
    assert answer.status_code in {200, 303}, (address, Page(answer).text[:300])
    return client


def words(client: FlaskClient, address: str) -> str:
    return Page(client.get(address)).one("main").text


def read_and_return(near: FlaskClient) -> None:
    """Read it, comment on a line, suggest words and return it."""
    send(near, f"form[action='{REVIEW}']", "/sv/desk/")
    page = Page(near.get(TEXT))
    assert "1987" in " ".join(page.texts("ins"))
    send(near, "#remark-form", f"{TEXT}?line=5", quote="Ingen minns", words="Hur vet du det?")
    send(
        near,
        "form[action$='amendments/new']",
        f"{ARTICLE}/amendments/new",
        body=BETTER,
        words="Vem rev den?",
    )
    send(near, f"form[action='{REVIEW}/return']", REVIEW, words="Se kommentaren.")
    assert "Inga utkast väntar" in words(near, "/sv/desk/")


def answer_and_mend(writing: FlaskClient) -> None:
    """See it all, answer, accept the words, mend the line and send it again."""
    own = words(writing, "/sv/account/articles")
    assert "Tillbaka hos dig" in own
    assert "1 öppen kommentar" in own
    review = words(writing, REVIEW)
    assert "Se kommentaren." in review
    assert "1 öppen kommentar" in review
    send(writing, "main form[action$=answer]", TEXT, words="Jag har frågat i byn.")
    place = Page(writing.get(REVIEW)).one("main a[href*=amendments]")["href"]
    send(writing, f"form[action='{place}']", place, intent="ticked")
    edit = Page(writing.get(f"{ARTICLE}/edit"))
    assert "Hur vet du det?" in edit.one("[data-editor-remarks]").text
    assert "Kommunen rev den 1987." in edit.one("[name=body]").value
    mended = BETTER.replace("Ingen minns", "Få minns")
    sent = {"title": "Bryggor", "body": mended, "base": "3", "intent": "save"}
    assert writing.post(f"{ARTICLE}/edit", data=sent).status_code == 303
    assert "Orden har ändrats sedan version 2." in words(writing, TEXT)
    send(writing, "main form[action$=settled]", TEXT)
    send(writing, f"form[action='{REVIEW}/ready']", REVIEW, answer="Nu står det.")


@pytest.mark.long
def test_a_change_goes_back_and_forth_and_is_published_from_another_university(
    app: Flask, client: FlaskClient
) -> None:
    app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] = True
    umea = make_tag("umea-universitet", "university", label_sv="Umeå universitet", app=app)
    malmo = make_tag("malmo-universitet", "university", label_sv="Malmö universitet", app=app)
    anna, writing = at(app, "Anna Lind", malmo, "author")
    _mia, near = at(app, "Mia Berg", malmo, "editor")
    _ulf, far = at(app, "Ulf Ek", umea, "editor")
    make_article("Bryggor", anna, body=FIRST, app=app)
    send(far, f"form[action='{ARTICLE}/publication']", ARTICLE)
    assert "Granskad av Ulf Ek, Umeå universitet" in words(client, ARTICLE)

    # The author changes what readers see. Readers go on seeing it; who is logged in sees a mark.
    sent = {"title": "Bryggor", "body": CHANGED, "base": "1", "intent": "save"}
    assert writing.post(f"{ARTICLE}/edit", data=sent).status_code == 303
    assert "1987" not in client.get(ARTICLE).text
    assert "väntar på att publiceras" in words(writing, ARTICLE)

    read_and_return(near)
    answer_and_mend(writing)

    # The editor next door may not publish it; one of another university does, and is credited.
    near.post(f"{ARTICLE}/publication", data={"number": "4"})
    assert "från ett annat lärosäte" in Page(near.get(ARTICLE)).text
    assert "1987" not in client.get(ARTICLE).text
    assert "Nu står det." in words(far, REVIEW)
    send(far, f"main form[action='{ARTICLE}/publication']", REVIEW)
    shown = words(client, ARTICLE)
    assert "Kommunen rev den 1987." in shown
    assert "Få minns den." in shown
    assert "Granskad av Ulf Ek, Umeå universitet" in shown
    assert "version 4" in shown
    for secret in ("Hur vet du det?", "Se kommentaren.", "Vem rev den?"):
        assert secret not in client.get(ARTICLE).text
        assert secret not in client.get(f"{ARTICLE}/history").text

    # It was wrong after all: one press, and one press back.
    undo = Page(far.get(ARTICLE)).all(".notice[role=status] form")[-1]
    assert far.post(undo["action"], data=undo.sent()).status_code == 303
    assert "1987" not in client.get(ARTICLE).text
    again = Page(far.get(ARTICLE)).all(".notice[role=status] form")[-1]
    assert far.post(again["action"], data=again.sent()).status_code == 303
    assert "Kommunen rev den 1987." in words(client, ARTICLE)
