"""Test the pages of figures on a small wiki made by hand: numbers, who sees what, and messages."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.figures.reads import store
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.articles.actions.archive import archive_article, pair_articles
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search_log.actions import dismiss_search, make_request
from wiki.tags.models import Tag, TagRedirect

YEAR = now().year
UNIVERSITY = "/sv/universities/umea-university/figures"


def publish_in(app: Flask, article_id: int, year: int) -> None:
    """Move all that was written of an article so far to the middle of a year."""
    moment = datetime(year, 6, 15, tzinfo=UTC)
    with app.app_context():
        article = db.session.get_one(Article, article_id)
        article.first_published_at = article.published_at = moment
        db.session.execute(
            db.update(Revision)
            .where(Revision.article_id == article_id)
            .values(published_at=moment, created_at=moment)
        )
        db.session.commit()


@pytest.fixture
def wiki(app: Flask, editor: Person) -> dict[str, int]:
    """Two years: a concept and its translation, a case, a method; a draft and what is archived."""
    topic = make_tag("welfare", app=app, label_sv="Välfärd")
    umea = make_tag("umea-university", "university", app=app, label_sv="Umeå universitet")
    made = {
        "concept": make_article("Begreppet", editor, app=app),
        "english": make_article("The concept", editor, language="en", app=app),
        "case": make_article("Fallet", editor, kind="case", app=app),
        "method": make_article("=Metoden", editor, kind="method", app=app),
        "draft": make_article("Utkastet", make_user("author", app=app), app=app),
        "archived": make_article("Bortlagt", editor, app=app),
    }
    for name in ("concept", "case", "draft", "archived"):
        put_on(made[name], topic, umea, app=app)
    for name in ("concept", "english"):
        publish_in(app, made[name], YEAR - 2)
    with app.app_context():
        pair_articles(made["concept"], made["english"], editor.viewer)
        text = check_text("concept", "Begreppet", "", "Nytt.", {})
        helper = make_user("editor", app=app).viewer
        save_article(made["concept"], text, 1, helper, publish=True)
        archive_article(made["archived"], "", editor.viewer)
    store(app, 5, date(YEAR - 2, 7, 1), made["english"])
    store(app, 2, now().date(), made["case"])
    store(app, 4, now().date(), made["concept"])
    store(app, 8, now().date(), made["archived"])
    return made


def bars(page: Page, name: str) -> dict[str, str]:
    """Return the rows of a picture with bars, by their words."""
    rows = page.all(f"section[aria-labelledby={name}] li")
    return {row.texts("a, span:not(.count)")[0]: row.one(".count").text for row in rows}


def figures_of(page: Page) -> list[str]:
    return page.texts(".stat")


def table_of(page: Page) -> list[list[str]]:
    return [row.texts("th, td") for row in page.all(".table-box tbody tr")]


@pytest.mark.usefixtures("wiki")
def test_the_wiki_in_figures(client: FlaskClient) -> None:
    page = Page(client.get("/sv/figures"))
    assert figures_of(page) == [
        "4 Publicerade artiklar",
        "2 Nya i år",
        "1 Ändrade i år",
        "6 Läsningar på ett år",
    ]
    assert bars(page, "by-kind") == {
        "Begrepp": "2",
        "Exempel": "1",
        "Metoder": "1",
        "Organisationer": "0",
        "Evenemang": "0",
    }
    assert list(bars(page, "by-language").values()) == ["1", "2", "1", "0"]
    assert list(bars(page, "by-age").values()) == ["3", "0", "1"]
    assert bars(page, "by-topic") == {"Välfärd": "2"}
    assert bars(page, "most-read") == {"Begreppet": "4", "Fallet": "2"}
    assert bars(page, "reads-by-kind") == {"Begrepp": "4", "Exempel": "2"}
    assert table_of(page) == [
        [str(YEAR), "2", "1", "4", "14"],
        [str(YEAR - 1), "0", "0", "2", "0"],
        [str(YEAR - 2), "2", "0", "2", "5"],
    ]


@pytest.mark.long
@pytest.mark.usefixtures("wiki")
def test_a_university_in_figures(client: FlaskClient) -> None:
    page = Page(client.get(UNIVERSITY))
    assert page.one("h1").text == "Umeå universitet i siffror"
    assert figures_of(page)[:3] == ["2 Publicerade artiklar", "1 Nya i år", "1 Ändrade i år"]
    assert table_of(page)[0] == [str(YEAR), "1", "1", "2", "14"]
    assert table_of(page)[2] == [str(YEAR - 2), "1", "0", "1", "0"]
    assert UNIVERSITY in Page(client.get("/sv/universities/umea-university")).values("a", "href")


@pytest.mark.long
@pytest.mark.usefixtures("wiki")
def test_people_and_what_is_to_be_checked_are_for_editors(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    with app.app_context():
        app.config["CHECK_MONTHS"] = "none"
        article = db.session.query(Article).filter_by(slug="fallet").one()
        article.check_by = now().date() - timedelta(days=1)
        db.session.commit()
    for_readers = client.get("/sv/figures").text
    log_in(client, make_user("author", app=app))
    for_authors = client.get("/sv/figures").text
    log_in(client, editor)
    page = Page(client.get("/sv/figures"))
    for text in (for_readers, for_authors):
        assert "som skrev" not in text
        assert "Att kontrollera" not in text
    # The editor of the fixture and one who helped; the author of the draft is nobody yet.
    assert figures_of(page)[4:] == ["2 Personer som skrev i år", "1 Att kontrollera"]
    assert [row[-1] for row in table_of(page)] == ["2", "0", "1"]


@pytest.mark.long
@pytest.mark.usefixtures("wiki")
def test_a_report_of_each_year(client: FlaskClient) -> None:
    expected = {
        YEAR: (
            ["2 Nya artiklar under året", "1 Ändrad artikel under året"],
            "4 Publicerade artiklar hittills",
            ["Fallet", "=Metoden", "Begreppet"],
        ),
        YEAR - 1: (
            ["0 Nya artiklar under året", "0 Ändrade artiklar under året"],
            "2 Artiklar vid årets slut",
            [],
        ),
        YEAR - 2: (
            ["2 Nya artiklar under året", "0 Ändrade artiklar under året"],
            "2 Artiklar vid årets slut",
            ["Begreppet", "The concept"],
        ),
    }
    for year, (figures, total, titles) in expected.items():
        page = Page(client.get(f"/sv/figures/report/{year}"))
        assert figures_of(page)[:3] == [*figures, total]
        assert page.texts(".report-list a") == titles
        assert ("Året är inte slut" in page.text) == (year == YEAR)
        assert ("Ingenting publicerades eller lästes" in page.text) == (year == YEAR - 1)
        assert "Sökningar som har besvarats" not in page.text


@pytest.mark.long
def test_a_report_tells_editors_how_searches_were_answered(
    app: Flask, client: FlaskClient, editor: Person, wiki: Mapping[str, int]
) -> None:
    log_in(client, editor)
    address = f"/sv/figures/report/{YEAR}"
    assert "Ingen sökning har besvarats" in client.get(address).text
    with app.app_context():
        make_request("sv", "odlingslotter", editor.viewer)
        dismiss_search("sv", "qwerty", editor.viewer)
    assert bars(Page(client.get(address)), "answers") == {
        "Kräver inget svar": "1",
        "På listan över önskade artiklar": "1",
    }
    assert "ingenting är känt om det här året" in client.get(f"/sv/figures/report/{YEAR - 2}").text
    assert "Sökningar som har" not in client.get(f"{UNIVERSITY}/report/{YEAR}").text
    log_in(client, make_user("author", app=app))
    assert "Sökningar som har" not in client.get(address).text


def rows_of(client: FlaskClient, address: str, separator: str = ";") -> list[list[str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment; filename=figures-" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=separator))


@pytest.mark.long
@pytest.mark.usefixtures("wiki")
def test_the_figures_as_a_table(client: FlaskClient, editor: Person) -> None:
    rows = rows_of(client, "/sv/figures.csv")
    assert rows[:2] == [["Uppgift", "Av vad", "Antal"], ["Publicerade artiklar", "", "4"]]
    assert ["Publicerade artiklar efter ämne", "Välfärd", "2"] in rows
    assert ["Läsningar", str(YEAR), "14"] in rows
    assert ["Läsningar av en artikel", "Begreppet", "4"] in rows
    assert "Personer som skrev" not in {row[0] for row in rows}
    year = rows_of(client, f"/en/figures/report/{YEAR}.csv", ",")
    assert ["New article", "'=Metoden", ""] in year
    assert ["Changed article", "Begreppet", ""] in year
    assert rows_of(client, f"{UNIVERSITY}.csv")[1] == ["Publicerade artiklar", "", "2"]
    log_in(client, editor)
    rows = rows_of(client, f"{UNIVERSITY}/report/{YEAR}.csv")
    assert ["Personer som skrev", str(YEAR), "2"] in rows


@pytest.mark.usefixtures("wiki")
def test_without_counting_nothing_is_said_of_reads(app: Flask, client: FlaskClient) -> None:
    app.config["COUNT_READS"] = False
    for address in ("/sv/figures", f"/sv/figures/report/{YEAR}"):
        page = client.get(address).text
        assert "Läsningar räknas inte i den här wikin." in page
        assert "Läsningar över tid" not in page
    for address in ("/sv/figures.csv", f"/sv/figures/report/{YEAR}.csv"):
        assert not [row for row in rows_of(client, address) if row[0].startswith("Läs")]


def test_an_empty_wiki_says_so(app: Flask, client: FlaskClient) -> None:
    page = client.get("/sv/figures").text
    assert "Inget är publicerat än" in page
    assert '<svg class="chart-columns"' not in page
    assert "Ingenting publicerades eller lästes" in client.get(f"/sv/figures/report/{YEAR}").text
    assert rows_of(client, "/sv/figures.csv")[1] == ["Publicerade artiklar", "", "0"]


@pytest.mark.long
@pytest.mark.usefixtures("wiki")
def test_a_year_of_which_there_is_nothing_is_answered_in_words(client: FlaskClient) -> None:
    for year in [YEAR + 1, 0, -1, 1066, 10**11, "sommaren", "²", "2026.5", "%00"]:
        answer = client.get(f"/sv/figures/report/{year}")
        assert answer.status_code == (400 if year == "%00" else 404), year
        if year != "%00":
            assert f"Det finns rapporter från {YEAR - 2} till {YEAR}." in answer.text
            assert Page(answer).all("aside [aria-current]") == []
            assert client.get(f"/sv/figures/report/{year}.csv").status_code == 404


@pytest.mark.usefixtures("wiki")
def test_only_a_university_has_figures_of_its_own(app: Flask, client: FlaskClient) -> None:
    assert client.get("/sv/universities/okand/figures").status_code == 404
    with app.app_context():
        tag_id = db.session.query(Tag.id).filter_by(slug="umea-university").scalar()
        db.session.add(TagRedirect(slug="umea", tag_id=tag_id))
        db.session.commit()
    leads = {"welfare/figures": "/sv/tags/welfare", "umea/figures": UNIVERSITY}
    for address, place in leads.items():
        answer = client.get(f"/sv/universities/{address}")
        assert (answer.status_code, answer.location) == (301, place)


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 12])
def test_pages_make_a_fixed_number_of_statements(
    app: Flask, client: FlaskClient, editor: Person, count: int
) -> None:
    umea = make_tag("umea-university", "university", app=app)
    for number in range(count):
        article = make_article(f"Nr {number}", editor, app=app)
        put_on(article, umea, app=app)
        store(app, 1, now().date() - timedelta(days=40 * number), article)
    log_in(client, editor)
    made = {}
    for address in ("/sv/figures", UNIVERSITY, f"/sv/figures/report/{YEAR}"):
        client.get(address)
        with statements(app) as found:
            assert client.get(address).status_code == 200
        made[address] = len(found)
    assert list(made.values()) == MADE, made


# All but the titles, the university and the answers to searches is remembered.
MADE = [4, 5, 7]
