"""Decide who is an author: who began a text, and who wrote a share of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.citations.credits import Credit
from wiki.revisions.authorship import Share, choose_authors, count_words_added

TEXT = "En brygga är en plats där båtar lägger till, och där man kan sitta med fötterna i vattnet."


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("", "ett två tre", 3),
        ("ett två tre", "ett två fyra", 1),
        ("ett två tre", "tre två ett", 0),
        ("ett två\n\ntre", "Ett två tre", 0),
        ("ett två tre", "ett", 0),
        ("ett", "ett ett ett", 2),
        ("ett två", "**ett** [två](https://x.se)", 3),
    ],
)
def test_words_that_were_not_there_are_counted(before: str, after: str, count: int) -> None:
    assert count_words_added(before, after) == count


@pytest.mark.parametrize(
    ("words", "authors"),
    [
        ([100], "A"),
        ([0], "A"),
        ([100, 1], "A"),
        ([100, 9], "A"),
        ([100, 10], "A"),  # a tenth of 110 is 11
        ([90, 10], "AB"),
        ([1000, 100], "A"),
        ([1000, 112], "AB"),
        ([3, 1], "A"),
        ([1, 1], "AB"),
        ([0, 500], "AB"),
        ([0, 0], "A"),
        ([100, 5, 60], "AC"),
        ([1, 2, 3], "AC"),
    ],
)
def test_a_share_makes_an_author_and_a_correction_does_not(words: list[int], authors: str) -> None:
    shares = [Share(Credit(name), count) for name, count in zip("ABC", words, strict=False)]
    credited = choose_authors(shares)
    assert credited.names == tuple(authors)
    others = "ABC"[: len(words)].translate({ord(name): None for name in authors})
    assert [person.name for person in credited.contributors] == list(others)


def save(client: FlaskClient, base: int, body: str, intent: str = "save") -> None:
    sent = {"title": "Bryggor", "body": body, "base": str(base), "intent": intent}
    assert client.post("/sv/articles/bryggor/edit", data=sent).status_code == 303


def named(client: FlaskClient) -> list[str]:
    """Return the authors of the by-line, which the citation must name too."""
    page = Page(client.get("/sv/articles/bryggor"))
    names = page.texts("[aria-labelledby=authors-title] > .names:not([aria-labelledby]) li")
    assert ", ".join(names) in page.one(".byline").text
    return names


def test_who_mends_a_word_and_publishes_is_no_author(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Bryggor", author, body=TEXT, app=app)
    log_in(client, editor)
    save(client, 1, TEXT.replace("sitta", "bada"), "publish")
    assert named(client) == [author.name]
    citation = client.get("/sv/articles/bryggor/cite").text.partition("<main")[2]
    assert author.name.split()[-1] in citation
    assert editor.name.split()[-1] not in citation.partition("</main>")[0]
    history = client.get("/sv/articles/bryggor/history").text
    assert editor.name in history.partition("<main")[2]


def test_who_writes_a_share_is_an_author(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Bryggor", author, body=TEXT, app=app)
    log_in(client, editor)
    more = "Bryggor byggs ofta av trä eller betong och måste tåla både is och vågor varje vinter."
    save(client, 1, f"{TEXT}\n\n{more}", "publish")
    assert named(client) == [author.name, editor.name]


def test_who_restores_or_moves_text_is_no_author(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Bryggor", author, body=f"{TEXT}\n\nSlut.", app=app)
    log_in(client, author)
    save(client, 1, "Allt är borta.")
    log_in(client, editor)
    client.post("/sv/articles/bryggor/revisions/1/restoration")
    save(client, 3, f"Slut.\n\n{TEXT}", "publish")
    assert named(client) == [author.name]


def test_who_began_an_empty_draft_stands_beside_who_wrote_it(
    app: Flask, client: FlaskClient, author: Person
) -> None:
    make_article("Bryggor", author, app=app)
    log_in(client, make_user("editor", "Ylva Skriver", app=app))
    save(client, 1, TEXT, "publish")
    assert named(client) == [author.name, "Ylva Skriver"]
