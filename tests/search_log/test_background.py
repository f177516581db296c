"""Test that searches are counted when they are answered, and opened hits by the page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user
from tests.fixtures.search_log import OWN, rows
from wiki.clock import now
from wiki.db import db
from wiki.search_log.background import SearchLog
from wiki.search_log.models import OpenedHit, SearchCount
from wiki.web.ratelimit import ClientLimit, RateLimit


def opened_hits(app: Flask) -> list[tuple[str, int, int]]:
    app.extensions["searches"].flush()
    with app.app_context():
        return [(row.text, row.article_id, row.times) for row in db.session.query(OpenedHit)]


@pytest.mark.usefixtures("school")
class TestCounting:
    def test_a_search_is_counted_by_words_and_language(
        self, app: Flask, client: FlaskClient
    ) -> None:
        client.get("/sv/search?q=Skolan")
        client.get("/sv/search?q=+SKOLAN+")
        client.get("/en/search?q=skolan")
        client.get("/sv/search?q=okapi+zebra")
        assert rows(app) == {
            ("sv", "skolan"): (2, 1, 0),
            ("en", "skolan"): (1, 1, 0),
            ("sv", "okapi zebra"): (1, 0, 0),
        }

    @pytest.mark.long
    @pytest.mark.parametrize(
        "address",
        [
            "/sv/search",
            "/sv/search?q=",
            "/sv/search?q=och",
            "/sv/search?q=skolan&page=2",
            "/sv/search?q=skolan&kind=concept",
            "/sv/search?q=skolan&sort=newest",
            "/sv/search?q=anna@example.org",
            "/sv/search?q=19811218-9876",
            "/sv/search?q=070-123+45+67",
        ],
    )
    def test_what_is_no_first_page_or_personal_is_not_counted(
        self, app: Flask, client: FlaskClient, address: str
    ) -> None:
        assert client.get(address).status_code == 200
        assert rows(app) == {}

    @pytest.mark.long
    @pytest.mark.parametrize("role", ["author", "editor", "admin"])
    def test_users_who_are_logged_in_are_not_counted(
        self, app: Flask, client: FlaskClient, role: str
    ) -> None:
        log_in(client, make_user(role, app=app))
        assert client.get("/sv/search?q=skolan").status_code == 200
        assert rows(app) == {}

    def test_programs_get_their_answer_and_are_not_counted(
        self, app: Flask, client: FlaskClient
    ) -> None:
        answer = client.get("/sv/search?q=skolan", headers={"User-Agent": "Googlebot/2.1"})
        assert "Skolan" in answer.text
        assert rows(app) == {}

    def test_a_search_costs_no_cookie_and_does_not_wait_for_the_log(
        self, app: Flask, client: FlaskClient
    ) -> None:
        answer = client.get("/sv/search?q=skolan")
        assert "Set-Cookie" not in answer.headers
        with app.app_context():
            assert db.session.query(SearchCount).count() == 0
        assert rows(app)

    def test_a_log_that_cannot_be_written_loses_its_counts_and_no_search(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        log: SearchLog = app.extensions["searches"]
        client.get("/sv/search?q=skolan")
        monkeypatch.setattr("wiki.search_log.background._FLUSH_SECONDS", 0.01)
        monkeypatch.setitem(app.config, "INDEX_IN_BACKGROUND", True)
        with app.app_context():
            db.session.execute(db.text("ALTER TABLE searches RENAME TO searches_away"))
            db.session.commit()
        try:
            log.start()
            log.stop()
        finally:
            with app.app_context():
                db.session.execute(db.text("ALTER TABLE searches_away RENAME TO searches"))
                db.session.commit()
        monkeypatch.undo()
        assert client.get("/sv/search?q=skolan").status_code == 200
        assert rows(app) == {("sv", "skolan"): (1, 1, 0)}

    def test_the_thread_stores_by_itself_and_sweeps(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        log: SearchLog = app.extensions["searches"]
        with app.app_context():
            old = now().date() - timedelta(days=100)
            db.session.add(SearchCount(day=old, language="sv", text="gammal"))
            db.session.commit()
        client.get("/sv/search?q=skolan")
        monkeypatch.setitem(app.config, "INDEX_IN_BACKGROUND", True)
        monkeypatch.setattr(log._daily, "_done_on", None)
        log.start()
        log.stop()
        with app.app_context():
            assert [row.text for row in db.session.query(SearchCount)] == ["skolan"]


class TestOpened:
    def test_an_opened_hit_is_counted_for_its_words(
        self, app: Flask, client: FlaskClient, school: int
    ) -> None:
        page = client.get("/sv/search?q=Skolan").text
        assert 'data-opened-url="/sv/search/opened"' in page
        assert 'data-question="Skolan"' in page
        assert f'data-hit="{school}"' in page
        assert 'href="/sv/articles/skolan"' in page
        sent_form = {"q": "Skolan", "article": str(school)}
        answer = client.post("/sv/search/opened", data=sent_form, headers=OWN)
        assert (answer.status_code, answer.data) == (204, b"")
        assert "Set-Cookie" not in answer.headers
        assert opened_hits(app) == [("skolan", school, 1)]

    def test_users_who_are_logged_in_get_no_script(
        self, app: Flask, editing: FlaskClient, client: FlaskClient, school: int
    ) -> None:
        assert "js/searches.js" in client.get("/sv/search?q=skolan").text
        page = editing.get("/sv/search?q=skolan").text
        assert "js/searches.js" not in page
        assert "data-opened-url" not in page
        sent_form = {"q": "skolan", "article": str(school)}
        assert editing.post("/sv/search/opened", data=sent_form, headers=OWN).status_code == 204
        assert opened_hits(app) == []

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize(
        "sent_form",
        [
            {},
            {"q": "skolan"},
            {"q": "skolan", "article": "0"},
            {"q": "skolan", "article": "-1"},
            {"q": "skolan", "article": "9" * 40},
            {"q": "skolan", "article": "999999999"},
            {"q": "skolan", "article": "1 OR 1"},
            {"q": "nobody searched this", "article": "{school}"},
            {"q": "anna@example.org", "article": "{school}"},
            {"q": "x" * 100_000, "article": "{school}"},
        ],
    )
    def test_what_is_not_true_is_not_counted(
        self, app: Flask, client: FlaskClient, school: int, sent_form: dict[str, str]
    ) -> None:
        client.get("/sv/search?q=skolan")
        sent = {name: value.format(school=school) for name, value in sent_form.items()}
        assert client.post("/sv/search/opened", data=sent, headers=OWN).status_code == 204
        assert opened_hits(app) == []
        assert set(rows(app)) == {("sv", "skolan")}

    def test_only_our_own_pages_may_report_opened_hits(
        self, app: Flask, client: FlaskClient, school: int
    ) -> None:
        client.get("/sv/search?q=skolan")
        sent_form = {"q": "skolan", "article": str(school)}
        assert client.post("/sv/search/opened", data=sent_form).status_code == 204
        foreign = {"Origin": "https://example.org"}
        assert client.post("/sv/search/opened", data=sent_form, headers=foreign).status_code == 403
        assert opened_hits(app) == []

    def test_a_flood_is_not_counted(
        self, app: Flask, client: FlaskClient, log: SearchLog, school: int
    ) -> None:
        log.opening = RateLimit(3)
        client.get("/sv/search?q=skolan")
        for _ in range(10):
            sent_form = {"q": "skolan", "article": str(school)}
            assert client.post("/sv/search/opened", data=sent_form, headers=OWN).status_code == 204
        assert opened_hits(app)[0][2] <= 6  # a new minute may have begun


@pytest.mark.usefixtures("log")
class TestTelling:
    def test_a_search_without_hits_can_be_reported(self, app: Flask, client: FlaskClient) -> None:
        app.config["WTF_CSRF_ENABLED"] = True
        page = client.get("/sv/search?q=Okapi+Zebra")
        assert "Berätta för redaktionen vad du sökte" in page.text
        assert 'action="/sv/search/told"' in page.text
        assert 'name="q" value="Okapi Zebra"' in page.text
        assert "Set-Cookie" not in page.headers
        answer = client.post("/sv/search/told", data={"q": "Okapi Zebra"}, headers=OWN)
        assert (answer.status_code, answer.location) == (303, "/sv/search/told")
        assert "Set-Cookie" not in answer.headers
        assert "Nu ser redaktörerna" in client.get("/sv/search/told").text
        assert "The editors now see" in client.get("/en/search/told").text
        assert rows(app) == {("sv", "okapi zebra"): (1, 0, 1)}

    def test_personal_data_is_not_offered_and_not_stored(
        self, app: Flask, client: FlaskClient
    ) -> None:
        page = client.get("/sv/search?q=19811218-9876+finns").text
        assert "/sv/search/told" not in page
        answer = client.post("/sv/search/told", data={"q": "19811218-9876"}, headers=OWN)
        assert answer.status_code == 422
        assert "personuppgifter" in answer.text
        assert rows(app) == {}

    def test_other_sites_cannot_report(self, app: Flask, client: FlaskClient) -> None:
        assert client.post("/sv/search/told", data={"q": "ord"}).status_code == 400
        foreign = {"Origin": "https://example.org"}
        answer = client.post("/sv/search/told", data={"q": "ord"}, headers=foreign)
        assert answer.status_code == 403
        assert rows(app) == {}

    def test_a_flood_is_refused(self, client: FlaskClient, log: SearchLog) -> None:
        log.telling = RateLimit(2)
        statuses = [
            client.post("/sv/search/told", data={"q": "ord"}, headers=OWN).status_code
            for _ in range(6)
        ]
        assert statuses[:2] == [303, 303]
        assert 429 in statuses


def test_the_reader_is_informed_about_what_is_stored(client: FlaskClient) -> None:
    assert "alla ord raderas efter 90 dagar" in client.get("/sv/privacy").text
    assert "all words are deleted after 90 days" in client.get("/en/privacy").text


def test_an_operator_can_sweep(app: Flask) -> None:
    with app.app_context():
        for days_ago in (1, 91):
            day = now().date() - timedelta(days=days_ago)
            db.session.add(SearchCount(day=day, language="sv", text="ord"))
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["searches", "sweep"])
    assert result.output == "1 rows deleted.\n"
    with app.app_context():
        assert db.session.query(SearchCount).count() == 1


def test_one_client_does_not_fill_the_day(app: Flask, log: SearchLog, school: int) -> None:
    log.searches_of_one = ClientLimit(a_minute=3, a_day=10)
    for number in range(5):
        ask(app, f"/sv/search?q=ord{number}", "192.0.2.1")
    ask(app, "/sv/search?q=annat", "192.0.2.2")
    assert {text for _language, text in rows(app)} == {"ord0", "ord1", "ord2", "annat"}


def test_one_client_does_not_choose_what_editors_read_first(
    app: Flask, log: SearchLog, school: int
) -> None:
    log.reports_of_one = ClientLimit(a_minute=2, a_day=10)
    for address, statuses in (("192.0.2.1", [303, 303, 429]), ("192.0.2.2", [303])):
        for number, status in enumerate(statuses):
            answer = app.test_client().post(
                "/sv/search/told",
                data={"q": f"ord {number}"},
                headers=OWN,
                environ_overrides={"REMOTE_ADDR": address},
            )
            assert answer.status_code == status


def ask(app: Flask, path: str, address: str) -> None:
    headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
    overrides = {"REMOTE_ADDR": address}
    app.test_client().get(path, headers=headers, environ_overrides=overrides)
