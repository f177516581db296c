"""The page says which other words were searched for, and a link searches without them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.page import Page
from tests.search.pages import also_searched, titles
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    """Write two articles and index them."""
    editor = make_user(Role.EDITOR, app=app)
    make_article("Nya vägar", editor, body="Regeringen prövar en innovation.", app=app)
    make_article("Annat", editor, body="Något helt annat om kommuner.", app=app)
    drain_now(app)


def test_a_misspelt_word_finds_the_right_one_and_the_page_says_so(client: FlaskClient) -> None:
    answer = client.get("/sv/search?q=inovation")
    assert "innovation" in Page(answer).texts("mark")
    assert "innovation" in also_searched(answer)
    assert "/sv/search?q=inovation&exact=1" in Page(answer).values("a[href]", "href")


def test_a_capital_is_shown_only_where_every_hit_has_it(app: Flask, client: FlaskClient) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for place in ("Umeå", "Malmö"):
        make_article(place, editor, body="Innovation. En annan innovation prövas.", app=app)
    drain_now(app)

    shown = also_searched(client.get("/sv/search?q=inovation"))

    assert "innovation" in shown
    assert "Innovation" not in shown


def test_exact_searches_only_the_words_as_written(client: FlaskClient) -> None:
    assert titles(client, "/sv/search?q=innovationen&exact=1") == ["Nya vägar"]
    text = client.get("/sv/search?q=inovation&exact=1").text
    assert "Inga träffar" in text
    assert "Menade du" in text
    assert 'href="/sv/search?q=innovation"' in text


def test_facets_keep_exact(client: FlaskClient) -> None:
    text = client.get("/sv/search?q=innovation&exact=1").text
    assert "kind=concept&amp;exact=1" in text


def test_a_word_that_is_right_is_taken_as_it_is(client: FlaskClient) -> None:
    assert "Söktes också" not in client.get("/sv/search?q=innovation").text
    assert "Menade du" not in client.get("/sv/search?q=xylofonbyggare").text


class TestCompoundsByTheirFront:
    @pytest.fixture(autouse=True)
    def compounds(self, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        make_article("Vid vattnet", editor, body="Föreningen lagar sällskapsbryggor.", app=app)
        make_article(
            "Ull", editor, body="En stilla sällskapssal och en sällskapssnygg tröja.", app=app
        )
        drain_now(app)

    @pytest.mark.long
    @pytest.mark.parametrize("question", ["sällskap", "sällskapet", "sallskap"])
    def test_a_compound_is_found_by_its_front_and_the_page_says_so(
        self, client: FlaskClient, question: str
    ) -> None:
        answer = client.get("/sv/search", query_string={"q": question})
        assert "sällskapsbryggor" in Page(answer).texts("mark")
        assert "sällskapsbryggor" in also_searched(answer)

    @pytest.mark.long
    def test_the_whole_word_ranks_above_it(self, client: FlaskClient, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        make_article(
            "Om vänner", editor, body="Vänner är ett gott sällskap. " + "Ord " * 90, app=app
        )
        drain_now(app)
        assert titles(client, "/sv/search?q=sällskap")[:2] == ["Om vänner", "Vid vattnet"]

    @pytest.mark.long
    @pytest.mark.parametrize("question", ["sälls", "skap", "sällskapsb", "sällskapsbr", "säl"])
    def test_letters_that_are_no_front_find_nothing(
        self, client: FlaskClient, question: str
    ) -> None:
        assert "sällskapsbryggor" not in client.get("/sv/search", query_string={"q": question}).text

    def test_exact_leaves_it_out(self, client: FlaskClient) -> None:
        assert titles(client, "/sv/search?q=sällskap&exact=1") == []


class TestFrontsThatNoTextHoldsByThemselves:
    @pytest.fixture(autouse=True)
    def compounds(self, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        make_article("Tomatodlarna", editor, body="De har tomatplantor.", app=app)
        make_article("Mustigt", editor, body="En sås med zucchinikraft och kräftor.", app=app)
        make_article("Djur", editor, body="Barnacles i havet.", app=app)
        drain_now(app)

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("tomat", ["Tomatodlarna"]),
            ("tomater", ["Tomatodlarna"]),
            ("tomaten", ["Tomatodlarna"]),
            ("tomatp", []),
            ("zucchini", ["Mustigt"]),
            ("zucch", []),
            ("toma", []),
            ("barna", []),
        ],
    )
    def test_a_compound_is_found_by_its_front(
        self, client: FlaskClient, question: str, expected: list[str]
    ) -> None:
        assert titles(client, f"/sv/search?q={question}&exact=0") == expected


class TestFrontsThatTheDictionaryHas:
    """No second compound says that "sparris" is a word."""

    @pytest.fixture(autouse=True)
    def compounds(self, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        body = "Tomatodlarna och sparrisodlare möts på paprikafestivalen."
        make_article("Skörden", editor, body=body, app=app)
        body = "Hundratals äter quinoasalladen med en partner på stationen."
        make_article("Fest", editor, body=body, app=app)
        make_article("Bord", editor, body="En couscoussallad till alla.", app=app)
        drain_now(app)

    @pytest.mark.long
    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ("tomat", ["Skörden"]),
            ("sparris", ["Skörden"]),
            ("paprikor", ["Skörden"]),
            ("quinoa", ["Fest"]),
            ("couscous", ["Bord"]),
            ("hund", []),
            ("stat", []),
            ("quin", []),
        ],
    )
    def test_one_compound_is_enough(
        self, client: FlaskClient, question: str, expected: list[str]
    ) -> None:
        assert titles(client, f"/sv/search?q={question}") == expected


@pytest.mark.long
def test_of_a_compound_the_head_counts_more_than_the_front(app: Flask, client: FlaskClient) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for title in ("Program", "Teori"):
        make_article(title, editor, body=f"Ett {title.lower()} för oss alla.", app=app)
    drain_now(app)
    assert titles(client, "/sv/search?q=programteori")[:2] == ["Teori", "Program"]
