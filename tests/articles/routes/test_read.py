"""Find and read articles over HTTP, in both languages."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import rename_article, save_article
from wiki.articles.routes import read
from wiki.articles.text import check_text

LONG = "Inledning.\n\n## Ett\n\nText.\n\n### Två\n\nText.\n\n## Tre\n\nText.\n"


def add_draft(app: Flask, article_id: int, author: Person, body: str, title: str = "") -> None:
    with app.app_context():
        text = check_text("concept", title or "Tvättstugan", "", body, {})
        save_article(article_id, text, 1, author.viewer)


def test_an_article_shows_text_facts_tags_contents_and_authors(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    article_id = make_article(
        "Tvättstugan",
        editor,
        summary="Kort sagt.",
        body=LONG,
        facts={"definition": "Ett rum för tvätt."},
        app=app,
    )
    put_on(article_id, make_tag("shared-goods", app=app, label_sv="Delade saker"), app=app)
    page = client.get("/sv/articles/tvattstugan").text
    for words in ("Tvättstugan</h1>", "Kort sagt.", "Ett rum för tvätt.", "Delade saker"):
        assert words in page
    for words in ('href="#s-ett"', 'href="#s-tva"', "Eva Berg", "Begrepp"):
        assert words in page
    assert '<link rel="canonical" href="http://localhost/sv/articles/tvattstugan">' in page
    assert "noindex" not in page


def test_few_headings_make_no_contents(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article("Tvättstugan", editor, body="## Ett\n\n## Två\n", app=app)
    assert "data-contents" not in client.get("/sv/articles/tvattstugan").text


def test_everybody_who_wrote_the_published_text_is_named_once(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    article_id = make_article("Tvättstugan", author, body="a", app=app)
    stranger = make_user("author", "Sena Drafts", app=app)
    with app.app_context():
        text = check_text("concept", "Tvättstugan", "", "b", {})
        save_article(article_id, text, 1, editor.viewer, publish=True)
    add_later = check_text("concept", "Tvättstugan", "", "c", {})
    with app.app_context():
        save_article(article_id, add_later, 2, stranger.viewer)
    page = Page(client.get("/sv/articles/tvattstugan"))
    assert page.texts(".colophon .names li") == ["Anna Lind", "Eva Berg"]
    assert "Sena Drafts" not in page.text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("role", ["", "author", "editor", "admin"])
def test_a_view_makes_at_most_five_statements_and_four_for_people_with_accounts(
    app: Flask, client: FlaskClient, editor: Person, role: str
) -> None:
    article_id = make_article("Tvättstugan", editor, body=LONG + "[[Saknas]]", app=app)
    english = make_article("The laundry", editor, language="en", app=app)
    put_on(article_id, make_tag("shared-goods", app=app), app=app)
    with app.app_context():
        pair_articles(article_id, english, editor.viewer)
    add_draft(app, article_id, editor, "Ett utkast")
    if role:
        log_in(client, make_user(role, app=app))
    with app.app_context():
        app.extensions["site"].read()
        app.extensions["universities"].value()  # cached for many seconds
    client.get("/sv/search/help")  # so is the mark of administrators
    with statements(app) as found:
        assert client.get("/sv/articles/tvattstugan").status_code == 200
    # Their unread notices, whether they watch the article, and comments and suggestions that are
    # open on its draft.
    assert len(found) <= (9 if role else 5), "\n".join(found)


@pytest.mark.long
def test_drafts_are_seen_by_those_who_work_on_them_only(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Hemligheten", author, body="Viskning", app=app)
    seen = {}
    for name, person in {
        "reader": None,
        "author": author,
        "other": make_user("author", app=app),
        "editor": editor,
    }.items():
        visitor = app.test_client()
        if person:
            log_in(visitor, person)
        show = visitor.get("/sv/articles/hemligheten")
        listed = "Hemligheten" in visitor.get("/sv/articles/").text
        others = {
            visitor.get(f"/sv/articles/hemligheten/{page}").status_code
            for page in ("history", "revisions/1", "backlinks", "compare?from=1&to=1")
        }
        assert ("Viskning" in show.text) == (show.status_code == 200) == listed
        assert others == {show.status_code}
        seen[name] = show.status_code
    assert seen == {"reader": 404, "author": 200, "other": 404, "editor": 200}


def test_a_newer_draft_is_announced_to_staff_and_unknown_to_readers(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    article_id = make_article("Tvättstugan", editor, body="Allmänt", app=app)
    add_draft(app, article_id, author, "Viskning")
    page = client.get("/sv/articles/tvattstugan").text
    assert "Viskning" not in page
    assert "utkast" not in page.lower()
    log_in(client, author)
    page = client.get("/sv/articles/tvattstugan").text
    assert "Ett nyare utkast väntar" in page
    assert "Viskning" not in page
    assert "Viskning" in client.get("/sv/articles/tvattstugan/revisions/2").text


def test_an_archived_article_is_marked_for_editors_and_gone_for_readers(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Tvättstugan", editor, body="a", app=app)
    with app.app_context():
        archive_article(article_id, "Fel", editor.viewer)
    assert client.get("/sv/articles/tvattstugan").status_code == 404
    log_in(client, editor)
    assert "Artikeln är arkiverad" in client.get("/sv/articles/tvattstugan").text


def test_the_other_language_is_linked(app: Flask, client: FlaskClient, editor: Person) -> None:
    swedish = make_article("Tvättstugan", editor, body="a", app=app)
    english = make_article("The laundry", editor, body="a", language="en", app=app)
    assert "hreflang" not in _head(client.get("/sv/articles/tvattstugan").text)
    with app.app_context():
        pair_articles(swedish, english, editor.viewer)
    for url in ("/sv/articles/tvattstugan", "/en/articles/the-laundry"):
        page = client.get(url).text
        assert 'hreflang="en" href="http://localhost/en/articles/the-laundry"' in _head(page)
        assert 'hreflang="sv" href="http://localhost/sv/articles/tvattstugan"' in _head(page)
        assert page.count('href="/en/articles/the-laundry"') >= 1


def _head(page: str) -> str:
    return page.split("</head>", maxsplit=1)[0]


def test_backlinks_show_readers_published_texts_only(
    app: Flask, client: FlaskClient, author: Person, editor: Person
) -> None:
    make_article("Målet", editor, body="a", app=app)
    make_article("Källan", editor, body="Se [[Målet]].", app=app)
    make_article("Utkastet", author, body="Se [[Målet]].", app=app)
    page = client.get("/sv/articles/malet/backlinks").text
    assert "Källan" in page
    assert "Utkastet" not in page
    log_in(client, author)
    assert "Utkastet" in client.get("/sv/articles/malet/backlinks").text


def test_backlinks_follow_a_renamed_article(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    article_id = make_article("Målet", editor, body="a", app=app)
    with app.app_context():
        rename_article(article_id, "Slutet", editor.viewer)
    make_article("Källan", editor, body="Se [[Målet]].", app=app)
    assert "Källan" in client.get("/sv/articles/slutet/backlinks").text


@pytest.mark.parametrize(("language", "accessed"), [("sv", "Åtkomstdatum"), ("en", "Accessed")])
def test_a_citation_names_authors_version_and_permanent_url(
    app: Flask, client: FlaskClient, editor: Person, language: str, accessed: str
) -> None:
    make_article("Robot", editor, body="a", language=language, app=app)
    page = Page(client.get(f"/{language}/articles/robot/cite"))
    entries = [entry.text for entry in page.all("blockquote.citation p")]
    begins = ["Berg, E. (20", "Berg, E. (20", "E. Berg, ", "Berg E. Robot. I"]
    for entry, begin in zip(entries, begins, strict=True):
        assert entry.startswith(begin)
        assert f"http://localhost/{language}/articles/robot/revisions/1" in entry
    assert page.texts("blockquote.citation i")[0] == "Mötesplats Social Innovation Wiki"
    assert accessed in entries[1]


def test_a_title_with_a_question_mark_gets_no_full_stop_in_its_citation(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Vad är nytt?", editor, body="a", app=app)
    page = client.get("/sv/articles/vad-ar-nytt/cite").text
    assert "). Vad är nytt? I" in page
    assert "Vad är nytt?." not in page


def test_a_draft_cannot_be_cited(app: Flask, client: FlaskClient, author: Person) -> None:
    make_article("Utkastet", author, body="a", app=app)
    log_in(client, author)
    assert client.get("/sv/articles/utkastet").status_code == 200
    assert client.get("/sv/articles/utkastet/cite").status_code == 404


def test_an_event_shows_its_time_in_words(app: Flask, client: FlaskClient, editor: Person) -> None:
    make_article(
        "Seminariet",
        editor,
        kind="event",
        body="a",
        facts={"starts_at": "2026-12-05T15:00", "ends_at": "2026-12-05T16:00"},
        app=app,
    )
    page = client.get("/sv/articles/seminariet").text
    assert "lördag 5 december 2026 kl. 15.00–16.00" in page


@pytest.mark.long
@pytest.mark.parametrize(
    ("starts_at", "ends_at", "is_offered"),
    [
        ("2026-12-05T15:00", "2026-12-05T16:00", True),
        ("2026-12-05", "", True),
        ("2026-09-30", "2026-10-02", True),  # it is going on
        ("2026-10-01T08:00", "", True),  # for the rest of the day
        ("2026-09-30T15:00", "", False),
        ("2026-12", "", False),
        ("2022-10", "", False),
    ],
)
def test_a_calendar_file_is_offered_for_coming_events_with_a_known_day(
    app: Flask,
    client: FlaskClient,
    editor: Person,
    monkeypatch: pytest.MonkeyPatch,
    starts_at: str,
    ends_at: str,
    is_offered: bool,
) -> None:
    facts = {"starts_at": starts_at, "ends_at": ends_at}
    make_article("Mötet", editor, kind="event", facts=facts, app=app)
    monkeypatch.setattr(read, "now", lambda: datetime(2026, 10, 1, 12, tzinfo=UTC))
    page = client.get("/sv/articles/motet").text
    assert "När" in page
    assert ('href="/sv/events/motet.ics"' in page) == is_offered
    has_day = len(starts_at) > len("2026-12")
    assert client.get("/sv/events/motet.ics").status_code == (200 if has_day else 404)


def test_hostile_text_is_shown_as_text_everywhere(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    evil = "<script>alert(1)</script>"
    make_article(
        f"A {evil}",
        editor,
        summary=evil,
        body=f"{evil}\n\n## {evil}\n\n[x](javascript:alert(1))",
        facts={"definition": evil},
        app=app,
    )
    url = "/sv/articles/a-script-alert-1-script"
    for page in ("", "/history", "/revisions/1", "/cite", "/backlinks", "/compare?from=1&to=1"):
        answer = client.get(url + page)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert 'href="javascript' not in answer.text
        assert "&lt;script&gt;" in answer.text


def test_several_choices_are_shown_in_a_single_line(app: Flask, client: FlaskClient) -> None:
    facts = {"forms": ["product", "process"]}
    editor = make_user("editor", app=app)
    make_article("Tvätteri", editor, kind="case", facts=facts, app=app)
    page = client.get("/sv/articles/tvatteri").text
    assert "<dd>Produkt, process</dd>" in page
    assert "Publicerad första gången <time" in page
