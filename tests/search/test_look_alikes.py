"""Words that only look like those of a question: never above a hit, never counted as found."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS
from wiki.search.engine import search
from wiki.search.index.drainer import drain_now
from wiki.search.ranking.request import SearchRequest
from wiki.search.results import SearchResults
from wiki.search_log.background import current_log

TEXTS = {
    "Grannar": "Ensamhet är vanligt. Gårdens grannar möts.",
    "Vindar": "Något ändrar sig. Det ändras. Invändningen höll.",
    "Bolag": "Företag och en förening. Arbetslag och arbeten. Håller korta tal.",
    "Knappar": "Knappar av plast.",
}


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    """Write texts whose words resemble those of the questions, but mean something else."""
    editor = make_user(Role.EDITOR, app=app)
    for title, body in TEXTS.items():
        make_article(title, editor, body=body, app=app)
    drain_now(app)


def ask(app: Flask, question: str) -> SearchResults:
    with app.app_context():
        return search(SearchRequest(q=question), ANONYMOUS, page_language="sv")


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "question",
    [
        *("äldre", "invandrare", "föreläsning", "arbetslöshet", "hållbarhet", "vad kostar det"),
        # Words of the dictionary, which "plast" and "korta" resemble.
        *("plats", "korp"),
    ],
)
def test_a_word_that_only_begins_alike_is_not_found(client: FlaskClient, question: str) -> None:
    assert titles(client, f"/sv/search?q={question}") == []


def test_a_word_of_the_same_family_is_found(client: FlaskClient) -> None:
    assert titles(client, "/sv/search?q=ensamma äldre") == ["Grannar"]


def test_a_guess_stands_below_every_text_that_holds_a_word_as_typed(client: FlaskClient) -> None:
    # "Granmar" resembles a title, which counts more than a word in a text.
    assert titles(client, "/sv/search?q=granmar plast") == ["Knappar", "Grannar"]


def test_when_there_are_guesses_only_the_page_asks_whether_they_are_meant(
    client: FlaskClient,
) -> None:
    page = client.get("/sv/search?q=granmar").text
    assert "Ingen artikel innehåller de här orden" in page
    assert 'href="/sv/search?q=Grannar"' in page
    assert "Ingen artikel innehåller" not in client.get("/sv/search?q=granne").text


def test_missing_accents_are_no_guess(app: Flask) -> None:
    assert not ask(app, "foretag").is_guess
    assert not ask(app, "andrar").is_guess
    assert ask(app, "foretav").is_guess


def test_guesses_do_not_count_as_found_for_the_editors(app: Flask, client: FlaskClient) -> None:
    browser = {"User-Agent": "Mozilla/5.0"}
    client.get("/sv/search?q=granmar", headers=browser)
    client.get("/sv/search?q=grannar", headers=browser)
    with app.app_context():
        counted = {key[2]: counts for key, counts in current_log().buffer.take().items()}
    assert counted["granmar"].hits == 0
    assert counted["grannar"].hits == 1


class TestQuotedWords:
    @pytest.fixture(autouse=True)
    def more(self, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        make_article("Vården", editor, body="Äldreomsorgen växer.", app=app)
        make_article("Omtanke", editor, body="En omsorg om andra. Omsorgen.", app=app)
        drain_now(app)

    @pytest.mark.long
    @pytest.mark.parametrize("question", ['"omsorg"', "”Omsorg”", '"OMSORGEN"', '"omsorg" andra'])
    def test_a_quoted_word_means_that_word(self, client: FlaskClient, question: str) -> None:
        assert titles(client, f"/sv/search?q={question}") == ["Omtanke"]

    @pytest.mark.long
    def test_without_quotation_marks_compounds_are_found_too(self, client: FlaskClient) -> None:
        assert titles(client, "/sv/search?q=omsorg") == ["Omtanke", "Vården"]

    @pytest.mark.long
    @pytest.mark.parametrize("question", ['"omsårg"', '"granar"', '"ensam"'])
    def test_nothing_is_guessed_for_it(self, client: FlaskClient, question: str) -> None:
        assert titles(client, f"/sv/search?q={question}") == []


@pytest.mark.long
def test_words_that_every_text_holds_find_nothing_beside_a_word_that_tells(
    app: Flask, client: FlaskClient
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for number in range(9):
        make_article(f"Text {number}", editor, body="En social innovation.", app=app)
    make_article("Skolan", editor, body="En social innovation i skolan.", app=app)
    drain_now(app)

    assert titles(client, "/sv/search?q=social innovation i skolan") == ["Skolan"]
    assert len(titles(client, "/sv/search?q=social innovation")) == 10
    assert len(titles(client, "/sv/search?q=social innovation i xylofoner")) == 10
