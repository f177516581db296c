"""Test what the journal says of each deed, and to whom it is narrowed down."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_tag
from wiki.audit.steps import record
from wiki.db import db
from wiki.tags.models import TagRedirect


def test_the_journal_says_in_words_who_did_what(
    app: Flask, desk: FlaskClient, admin: Person, author: Person
) -> None:
    desk.post(f"/sv/admin/users/{author.user_id}/role", data={"role": "editor"})
    swedish = desk.get("/sv/admin/journal").text
    for words in (admin.name, "Gav en annan roll", author.name, "Författare → Redaktör"):
        assert words in swedish
    english = desk.get("/en/admin/journal").text
    for words in ("Gave another role", "Author → Editor", f"/en/admin/users/{author.user_id}"):
        assert words in english


@pytest.mark.long
def test_the_journal_names_terms_and_articles_in_the_readers_language(
    app: Flask, desk: FlaskClient, admin: Person
) -> None:
    other = make_article("Vårdens hus", admin, app=app)
    article = make_article("The house of care", admin, language="en", app=app)
    tag_id = make_tag("halsa", label_sv="Hälsa", label_en="Health", app=app)
    with app.app_context():
        db.session.add(TagRedirect(slug="folkhalsa", tag_id=tag_id))
        detail = {"added": ["halsa", "folkhalsa", "gone"], "removed": []}
        record(admin.user_id, "tag", "article", article, **detail)
        record(admin.user_id, "pair", "article", article, other=other)
        merged = {"label_sv": "Folkhälsa", "label_en": "Public health"}
        record(admin.user_id, "merge", "tag", tag_id, source=merged)
        db.session.commit()

    swedish, english = (desk.get(f"/{code}/admin/journal").text for code in ("sv", "en"))

    for words in ("tillagda: Hälsa, Hälsa, gone", "med: Vårdens hus", "tog över: Folkhälsa"):
        assert words in swedish
    for words in ("added: Health, Health, gone", "with: Vårdens hus", "took over: Public health"):
        assert words in english


def rows(text: str) -> int:
    return text.count("<time ")


def test_the_journal_is_narrowed_down(
    app: Flask, desk: FlaskClient, admin: Person, author: Person
) -> None:
    desk.post(f"/sv/admin/users/{author.user_id}/role", data={"role": "editor"})
    desk.post(f"/sv/admin/users/{author.user_id}/closure")
    with app.app_context():
        record(None, "close", "user", author.user_id)
        db.session.commit()
    for query, count in (
        ("", 3),
        (f"?actor={admin.user_id}", 2),
        ("?actor=0", 1),
        ("?action=user.close", 2),
        (f"?actor={admin.user_id}&action=user.close", 1),
        (f"?actor={author.user_id}", 0),
        ("?action=user.nothing", 0),
        ("?actor=x&action=", 3),
        (f"?actor={'9' * 30}", 3),
    ):
        page = desk.get(f"/sv/admin/journal{query}")
        assert (query, page.status_code, rows(page.text)) == (query, 200, count)


def test_the_journal_comes_in_pages(app: Flask, desk: FlaskClient, admin: Person) -> None:
    with app.app_context():
        for number in range(60):
            record(admin.user_id, "create", "article", 1_000 + number, title=f"Artikel {number:02}")
        db.session.commit()
    first = desk.get(f"/sv/admin/journal?actor={admin.user_id}")
    assert rows(first.text) == 50
    assert "Artikel 59" in first.text
    assert "Artikel 09" not in first.text
    assert f"/sv/admin/journal?actor={admin.user_id}&amp;page=2" in first.text
    second = desk.get(f"/sv/admin/journal?actor={admin.user_id}&page=2")
    assert rows(second.text) == 10
    assert "Artikel 09" in second.text
