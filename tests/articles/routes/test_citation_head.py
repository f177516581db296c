"""Read the head of an article as reference managers and search engines do."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.clock import now

HOSTILE = 'A "b" </script><script>alert(1)</script> & <!-- å\u2028'


@pytest.fixture
def signed(app: Flask, client: FlaskClient) -> int:
    """An article by two people, tagged, with two published versions."""
    first, second = make_user("editor", "Anna Lind", app=app), make_user("editor", "Bo Ek", app=app)
    article_id = make_article("Tvättmaskinen", first, summary="Kort.", body="Ett.", app=app)
    put_on(
        article_id,
        make_tag("skola", app=app),
        make_tag("malmo-university", "university", label_sv="Malmö universitet", app=app),
        app=app,
    )
    log_in(client, second)
    body = "Ett. Bo har skrivit en stor del av den här texten, mer än en rättelse är."
    sent = {"title": "Tvättmaskinen", "summary": "Kort.", "body": body, "base": "1"}
    client.post("/sv/articles/tvattmaskinen/edit", data={**sent, "intent": "publish"})
    client.delete_cookie("session")
    return article_id


def meta(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.all("head meta[name]"):
        found.setdefault(element["name"], []).append(element["content"])
    return found


def json_ld(page: Page) -> list[dict[str, Any]]:
    read = json.loads(page.one('script[type="application/ld+json"]').value)
    assert read["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = read["@graph"]
    return graph


def test_highwire_and_dublin_core_say_all_of_an_article(client: FlaskClient, signed: int) -> None:
    found = meta(Page(client.get("/sv/articles/tvattmaskinen")))
    address = "http://localhost/sv/articles/tvattmaskinen"
    today = now().astimezone(ZoneInfo("Europe/Stockholm")).date()

    assert found["citation_title"] == found["DC.title"] == ["Tvättmaskinen"]
    assert found["citation_author"] == found["DC.creator"] == ["Lind, Anna", "Ek, Bo"]
    assert found["author"] == ["Anna Lind", "Bo Ek"]
    assert found["citation_publication_date"] == [f"{today:%Y/%m/%d}"]
    assert found["citation_date"] == found["DC.date"] == [today.isoformat()]
    assert found["citation_journal_title"] == ["Mötesplats Social Innovation Wiki"]
    assert found["citation_publisher"] == ["Mötesplats Social Innovation"]
    assert found["citation_language"] == found["DC.language"] == ["sv"]
    assert found["citation_keywords"] == found["DC.subject"] == ["Malmö universitet", "Skola"]
    assert found["citation_abstract"] == found["DC.description"] == ["Kort."]
    assert found["citation_public_url"] == found["DC.identifier"] == [address]


def test_a_version_has_its_own_address_and_authors(client: FlaskClient, signed: int) -> None:
    page = Page(client.get("/sv/articles/tvattmaskinen/revisions/1"))
    found = meta(page)
    address = "http://localhost/sv/articles/tvattmaskinen/revisions/1"

    assert found["citation_author"] == ["Lind, Anna"]
    assert found["citation_public_url"] == found["DC.identifier"] == [address]
    assert found["citation_title"] == ["Tvättmaskinen"]
    assert page.one('meta[property="og:url"]')["content"] == address
    assert page.one("link[rel=canonical]")["href"] == "http://localhost/sv/articles/tvattmaskinen"
    assert json_ld(page)[0]["url"] == address


def test_json_ld_takes_an_account_with_a_single_name_for_a_person(
    app: Flask, client: FlaskClient
) -> None:
    make_article("Tvättmaskinen", make_user("editor", "Madonna", app=app), app=app)
    [article, *_] = json_ld(Page(client.get("/sv/articles/tvattmaskinen")))
    [author] = article["author"]
    assert (author["@type"], author["name"]) == ("Person", "Madonna")


@pytest.mark.parametrize(("query", "number"), [("", 2), ("?version=1", 1)])
def test_the_page_on_citing_is_kept_as_the_version_that_it_cites(
    client: FlaskClient, signed: int, query: str, number: int
) -> None:
    address = "/sv/articles/tvattmaskinen"
    page = Page(client.get(f"{address}/cite{query}"))
    version = Page(client.get(f"{address}/revisions/{number}"))
    ours = {
        name: value for name, value in meta(page).items() if name.startswith(("citation_", "DC."))
    }
    theirs = meta(version)
    assert ours["citation_public_url"] == [f"http://localhost{address}/revisions/{number}"]
    assert ours == {name: theirs[name] for name in ours}
    assert page.values("abbr.unapi-id", "title") == [f"version-{signed}-{number}"]
    assert not page.all('script[type="application/ld+json"]')


def test_the_line_below_the_title_holds_no_date_among_the_authors(
    client: FlaskClient, signed: int
) -> None:
    page = Page(client.get("/sv/articles/tvattmaskinen"))
    assert page.one("[class*=byline]").text == "Av Anna Lind, Bo Ek"


def test_json_ld_says_who_and_when(client: FlaskClient, signed: int) -> None:
    [described] = json_ld(Page(client.get("/sv/articles/tvattmaskinen")))
    assert described["@type"] == "Article"
    assert described["headline"] == "Tvättmaskinen"
    assert [author["familyName"] for author in described["author"]] == ["Lind", "Ek"]
    assert described["keywords"] == ["Malmö universitet", "Skola"]
    assert described["inLanguage"] == "sv"


def test_json_ld_is_valid_whatever_the_title(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article(HOSTILE, editor, summary=HOSTILE, app=app)
    address = client.get("/sv/articles/").text.partition('item-title"><a href="')[2]
    page = Page(client.get(address.partition('"')[0]))

    [described] = json_ld(page)
    assert described["headline"] == page.one("h1").text.strip() or described["headline"] in HOSTILE
    assert len(page.all("script")) == 2
    assert meta(page)["citation_title"] == [described["headline"]]


def test_an_event_says_when_and_where_it_is(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    facts = {
        "starts_at": "2027-07-05 15:00",
        "ends_at": "2027-07-05 16:00",
        "place": "Kårhuset, Umeå",
        "online_url": "https://example.org/x",
        "organisers": ["MSI"],
        "speakers": ["Sara Dahlin"],
    }
    make_article("Seminariet", editor, kind="event", facts=facts, app=app)

    article, event = json_ld(Page(client.get("/sv/articles/seminariet")))
    assert article["@type"] == "Article"
    assert event["@type"] == "Event"
    assert event["startDate"] == "2027-07-05T15:00:00+02:00"
    assert event["endDate"] == "2027-07-05T16:00:00+02:00"
    assert event["location"][0]["name"] == "Kårhuset, Umeå"
    assert event["location"][1]["url"] == "https://example.org/x"
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert event["performer"] == [{"@type": "Person", "name": "Sara Dahlin"}]


@pytest.mark.parametrize(
    ("starts_at", "date"), [("2027-07-05", "2027-07-05"), ("2027-07", None), (None, None)]
)
def test_an_event_without_a_day_is_only_an_article(
    app: Flask, client: FlaskClient, editor: Person, starts_at: str | None, date: str | None
) -> None:
    facts = {"starts_at": starts_at} if starts_at else {}
    make_article("Seminariet", editor, kind="event", facts=facts, app=app)
    described = json_ld(Page(client.get("/sv/articles/seminariet")))
    assert [thing.get("startDate") for thing in described[1:]] == ([date] if date else [])
