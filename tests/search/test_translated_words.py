"""A question in one language finds texts in the other by a dictionary, and only then."""

import pytest
from flask import Flask

from tests.builders import make_article, make_user
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS
from wiki.search.engine import search
from wiki.search.index.drainer import drain_now
from wiki.search.ranking.request import SearchRequest
from wiki.search.results import SearchResults

TEXTS = {
    "en": {"Orchards": "Apples grow on the hill.", "Barns": "A barn of red boards."},
    "sv": {
        "Sjukhuset": "En sjuksköterska vakar.",
        "Barnen": "Ett barn leker.",
        "Ladan": "En lada.",
    },
}


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    """Write texts whose subject only one language has."""
    editor = make_user(Role.EDITOR, app=app)
    for language, texts in TEXTS.items():
        for title, body in texts.items():
            make_article(title, editor, body=body, language=language, app=app)
    drain_now(app)


def ask(app: Flask, question: str, *, is_exact: bool = False) -> SearchResults:
    with app.app_context():
        return search(SearchRequest(q=question, is_exact=is_exact), ANONYMOUS)


@pytest.mark.long
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # The small words tell the language of the question.
        ("var växer äpplen?", {"Orchards"}),
        ("what do the nurses do?", {"Sjukhuset"}),
        # Without them, a word that no text of a language holds is taken for a foreign one.
        ("äpple", {"Orchards"}),
        ("nurse", {"Sjukhuset"}),
        # "Barn" is a word of both: only a question that is clearly English also means "lada".
        ("barn", {"Barnen", "Barns"}),
        ("hur leker ett barn", {"Barnen", "Barns"}),
        ("what is in the barn", {"Barnen", "Barns", "Ladan"}),
    ],
)
def test_words_are_looked_for_in_the_other_language(
    app: Flask, question: str, expected: set[str]
) -> None:
    assert {hit.found.title for hit in ask(app, question).page.items} == expected


def test_a_translation_is_no_correction_and_is_named(app: Flask) -> None:
    found = ask(app, "nurse")
    assert (found.also_searched, dict(found.corrections)) == (("sjuksköterska",), {})
    assert found.found == 1


def test_only_the_words_as_written_on_demand(app: Flask) -> None:
    assert ask(app, "nurse", is_exact=True).found == 0
