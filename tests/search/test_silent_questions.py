"""Questions of stop words or punctuation only: the page says what is missing and what to try."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    """Write articles with stop words in their titles, and a draft."""
    editor = make_user(Role.EDITOR, app=app)
    make_article("Vad är social innovation?", editor, body="Ett nytt sätt.", app=app)
    make_article("The art of the possible", editor, language="en", app=app)
    make_article("Vadställen och ärenden", editor, app=app)
    make_article("Vad är ett utkast?", make_user(Role.AUTHOR, app=app), app=app)
    drain_now(app)


def ask(client: FlaskClient, question: str, language: str = "sv") -> str:
    answer = client.get(f"/{language}/search", query_string={"q": question})
    assert answer.status_code == 200
    return answer.text


def test_titles_with_all_of_the_small_words_are_shown(client: FlaskClient) -> None:
    page = ask(client, "vad är")
    assert "Använd ett ord som säger mer" in page
    assert "Rubriker med de här orden" in page
    assert 'href="/sv/articles/vad-ar-social-innovation"' in page
    assert "Vadställen" not in page
    assert "utkast" not in page


def test_they_may_be_apart_and_in_the_other_language(client: FlaskClient) -> None:
    assert 'href="/en/articles/the-art-of-the-possible"' in ask(client, "of the")
    assert "Titles with these words" in ask(client, "the of", "en")


def test_small_words_in_no_title_lead_on_all_the_same(client: FlaskClient) -> None:
    page = ask(client, "och att det")
    assert "Använd ett ord som säger mer" in page
    assert "Rubriker med de här orden" not in page
    assert 'href="/sv/articles/"' in page


@pytest.mark.long
@pytest.mark.parametrize("question", ["*", '"" -', "-innovation", "()", "-vad"])
def test_without_a_word_that_is_said(client: FlaskClient, question: str) -> None:
    assert "Det finns inget ord att söka efter" in ask(client, question)
    assert "There is no word to look for" in ask(client, question, "en")


@pytest.mark.parametrize("question", ["x" * 65, "att " + "Å" * 70])
def test_a_word_that_is_too_long_is_not_called_punctuation(
    client: FlaskClient, question: str
) -> None:
    page = ask(client, question)
    assert "Ordet är för långt" in page
    assert "Ord med fler än 64 bokstäver" in page
    assert "skiljetecken" not in page
    assert "The word is too long" in ask(client, question, "en")
    assert "Ordet är för långt" not in ask(client, question[-64:])


def test_small_words_beside_others_are_no_hindrance(client: FlaskClient) -> None:
    assert titles(client, "/sv/search?q=vad+är+social+innovation") == ["Vad är social innovation?"]
    assert "Rubriker med de här orden" not in ask(client, "vad är social innovation")
