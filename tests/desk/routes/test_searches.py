"""Test over HTTP how editors see searches and answer them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.fixtures.search_log import OWN, rows
from tests.page import Page
from wiki.articles.models import Redirect
from wiki.db import db
from wiki.search.index.drainer import drain_now


def buttons(page: str) -> list[str]:
    return Page(page).values("form[action^='/sv/desk/searches/']", "action")


@pytest.mark.usefixtures("log")
class TestDesk:
    def test_empty_lists_say_what_will_be_there(self, editing: FlaskClient) -> None:
        for show, swedish, english in (
            ("lost", "Alla sökningar gav träffar", "Every search found something"),
            ("unopened", "Varje sökning ledde någonstans", "Every search led somewhere"),
            ("all", "Ingen har sökt ännu", "Nobody has searched yet"),
            ("answered", "Inget har gjorts ännu", "Nothing has been done yet"),
            ("nonsense", "Alla sökningar gav träffar", "Every search found something"),
        ):
            assert swedish in editing.get(f"/sv/desk/searches?show={show}&days=7&of=x").text
            assert english in editing.get(f"/en/desk/searches?show={show}").text

    @pytest.mark.long
    def test_lost_and_unopened_are_shown_with_their_counts(
        self, app: Flask, client: FlaskClient, editing: FlaskClient, school: int
    ) -> None:
        for _ in range(3):
            client.get("/sv/search?q=okapi+zebra")
        client.get("/en/search?q=skolan")
        app.extensions["searches"].flush()
        lost = editing.get("/sv/desk/searches").text
        row = Page(lost).one("tr:has(> th[lang=sv])")
        assert (row.one("th").text, row.texts("td.number")[0]) == ("okapi zebra", "3")
        assert ">skolan</th>" not in lost
        unopened = editing.get("/sv/desk/searches?show=unopened").text
        assert 'lang="en">skolan</th>' in unopened
        assert ">okapi zebra</th>" not in unopened
        assert ">skolan</th>" not in editing.get("/sv/desk/searches?show=unopened&of=sv").text
        sent = {"q": "skolan", "article": str(school)}
        client.post("/en/search/opened", data=sent, headers=OWN)
        app.extensions["searches"].flush()
        assert ">skolan</th>" not in editing.get("/sv/desk/searches?show=unopened").text
        assert ">skolan</th>" in editing.get("/sv/desk/searches?show=all").text
        answer = editing.get("/sv/desk/searches/answer?of=en&q=skolan").text
        assert "Öppnat från träffarna" in answer
        assert 'href="/sv/articles/skolan"' in answer

    @pytest.mark.long
    def test_a_synonym_finds_what_was_not_found(
        self, app: Flask, client: FlaskClient, editing: FlaskClient, school: int
    ) -> None:
        tag_id = make_tag("education", label_sv="Utbildning", app=app)
        put_on(school, tag_id, app=app)
        assert "Inga träffar" in client.get("/sv/search?q=plugget").text
        app.extensions["searches"].flush()
        assert "/sv/desk/searches/answer?" in editing.get("/sv/desk/searches").text
        sent = {"of": "sv", "q": "plugget", "next": "/sv/desk/searches?days=90"}
        refused = editing.post("/sv/desk/searches/synonym", data=sent)
        assert refused.status_code == 422
        assert "Välj det ämnesord som orden betyder." in refused.text
        done = editing.post("/sv/desk/searches/synonym", data={**sent, "tag": str(tag_id)})
        assert (done.status_code, done.location) == (303, "/sv/desk/searches?days=90")
        page = editing.get(done.location).text
        assert "”plugget” är nu en synonym." in page
        assert buttons(page) == ["/sv/desk/searches/undo"]
        drain_now(app)
        assert 'href="/sv/articles/skolan"' in client.get("/sv/search?q=plugget").text
        editing.post("/sv/desk/searches/undo", data={"of": "sv", "q": "plugget"})
        drain_now(app)
        assert 'href="/sv/articles/skolan"' not in client.get("/sv/search?q=plugget").text

    @pytest.mark.long
    def test_words_become_an_address_and_come_first_in_the_search(
        self, app: Flask, client: FlaskClient, editing: FlaskClient, school: int
    ) -> None:
        assert school
        assert "leder till ”Skolan”" not in client.get("/sv/search?q=det+gamla+plugget").text
        sent = {"of": "sv", "q": "det gamla plugget"}
        for title in ("", "Finns inte"):
            refused = editing.post("/sv/desk/searches/address", data={**sent, "title": title})
            assert refused.status_code == 422
            assert "Det finns ingen artikel med den titeln." in refused.text
        done = editing.post("/sv/desk/searches/address", data={**sent, "title": "Skolan"})
        assert done.location == "/sv/desk/searches"
        moved = client.get("/sv/articles/det-gamla-plugget")
        assert (moved.status_code, moved.location) == (301, "/sv/articles/skolan")
        page = client.get("/sv/search?q=Det+gamla+plugget").text
        assert "De här orden leder till ”Skolan”" in page
        assert 'href="/sv/articles/skolan"' in page
        assert rows(app)["sv", "det gamla plugget"][:2] == (2, 1)
        assert "Leder till" in editing.get("/sv/desk/searches?show=answered").text
        editing.post("/sv/desk/searches/undo", data=sent)
        assert client.get("/sv/articles/det-gamla-plugget").status_code == 404
        with app.app_context():
            assert db.session.query(Redirect).count() == 0

    def test_an_article_is_asked_for_and_shown_to_those_who_write(
        self, app: Flask, client: FlaskClient, editing: FlaskClient
    ) -> None:
        client.get("/sv/search?q=social+bokföring")
        app.extensions["searches"].flush()
        assert "/sv/desk/searches/request" in buttons(editing.get("/sv/desk/searches").text)
        sent = {"of": "sv", "q": "social bokföring"}
        assert editing.post("/sv/desk/searches/request", data=sent).status_code == 303
        assert "står på listan över önskade artiklar" in editing.get("/sv/desk/searches").text
        wanted = editing.get("/sv/desk/wanted").text
        assert "Social bokföring" in wanted
        log_in(client, make_user("author", app=app))
        assert "Social bokföring" in client.get("/sv/articles/new").text
        assert "Social bokföring" not in client.get("/en/articles/new").text
        gone = {"of": "sv", "title": "Social bokföring"}
        assert editing.post("/sv/desk/searches/withdrawal", data=gone).status_code == 303
        page = editing.get("/sv/desk/wanted").text
        assert "”Social bokföring” har tagits bort från listan." in page
        assert "Social bokföring" not in client.get("/sv/articles/new").text
        back = {**gone, "q": "Social bokföring", "next": "/sv/desk/wanted"}
        assert editing.post("/sv/desk/searches/request", data=back).location == "/sv/desk/wanted"
        assert ">Social bokföring</th>" in editing.get("/sv/desk/wanted").text

    def test_a_request_is_gone_when_the_article_is_written(
        self, app: Flask, editing: FlaskClient, editor: Person
    ) -> None:
        editing.post("/sv/desk/searches/request", data={"of": "sv", "q": "odling"})
        assert ">Odling</th>" in editing.get("/sv/desk/wanted").text
        make_article("Odling", editor, app=app)
        assert "Odling" not in editing.get("/sv/desk/wanted").text

    def test_a_search_is_dismissed(self, app: Flask, editing: FlaskClient) -> None:
        app.test_client().get("/sv/search?q=asdfqwer")
        app.extensions["searches"].flush()
        assert "asdfqwer" in editing.get("/sv/desk/searches").text
        editing.post("/sv/desk/searches/dismissal", data={"of": "sv", "q": "asdfqwer"})
        assert "”asdfqwer” har tagits bort från listan." in editing.get("/sv/desk/searches").text
        assert "asdfqwer" not in editing.get("/sv/desk/searches").text
        assert "asdfqwer" in editing.get("/sv/desk/searches?show=answered").text

    @pytest.mark.long
    @pytest.mark.parametrize(
        "sent", [{}, {"of": "de", "q": "ord"}, {"of": "sv"}, {"of": "sv", "q": "070-123 45 67"}]
    )
    def test_what_is_no_search_is_refused(self, editing: FlaskClient, sent: dict[str, str]) -> None:
        for action in ("request", "dismissal", "undo", "withdrawal"):
            assert editing.post(f"/sv/desk/searches/{action}", data=sent).status_code in {303, 422}
        assert editing.post("/sv/desk/searches/dismissal", data=sent).status_code == 422

    def test_words_are_escaped(self, app: Flask, editing: FlaskClient) -> None:
        app.test_client().get("/sv/search?q=<script>alert(1)</script>")
        app.extensions["searches"].flush()
        for address in ("", "/answer?q=<script>alert(1)</script>", "?show=all"):
            page = editing.get(f"/sv/desk/searches{address}").text
            assert "<script>alert" not in page
            assert "alert" in page
