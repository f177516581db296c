"""The filters beside the hits: what they count, and how they narrow the list down."""

from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.search.pages import counts, titles
from wiki.accounts.models import Role
from wiki.clock import now
from wiki.search.index.drainer import drain_now, rebuild_now

THIS_YEAR = str(now().astimezone(ZoneInfo("Europe/Stockholm")).year)


class TestFacets:
    @pytest.fixture(autouse=True)
    def articles(self, app: Flask) -> None:
        editor = make_user(Role.EDITOR, app=app)
        malmo = make_tag(
            "malmo-university", "university", label_sv="Malmö universitet", number=1, app=app
        )
        health = make_tag("health", label_sv="Hälsa", label_en="Health", app=app)
        for number in range(12):
            article_id = make_article(
                f"Odling {number:02}",
                editor,
                kind="case" if number % 3 == 0 else "method",
                body="Gemensam odling.",
                app=app,
            )
            put_on(
                article_id, *([malmo] if number < 5 else []), *([health] * (number < 2)), app=app
            )
        make_article("Growing odling", editor, language="en", body="Odling in English.", app=app)
        rebuild_now(app)

    @pytest.mark.long
    def test_counts_are_of_all_hits(self, client: FlaskClient) -> None:
        text = client.get("/sv/search?q=odling").text
        assert "13 träffar" in text
        found = counts(text)
        assert found["Malmö universitet"] == 5
        assert found["Hälsa"] == 2
        assert found["Exempel"] == 4
        assert found["Svenska"] == 12
        assert found["Engelska"] == 1
        dot = '<span class="dot" data-university="1"></span>'
        assert f'<span class="facet-text">{dot} Malmö universitet</span>' in text

    @pytest.mark.long
    def test_a_filter_narrows_down_and_stays_in_the_url(self, client: FlaskClient) -> None:
        address = "/sv/search?q=odling&university=malmo-university"
        text = client.get(address).text
        assert "5 träffar" in text
        assert counts(text)["Hälsa"] == 2
        assert "/sv/search?q=odling&amp;university=malmo-university&amp;topic=health" in text
        assert len(titles(client, address)) == 5

    @pytest.mark.long
    def test_filters_alone_list_the_newest(self, client: FlaskClient) -> None:
        assert len(titles(client, "/sv/search?topic=health")) == 2
        assert len(titles(client, "/sv/search?q=tag:hälsa+kind:case")) == 1
        assert len(titles(client, "/sv/search?q=odling+-tag:hälsa+language:sv")) == 10
        assert len(titles(client, "/sv/search?q=university:malmö")) == 5

    @pytest.mark.long
    def test_an_unknown_value_finds_nothing_and_can_be_taken_away(
        self, client: FlaskClient
    ) -> None:
        text = client.get("/sv/search?q=odling&topic=unheard").text
        assert "Inga träffar" in text
        assert 'href="/sv/search?q=odling"' in text

    @pytest.mark.long
    def test_pages(self, client: FlaskClient) -> None:
        first, second = (
            titles(client, "/sv/search?q=odling"),
            titles(client, "/sv/search?q=odling&page=2"),
        )
        assert (len(first), len(second)) == (10, 3)
        assert not set(first) & set(second)
        assert titles(client, "/sv/search?q=odling&page=1000000000") == second


class TestYears:
    @pytest.fixture(autouse=True)
    def editor(self, app: Flask) -> Person:
        editor = make_user(Role.EDITOR, app=app)
        author = make_user(app=app)
        written: list[tuple[str, dict[str, object]]] = [
            ("case", {"year": 2019}),
            ("case", {"year": 2022}),
            ("case", {"year": 2019}),
            ("event", {"starts_at": "2022-10-03T09:00"}),
            ("event", {"starts_at": "2019-01"}),
        ]
        for number, (kind, facts) in enumerate(written):
            make_article(f"Odling {number}", editor, kind=kind, facts=facts, app=app)
        make_article("Om odling", editor, app=app)
        make_article("Odling i utkast", author, kind="case", facts={"year": 2022}, app=app)
        drain_now(app)
        return editor

    def test_each_is_counted_the_latest_first_without_drafts(self, client: FlaskClient) -> None:
        found = counts(client.get("/sv/search?q=odling").text)
        years = [(name, count) for name, count in found.items() if name.isdigit()]
        assert years == [(THIS_YEAR, 1), ("2022", 2), ("2019", 3)]

    def test_who_may_see_a_draft_has_it_counted(self, client: FlaskClient, editor: Person) -> None:
        log_in(client, editor)
        assert counts(client.get("/sv/search?q=odling").text)["2022"] == 3

    @pytest.mark.long
    def test_a_chosen_year_is_in_the_url(self, client: FlaskClient) -> None:
        text = client.get("/sv/search?q=odling").text
        assert 'href="/sv/search?q=odling&amp;year=2022"' in text
        chosen = client.get("/sv/search?q=odling&year=2022").text
        assert set(titles(client, "/sv/search?q=odling&year=2022")) == {"Odling 1", "Odling 3"}
        assert {name: n for name, n in counts(chosen).items() if name.isdigit()} == {
            THIS_YEAR: 1,
            "2022": 2,
            "2019": 3,
        }
        assert counts(chosen)["Exempel"] == 1
        assert set(titles(client, "/sv/search?q=odling+år:2022")) == {"Odling 1", "Odling 3"}
        assert "Inga träffar" in client.get("/sv/search?q=odling&year=x").text
