"""Test the filters of the journal, and the journal as a file."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.admin.journal import JOURNAL, add, details, table
from tests.builders import Person, make_article, make_tag, make_user
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.admin.deeds import THINGS, Thing, list_deeds, read_thing
from wiki.audit import queries
from wiki.db import db


def test_days_are_those_of_the_wiki_and_include_both_ends(
    app: Flask, desk: FlaskClient, admin: Person
) -> None:
    # In Stockholm the third of July begins at 22:00 UTC of the second, in December at 23:00.
    for at in ("2026-07-02 21:59", "2026-07-02 22:00", "2026-07-03 21:59", "2026-12-02 23:00"):
        add(app, admin, "article.archive", 9_999, at, reason=at)
    for query, found in (
        ("from=2026-07-03&to=2026-07-03", ["2026-07-03 21:59", "2026-07-02 22:00"]),
        ("to=2026-07-02", ["2026-07-02 21:59"]),
        ("from=2026-12-03", ["2026-12-02 23:00"]),
        ("from=&to=&actor=&thing=&action=&q=", None),
    ):
        shown = details(desk.get(f"{JOURNAL}?{query}"))
        assert shown == found or (found is None and len(shown) == 4), query


def test_a_day_that_is_none_is_explained_and_nothing_typed_is_lost(
    desk: FlaskClient, admin: Person
) -> None:
    wrong = "Skriv dagen som år, månad, dag"
    for query, message in (
        ("from=31/12/2026", wrong),
        ("to=2026-02-30", wrong),
        ("from=0001-01-01", wrong),
        ("to=9999-12-31", wrong),
        ("from=2026-05-02&to=2026-05-01", "Den sista dagen är före den första."),
    ):
        sent = f"{query}&q=hus&of=user-{admin.user_id}"
        page = desk.get(f"{JOURNAL}?{sent}")
        assert page.status_code == 422, query
        assert message in Page(page).one(".error-summary").text, query
        assert Page(page).one("#q")["value"] == "hus"
        name, _, day = query.partition("&")[0].partition("=")
        field = Page(page).one(f"[name={name}]")
        # A browser shows no wrong day in a field for days.
        assert (field["value"], field["type"]) == (day, "text" if message == wrong else "date")
        assert Page(page).one("[name=of]")["value"] == f"user-{admin.user_id}"
        file = desk.get(f"{JOURNAL}.csv?{sent}", follow_redirects=True)
        assert (file.status_code, message in file.text) == (422, True), query


@pytest.mark.long
def test_filters_narrow_together_and_are_kept_over_the_pages(
    app: Flask, desk: FlaskClient, admin: Person, editor: Person
) -> None:
    for number in range(60):
        add(app, editor, "article.request", None, title=f"Önskad {number:02}")
    add(app, editor, "article.archive", 9_999, reason="ett skäl")
    add(app, editor, "revision.hide", 9_999, reason="en version")
    add(app, editor, "tag.add_synonym", 9_999, words="önskad synonym")
    add(app, admin, "article.request", None, title="Önskad av en annan")
    chosen = {
        "actor": editor.user_id,
        "thing": "article",
        "action": "article.request",
        "q": "ÖNSKAD",
    }
    first = desk.get(JOURNAL, query_string=chosen)
    assert "60 händelser" in first.text
    second = desk.get(Page(first).one("a[rel=next]")["href"])
    assert len(details(second)) == 10
    for name, value in chosen.items():
        if name != "q":
            assert Page(second).one(f"#{name} option[selected]")["value"] == str(value)
    assert len(table(desk.get(Page(second).one("a[download]")["href"]))) == 61
    for query, count in (
        ({"thing": "article"}, 63),  # a version is filed under its article
        ({"thing": "tag"}, 1),
        ({"thing": "tag", "q": "synonym"}, 1),
        ({"thing": "tag", "action": "article.request"}, 0),
        ({"thing": "king"}, 0),
        ({"q": "önskad", "actor": admin.user_id}, 1),
        ({"q": "title"}, 0),  # the words of the program are no names
        ({"q": "%"}, 0),
        ({"of": "article-9999"}, 1),
        ({"of": "article-9999", "thing": "tag"}, 0),
        ({"of": "king-1"}, 64),
    ):
        page = desk.get(f"{JOURNAL}.csv", query_string=query)
        assert len(table(page)) == count + 1, query


def test_an_empty_list_leads_back_to_the_whole_journal(desk: FlaskClient) -> None:
    page = Page(desk.get(f"{JOURNAL}?q=finns+inte"))
    assert page.one(".empty-state a")["href"] == JOURNAL
    assert page.all("a[download]") == []


@pytest.mark.long
def test_words_find_what_things_are_called_now_and_were_called(
    app: Flask, desk: FlaskClient, editor: Person
) -> None:
    article = make_article("Åldrandets hus", editor, app=app)
    tag = make_tag("omsorg", label_sv="Äldreomsorg", label_en="Care of the elderly", app=app)
    add(app, editor, "article.archive", article, reason="arkiverad")
    add(app, editor, "tag.remove_synonym", tag, words="vård")
    add(app, None, "user.rename", editor.user_id, old="Eva Östberg", new="Eva Berg")
    add(app, editor, "tag.merge", 9_999, source={"label_sv": "Åldringsvård", "label_en": "x"})
    for words, kind in (
        ("åldrandets", "Arkiverade en artikel"),
        ("ÄLDREOMSORG", "Tog bort en synonym"),
        ("of the elderly", "Tog bort en synonym"),
        ("östberg", "Ändrade en persons namn"),
        (editor.email, "Ändrade en persons namn"),
        ("åldringsvård", "Slog ihop två ämnesord"),
    ):
        found = Page(desk.get(JOURNAL, query_string={"q": words})).texts("tbody th")
        assert kind in found, words
        assert len(found) < 4, words


def test_people_of_one_name_are_told_apart(app: Flask, desk: FlaskClient) -> None:
    for address in ("bo.1@example.org", "bo.2@example.org"):
        add(app, make_user(name="Bo Lind", email=address, app=app), "search.dismiss", None)
    make_user(name="Bo Lind", email="idle@example.org", app=app)
    people = Page(desk.get(JOURNAL)).texts("#actor option")
    assert people == [
        "Alla", "Kommandoraden", "Bo Lind (bo.1@example.org)", "Bo Lind (bo.2@example.org)",
    ]  # fmt: skip


def test_the_file_says_all_in_the_readers_language_and_is_harmless(
    app: Flask, desk: FlaskClient, admin: Person
) -> None:
    hostile = make_user("author", '=HYPERLINK("http://x";"y")', app=app)
    add(app, hostile, "article.request", None, "2026-07-01 10:00:05", title='x;=1+1 "a"')
    page = desk.get(f"{JOURNAL}.csv")
    assert page.is_streamed
    assert page.get_data().startswith(b"\xef\xbb\xbf")
    assert page.headers["Content-Disposition"].startswith("attachment; filename=journal-20")
    assert page.headers["Cache-Control"] == "private, no-store"
    header, row = table(page)
    assert header[:3] == ["Nummer", "När", "Vem"]
    assert row[1:5] == [
        "2026-07-01T12:00:05+02:00", "'=HYPERLINK(\"http://x\";\"y\")", str(hostile.user_id),
        "Lade till en titel på listan över önskade artiklar",
    ]  # fmt: skip
    assert row[6] == 'x;\'=1+1 "a"'
    english = table(desk.get("/en/admin/journal.csv"), ",")
    assert english[0][:3] == ["Number", "When", "Who"]


@pytest.mark.long
def test_the_number_of_statements_does_not_grow_with_the_journal(
    app: Flask, desk: FlaskClient, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: dict[str, set[int]] = {JOURNAL: set(), f"{JOURNAL}.csv": set()}
    add(app, None, "user.close", admin.user_id, email="first@example.org")
    desk.get(JOURNAL)  # the universities of the footer are read, and kept for a while
    for _ in range(3):
        for number in range(5):
            add(app, make_user(app=app), "user.close", admin.user_id, email=f"{number}@example.org")
        for address, numbers in counts.items():
            with statements(app) as found:
                desk.get(f"{address}?q=example").get_data()
            numbers.add(len(found))
    assert [len(numbers) for numbers in counts.values()] == [1, 1]
    # Read part by part, the file is the same.
    whole = desk.get(f"{JOURNAL}.csv").get_data()
    monkeypatch.setattr(queries, "BATCH", 2)
    assert desk.get(f"{JOURNAL}.csv").get_data() == whole


def test_no_filter_reads_all_that_nobody_asked_for(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return  # plans of an empty table say nothing on PostgreSQL
        for condition, index in (
            ("actor_id = 5", "ix_audit_entries_actor"),
            ("actor_id IS NULL", "ix_audit_entries_actor"),
            ("object_type = 'tag' AND action = 'merge'", "ix_audit_entries_kind"),
            ("object_type = 'tag' AND object_id = 5", "ix_audit_entries_object"),
            ("at >= '2026-01-01' AND at < '2026-02-01'", "ix_audit_entries_at"),
        ):
            query = (
                f"EXPLAIN QUERY PLAN SELECT * FROM audit_entries WHERE {condition} ORDER BY id DESC"
            )
            plan = " ".join(row[3] for row in db.session.execute(text(query)))
            assert index in plan, condition


def test_things_and_their_deeds_are_complete() -> None:
    for words, thing in (
        ("article-12", Thing("article", 12)),
        *((wrong, None) for wrong in ("", "article", "article-0", "king-1", "article-2147483648")),
    ):
        assert read_thing(words) == thing, words
    offered = [deed for group in list_deeds("", "sv").values() for deed, _ in group]
    assert len(offered) == len(set(offered))
    assert {kind for deed in offered if (kind := deed.partition(".")[0])} == {
        kind for thing in THINGS.values() for kind in thing.types
    }
