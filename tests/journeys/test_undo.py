"""Undo everything that can be undone, by the button on the next page, without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.builders import log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from tests.tags.pages import read_form
from wiki.db import db
from wiki.search_log.models import SearchAnswer
from wiki.tags.models import ArticleTag, Tag


class Offer:
    """The form with the undo button, in a message that screen readers announce."""

    def __init__(self, page: str) -> None:
        form = Page(page).one(".notice[role=status] form")
        assert form.one("button").text in ("Ångra", "Undo")
        assert form["method"] == "post"
        self.action, self.fields = form["action"], form.sent()


@dataclass
class Desk:
    """A wiki with a logged-in editor."""

    app: Flask
    editing: FlaskClient
    article: int
    tag: int

    def do(self, address: str, sent: Mapping[str, object]) -> Offer:
        """Post a form, and return the undo offer of the next page."""
        answer = self.editing.post(
            address, data={**sent, "csrf_token": self.token()}, follow_redirects=True
        )
        assert answer.status_code == 200
        offer = Offer(answer.text)
        # The message is shown once.
        again = Page(self.editing.get(answer.request.path))
        assert again.all(".notice[role=status] form") == []
        return offer

    def token(self) -> str:
        return Page(self.editing.get("/sv/about")).all("[name=csrf_token]")[0]["value"]

    def undo(self, offer: Offer) -> str:
        """Press the undo button."""
        unsigned = MultiDict(offer.fields)
        unsigned.pop("csrf_token")
        assert self.editing.post(offer.action, data=unsigned).status_code == 400
        answer = self.editing.post(offer.action, data=offer.fields, follow_redirects=True)
        assert answer.status_code == 200
        return answer.text

    def tags(self) -> set[int]:
        with self.app.app_context():
            found = db.session.query(ArticleTag.tag_id).filter_by(article_id=self.article)
            return {row.tag_id for row in found}


@pytest.fixture
def desk(app: Flask) -> Desk:
    app.config["WTF_CSRF_ENABLED"] = True
    editor = make_user("editor", app=app)
    client = app.test_client()
    log_in(client, editor)
    article = make_article("Bryggor", editor, body="Om bryggor.", app=app)
    return Desk(app, client, article, make_tag("odling", label_sv="Odling", app=app))


def test_archiving(desk: Desk) -> None:
    offer = desk.do("/sv/articles/bryggor/archive", {"reason": "Inaktuell"})
    reader = desk.app.test_client()
    assert reader.get("/sv/articles/bryggor").status_code == 404
    assert "Artikeln är tillbaka." in desk.undo(offer)
    assert reader.get("/sv/articles/bryggor").status_code == 200


def test_tagging_and_untagging_an_article(desk: Desk) -> None:
    other = make_tag("hamnar", app=desk.app)
    put_on(desk.article, other, app=desk.app)
    sent = {"tags": [desk.tag], "shown": [other]}
    offer = desk.do("/sv/articles/bryggor/tags", sent)
    assert desk.tags() == {desk.tag}
    desk.undo(offer)
    assert desk.tags() == {other}


def test_what_others_tagged_meanwhile_stays(desk: Desk) -> None:
    offer = desk.do("/sv/articles/bryggor/tags", {"tags": [desk.tag], "shown": []})
    assert desk.tags() == {desk.tag}
    meanwhile = make_tag("hamnar", app=desk.app)
    put_on(desk.article, meanwhile, app=desk.app)
    desk.undo(offer)
    assert desk.tags() == {meanwhile}


def test_tagging_on_the_desk(desk: Desk) -> None:
    sent = {"articles": [desk.article], "terms": "Odling"}
    offer = desk.do("/sv/desk/without/topic", sent)
    assert desk.tags() == {desk.tag}
    desk.undo(offer)
    assert desk.tags() == set()


@pytest.mark.long
def test_deleting_a_topic(desk: Desk) -> None:
    address = "/sv/tags/odling/deletion"
    offer = desk.do(address, read_form(desk.editing.get("/sv/tags/odling/edit").text, address))
    assert desk.editing.get("/sv/tags/odling").status_code == 404
    assert "Odling" in desk.undo(offer)
    with desk.app.app_context():
        assert db.session.query(Tag).filter_by(slug="odling").one().label_sv == "Odling"


@pytest.mark.long
def test_restoring_an_old_text(desk: Desk) -> None:
    offer = _restored_first_text(desk)
    assert "Om bryggor." in desk.editing.get("/sv/articles/bryggor/revisions/3").text
    assert "Om broar." in desk.undo(offer)
    assert "Om broar." in desk.editing.get("/sv/articles/bryggor/revisions/4").text


@pytest.mark.long
def test_pairing_translations_and_parting_them(desk: Desk) -> None:
    make_article("Bridges", make_user("editor", app=desk.app), language="en", app=desk.app)
    paired = 'hreflang="en" href="http://localhost/en/articles/bridges"'
    offer = desk.do("/sv/articles/bryggor/translation", {"title": "Bridges"})
    assert paired in desk.editing.get("/sv/articles/bryggor").text
    # Unpairing offers to pair the same articles, so each of the two undoes the other.
    back = Offer(desk.undo(offer))
    assert paired not in desk.editing.get("/sv/articles/bryggor").text
    desk.undo(back)
    assert paired in desk.editing.get("/sv/articles/bryggor").text


@pytest.mark.long
def test_what_others_saved_meanwhile_is_not_undone(desk: Desk) -> None:
    offer = _restored_first_text(desk)
    form = {"title": "Bryggor", "body": "Viktigt.", "base": "3", "intent": "save"}
    sent = {**form, "csrf_token": desk.token()}
    assert desk.editing.post("/sv/articles/bryggor/edit", data=sent).status_code == 303
    answer = desk.editing.post(offer.action, data=offer.fields)
    assert answer.status_code == 409
    assert "Någon har sparat sedan dess." in answer.text
    assert "Viktigt." in desk.editing.get("/sv/articles/bryggor/revisions/4").text
    assert desk.editing.get("/sv/articles/bryggor/revisions/5").status_code == 404


def _restored_first_text(desk: Desk) -> Offer:
    form = {"title": "Bryggor", "body": "Om broar.", "base": "1", "intent": "save"}
    sent = {**form, "csrf_token": desk.token()}
    assert desk.editing.post("/sv/articles/bryggor/edit", data=sent).status_code == 303
    return desk.do("/sv/articles/bryggor/revisions/1/restoration", {})


@pytest.mark.long
def test_a_pair_that_others_made_meanwhile_is_not_parted(desk: Desk) -> None:
    for title in ("Bridges", "Jetties"):
        make_article(title, make_user("editor", app=desk.app), language="en", app=desk.app)
    offer = desk.do("/sv/articles/bryggor/translation", {"title": "Bridges"})
    partner = dict(offer.fields.items())["partner"]
    sent = {"title": "Jetties", "partner": partner, "csrf_token": desk.token()}
    assert desk.editing.post("/sv/articles/bryggor/translation", data=sent).status_code == 303
    answer = desk.editing.post(offer.action, data=offer.fields)
    assert answer.status_code == 422
    assert "De två är inte längre översättningar av varandra." in answer.text
    assert "/en/articles/jetties" in desk.editing.get("/sv/articles/bryggor").text


@pytest.mark.long
def test_an_article_is_brought_back_once(desk: Desk) -> None:
    offer = desk.do("/sv/articles/bryggor/archive", {"reason": "Inaktuell"})
    desk.undo(offer)
    answer = desk.editing.post(offer.action, data=offer.fields)
    assert answer.status_code == 422
    assert "Artikeln är inte arkiverad." in answer.text


def test_dismissing_a_search(desk: Desk) -> None:
    def answers() -> int:
        with desk.app.app_context():
            return db.session.query(SearchAnswer).count()

    sent = {"of": "sv", "q": "okapi", "next": "/sv/desk/searches?days=90"}
    offer = desk.do("/sv/desk/searches/dismissal", sent)
    assert answers() == 1
    desk.undo(offer)
    assert answers() == 0


def test_withdrawing_an_article_request(desk: Desk) -> None:
    sent = {"of": "sv", "q": "okapi", "title": "Okapi"}
    desk.do("/sv/desk/searches/request", sent)
    offer = desk.do("/sv/desk/searches/withdrawal", sent)
    assert "<main" in desk.undo(offer)
    assert "Okapi" in desk.editing.get("/sv/desk/wanted").text.partition("<main")[2]


def test_nothing_changed_offers_nothing(desk: Desk) -> None:
    put_on(desk.article, desk.tag, app=desk.app)
    sent = {"articles": [desk.article], "terms": "Odling", "csrf_token": desk.token()}
    page = desk.editing.post("/sv/desk/without/topic", data=sent, follow_redirects=True).text
    assert "hade redan alla" in page
    assert "Ångra" not in page


def test_an_offer_to_undo_gives_nobody_else_permission(desk: Desk) -> None:
    offer = desk.do("/sv/articles/bryggor/archive", {"reason": "Inaktuell"})
    log_in(desk.editing, make_user("author", app=desk.app))
    offer.fields["csrf_token"] = desk.token()
    assert desk.editing.post(offer.action, data=offer.fields).status_code in {403, 404}
    assert desk.app.test_client().get("/sv/articles/bryggor").status_code == 404
