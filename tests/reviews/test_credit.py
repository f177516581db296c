"""Who reviewed a version is credited, and may have to come from another university."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user
from tests.page import Page
from wiki.accounts.models import User
from wiki.accounts.viewer import COMMAND_LINE
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.withdraw import publish_again, withdraw_publication
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.content.actions import Loaded, export_folder, load_folder
from wiki.content.folder import read_folder
from wiki.db import db, end_reading
from wiki.revisions.models import ReviewedVersion

ARTICLE = "/sv/articles/ett-kooperativ"


def put_at(app: Flask, university_id: int, *people: Person) -> None:
    with app.app_context():
        for person in people:
            db.session.get_one(User, person.user_id).university_id = university_id
        db.session.commit()


def save(
    app: Flask, article_id: int, base: int, person: Person, body: str = "", *, publish: bool = False
) -> None:
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", body or f"I byn, {base}.", {})
        save_article(article_id, text, base, person.viewer, publish=publish)


def publish(app: Flask, article_id: int, number: int, person: Person) -> None:
    with app.test_request_context():
        publish_article(article_id, number, person.viewer)


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


def credited(client: FlaskClient, address: str = ARTICLE) -> str:
    return " ".join(Page(client.get(address)).texts(".reviewed"))


@pytest.fixture
def umea(app: Flask) -> int:
    return make_tag(
        "umea", "university", label_sv="Umeå universitet", label_en="Umeå University", app=app
    )


@pytest.fixture
def malmo(app: Flask) -> int:
    return make_tag("malmo", "university", label_sv="Malmö universitet", app=app)


@pytest.fixture
def article_id(app: Flask, author: Person) -> int:
    return make_article("Ett kooperativ", author, body="I byn finns ett kooperativ.", app=app)


def test_who_reviewed_a_version_is_credited_wherever_it_is_shown(
    app: Flask, client: FlaskClient, author: Person, editor: Person, umea: int, article_id: int
) -> None:
    put_at(app, umea, editor)
    publish(app, article_id, 1, editor)
    with app.app_context():
        row = db.session.query(ReviewedVersion).one()
        row.reviewed_at = datetime(2026, 5, 3, 8, tzinfo=UTC)
        db.session.commit()
    said = "Granskad av Eva Berg, Umeå universitet, 3 maj 2026, version 1"
    assert credited(client) == said
    assert said in Page(client.get(f"{ARTICLE}/history")).text
    assert said in Page(client.get(f"{ARTICLE}/revisions/1")).text
    described = json.loads(Page(client.get(ARTICLE)).one("[type='application/ld+json']").text)
    page = described["@graph"][0]["mainEntityOfPage"]
    assert (page["@type"], page["lastReviewed"]) == ("WebPage", "2026-05-03")
    assert page["reviewedBy"]["name"] == "Eva Berg"
    assert page["reviewedBy"]["affiliation"]["name"] == "Umeå universitet"
    # Where they work now, and what the university is called now, changes nothing.
    put_at(app, make_tag("lund", "university", app=app), editor)
    assert credited(client) == said
    # A newer version without a review says of which version the review was.
    save(app, article_id, 1, editor, publish=True)
    assert credited(client) == f"{said} (Vad som har ändrats sedan dess)"
    assert "Granskad av" not in Page(client.get(f"{ARTICLE}/revisions/2")).text


def test_an_english_article_names_the_university_in_english(
    app: Flask, client: FlaskClient, author: Person, editor: Person, umea: int
) -> None:
    put_at(app, umea, editor)
    english = make_article("A cooperative", author, language="en", body="A village.", app=app)
    publish(app, english, 1, editor)
    said = credited(client, "/en/articles/a-cooperative")
    assert said.startswith("Reviewed by Eva Berg, Umeå University, ")
    assert said.endswith(", version 1")


def test_nobody_is_credited_for_their_own_text(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    article_id = make_article("Ett kooperativ", editor, body="Mina ord om byn.", app=app)
    assert credited(client) == ""
    save(app, article_id, 1, author, body="Mina ord om byn!")  # a comma of somebody else's
    publish(app, article_id, 2, editor)
    assert credited(client) == ""
    other = make_user("editor", "Olle Ek", app=app)
    save(app, article_id, 2, author, body="Mina ord om byn, och mer.")
    publish(app, article_id, 3, other)
    assert credited(client).startswith("Granskad av Olle Ek, ")


def test_a_withdrawn_publication_takes_its_credit_along_and_back(
    app: Flask, client: FlaskClient, author: Person, editor: Person, article_id: int
) -> None:
    publish(app, article_id, 1, editor)
    save(app, article_id, 1, author)
    other = make_user("editor", "Olle Ek", app=app)
    publish(app, article_id, 2, other)
    before = credited(client)
    assert before.startswith("Granskad av Olle Ek")
    with app.test_request_context():
        withdraw_publication(article_id, 2, editor.viewer)
    assert credited(client).startswith("Granskad av Eva Berg")
    assert (
        "Olle Ek" not in Page(browser(app, editor).get(f"{ARTICLE}/revisions/2")).one("main").text
    )
    with app.test_request_context():
        publish_again(article_id, 2, editor.viewer)
    assert credited(client) == before
    with app.test_request_context():
        withdraw_publication(article_id, 2, editor.viewer)
    publish(app, article_id, 2, editor)  # another day, another reviewer
    assert credited(client).startswith("Granskad av Eva Berg")


@pytest.mark.long
def test_the_setting_asks_for_another_university(
    app: Flask, editor: Person, author: Person, umea: int, malmo: int, article_id: int
) -> None:
    app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] = True
    other = make_user("editor", "Olle Ek", app=app)
    put_at(app, malmo, author, editor)
    pressing, reader = browser(app, editor), app.test_client()
    pressing.post(f"{ARTICLE}/publication", data={"number": 1})
    lacks = "saknar granskning av någon från ett annat lärosäte"
    assert lacks in Page(pressing.get(ARTICLE)).text
    review = Page(pressing.get(f"{ARTICLE}/review"))
    assert "annat lärosäte än författarnas" in review.text
    assert review.all(f"form[action='{ARTICLE}/publication']") == []
    # Who has no university publishes nothing, and is told where to choose theirs.
    unknown = browser(app, other)
    unknown.post(f"{ARTICLE}/publication", data={"number": 1})
    assert lacks in Page(unknown.get(ARTICLE)).text
    assert "/account/profile" in "".join(
        Page(unknown.get(f"{ARTICLE}/review")).values("main a", "href")
    )
    assert reader.get(ARTICLE).status_code == 404
    # Their own text is refused as before, and one sent twice is answered with no complaint.
    make_article("Eget", editor, body="Eget.", app=app)
    assert reader.get("/sv/articles/eget").status_code == 404
    put_at(app, umea, other)
    for _time in range(2):
        unknown.post(f"{ARTICLE}/publication", data={"number": 1})
        assert lacks not in Page(unknown.get(ARTICLE)).text
    assert credited(reader).startswith("Granskad av Olle Ek, Umeå universitet")


def test_administrators_are_exempt_and_the_journal_says_so(
    app: Flask, author: Person, malmo: int, article_id: int
) -> None:
    app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] = True
    admin = make_user("admin", "Ada Min", app=app)
    put_at(app, malmo, author, admin)
    publish(app, article_id, 1, admin)
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="publish").one()
        assert entry.detail == {"revision": 1, "reviewed": True, "exception": True}
    journal = Page(browser(app, admin).get("/sv/admin/journal"))
    assert "utan granskning från ett annat lärosäte" in journal.text


def test_an_export_names_the_reviewer_and_a_load_keeps_them(
    app: Flask, client: FlaskClient, editor: Person, umea: int, article_id: int, tmp_path: Path
) -> None:
    put_at(app, umea, editor)
    publish(app, article_id, 1, editor)
    said = credited(client)
    with app.test_request_context():
        export_folder(tmp_path / "out", COMMAND_LINE)
        file = tmp_path / "out/articles/sv/ett-kooperativ.md"
        assert "university_en: Umeå University" in file.read_text()
        folder, faults = read_folder(tmp_path / "out")
        assert faults == []
        same = load_folder(folder, lambda *_: None, COMMAND_LINE)
        assert same == Loaded(new=0, changed=0, unchanged=1)
        assert db.session.query(ReviewedVersion).one().reviewer_id == editor.user_id
        file.write_text(file.read_text().replace("Eva Berg", "Eva Ek"))
        folder, _faults = read_folder(tmp_path / "out")
        changed = load_folder(folder, lambda *_: None, COMMAND_LINE)
        assert changed == Loaded(new=0, changed=1, unchanged=0)
        end_reading()
    assert credited(client) == said.replace("Eva Berg", "Eva Ek")


@pytest.mark.parametrize(
    "lines", ["reviewed: Eva", "reviewed: {name: Eva}", "reviewed: {name: Eva, at: x, who: y}"]
)
def test_a_faulty_review_in_a_file_is_named(tmp_path: Path, lines: str) -> None:
    head = "title: Hej\nlanguage: sv\nkind: concept\nsummary: ''\n"
    (tmp_path / "articles/sv").mkdir(parents=True)
    (tmp_path / "tags.yaml").write_text("")
    (tmp_path / "articles/sv/hej.md").write_text(f"---\n{head}{lines}\n---\nText.\n")
    _folder, faults = read_folder(tmp_path)
    assert "reviewed has the texts name" in str(faults)


def test_an_exemption_is_told_of_who_is_named_for_the_text_too(app: Flask, malmo: int) -> None:
    app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] = True
    admin, near = make_user("admin", "Ada Min", app=app), make_user("editor", app=app)
    put_at(app, malmo, near, admin)
    article_id = make_article("Ett kooperativ", admin, body="I byn finns ett kooperativ.", app=app)
    save(app, article_id, 1, near, "I byn finns ett kooperativ!")
    publish(app, article_id, 2, admin)
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="publish").one()
        assert entry.detail == {"revision": 2, "exception": True}
    assert credited(app.test_client()) == ""


def test_a_review_of_what_was_withdrawn_is_not_that_of_what_is_published_later(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    article_id = make_article("Ett kooperativ", editor, body="Mina ord om byn.", app=app)
    save(app, article_id, 1, author, body="Mina ord om byn, och mer.")
    publish(app, article_id, 2, make_user("editor", "Olle Ek", app=app))
    assert "Olle Ek" in credited(client)
    with app.test_request_context():
        withdraw_publication(article_id, 2, editor.viewer)
    save(app, article_id, 2, editor, body="Mina ord om byn igen.", publish=True)
    assert "igen" in client.get(ARTICLE).text
    assert credited(client) == ""
