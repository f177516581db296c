"""Test the calendar over HTTP."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.builders import make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import archive_article, pair_articles, unarchive_article
from wiki.articles.actions.save import rename_article
from wiki.clock import now
from wiki.events.queries import When, list_events


def facts(days: int, **more: object) -> dict[str, object]:
    """Return the facts of an event that begins this many days from today."""
    day = (now() + timedelta(days=days)).strftime("%Y-%m-%d")
    return {"starts_at": f"{day}T10:00", "ends_at": f"{day}T11:30", **more}


@pytest.fixture
def events(app: Flask) -> dict[str, int]:
    """Create an upcoming, a past and a recorded event, and the draft of an event."""
    editor, author = make_user("editor", app=app), make_user("author", app=app)

    def make(title: str, days: int, **more: object) -> int:
        return make_article(title, editor, kind="event", facts=facts(days, **more), app=app)

    ids = {
        "coming": make("Kommande möte", 3, place="Borås"),
        "past": make("Gammalt möte", -400),
        "recorded": make("Inspelat möte", -30, recording_url="https://example.org/film"),
    }
    ids["draft"] = make_article("Hemligt möte", author, kind="event", facts=facts(5), app=app)
    return ids


def part(html: str, heading: str) -> str:
    """Return the part of the page below a heading."""
    return html.split(f'id="{heading}"', 1)[1].split("<h2", 1)[0]


@pytest.mark.usefixtures("events")
def test_each_event_is_in_its_part_of_the_calendar(client: FlaskClient) -> None:
    html = client.get("/sv/events/").get_data(as_text=True)

    assert "Kommande möte" in part(html, "upcoming")
    assert "Borås" in part(html, "upcoming")
    assert "Inspelat möte" in part(html, "recordings")
    assert "https://example.org/film" in part(html, "recordings")
    assert "Gammalt möte" in part(html, "past")
    assert "Gammalt möte" not in part(html, "upcoming")
    assert "Hemligt möte" not in html


@pytest.mark.long
def test_each_list_of_the_calendar_has_pages(app: Flask, client: FlaskClient) -> None:
    """However many events there are, each is on one of them."""
    editor = make_user("editor", app=app)
    for number in range(1, 52):
        make_article(f"Nytt {number}", editor, kind="event", facts=facts(number), app=app)
    for number in range(1, 22):
        make_article(f"Äldre {number}", editor, kind="event", facts=facts(-number), app=app)
    first = Page(client.get("/sv/events/"))
    assert "Nytt 50" in first.text
    assert "Nytt 51" not in first.text
    names = [nav["aria-label"] for nav in first.all("nav.pagination")]
    assert names == ["Sidor: Kommande evenemang", "Sidor: Tidigare evenemang"]
    upcoming, past = first.values(".pagination-step[rel=next]", "href")
    second = Page(client.get(upcoming))
    assert "Nytt 51" in second.text
    assert "Nytt 50" not in second.text
    assert "Äldre 20" in second.text
    # Who turns one list stays where they are in the other.
    both = Page(client.get(second.values(".pagination-step[rel=next]", "href")[-1]))
    for title in ("Nytt 51", "Äldre 21"):
        assert title in both.text
    assert "Äldre 20" not in both.text
    assert "Äldre 21" in Page(client.get(past)).text
    assert both.values(".pagination-step[rel=prev]", "href") == [
        "/sv/events/?page=2#upcoming",
        "/sv/events/?upcoming=2#past",
    ]


def test_an_empty_calendar_says_what_will_come(client: FlaskClient) -> None:
    assert "Inget är planerat just nu" in client.get("/sv/events/").get_data(as_text=True)
    assert "Nothing is planned just now" in client.get("/en/events/").get_data(as_text=True)


def test_the_calendar_file_has_each_dated_event(
    client: FlaskClient, events: dict[str, int]
) -> None:
    response = client.get("/sv/events.ics")
    entries = {
        str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(response.data).walk("VEVENT")
    }

    assert response.mimetype == "text/calendar"
    assert set(entries) == {"Kommande möte", "Gammalt möte", "Inspelat möte"}
    coming = entries["Kommande möte"]
    assert str(coming["URL"]) == "http://localhost/sv/articles/kommande-mote"
    assert str(coming["LOCATION"]) == "Borås"
    text = response.get_data(as_text=True)
    assert "DTSTART;TZID=Europe/Stockholm:" in text
    assert "T100000\r\n" in text
    assert len({str(entry["UID"]) for entry in entries.values()}) == len(events) - 1


@pytest.mark.usefixtures("events")
def test_calendar_programs_know_an_event_again_when_the_wiki_moves(
    app: Flask, client: FlaskClient
) -> None:
    """A program shows an event with another id a second time."""
    uids = []
    for base_url in ("http://127.0.0.1:5000", "https://ny.example.org"):
        app.config["BASE_URL"] = base_url
        body = client.get("/sv/events/kommande-mote.ics").data
        uids += [str(event["UID"]) for event in Calendar.from_ical(body).walk("VEVENT")]
    assert uids[0] == uids[1]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", uids[0])


@pytest.mark.usefixtures("events")
def test_one_event_has_a_calendar_file_of_its_own(client: FlaskClient) -> None:
    response = client.get("/sv/events/kommande-mote.ics")

    events = Calendar.from_ical(response.data).walk("VEVENT")
    assert [str(found["SUMMARY"]) for found in events] == ["Kommande möte"]
    assert client.get("/sv/events/hemligt-mote.ics").status_code == 404
    assert client.get("/sv/events/nothing.ics").status_code == 404


def test_a_calendar_file_has_the_place_and_the_link(app: Flask, client: FlaskClient) -> None:
    more = {"place": "Kårhuset, Umeå", "online_url": "https://zoom.us/j/1"}
    make_article(
        "Möte", make_user("editor", app=app), kind="event", facts=facts(3, **more), app=app
    )
    for name in ("events", "events/mote"):
        (event,) = Calendar.from_ical(client.get(f"/sv/{name}.ics").data).walk("VEVENT")
        assert str(event["LOCATION"]) == "Kårhuset, Umeå"
        assert str(event["CONFERENCE"]) == str(event["DESCRIPTION"]) == "https://zoom.us/j/1"


def test_a_renamed_event_is_found_under_its_former_address(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    event = make_article("Möte", editor, kind="event", facts=facts(3), app=app)
    with app.app_context():
        rename_article(event, "Träff", editor.viewer)
    for former in ("/sv/events/mote.ics", "/en/events/traff.ics"):
        response = client.get(former)
        assert (response.status_code, response.location) == (301, "/sv/events/traff.ics")
    assert b"SUMMARY:Tr" in client.get("/sv/events/mote.ics", follow_redirects=True).data
    make_article("Träff", editor, language="en", kind="event", facts=facts(4), app=app)
    assert client.get("/sv/events/traff.ics").status_code == 200
    assert client.get("/en/events/traff.ics").status_code == 200


def test_an_event_known_by_month_has_no_calendar_file(app: Flask, client: FlaskClient) -> None:
    editor, month = make_user("editor", app=app), {"starts_at": "2030-10"}
    make_article("Hösten", editor, kind="event", facts=month, app=app)
    assert client.get("/sv/articles/hosten").status_code == 200
    assert client.get("/sv/events/hosten.ics").status_code == 404


@pytest.mark.usefixtures("context")
def test_an_archived_event_leaves_the_calendar_and_comes_back() -> None:
    editor = make_user("editor")
    event = make_article("Möte", editor, kind="event", facts=facts(3))

    def titles() -> list[str]:
        return [line.title for line in list_events("sv", When.UPCOMING, ANONYMOUS).items]

    assert titles() == ["Möte"]
    archive_article(event, "inställt", editor.viewer)
    assert titles() == []
    unarchive_article(event, editor.viewer)
    assert titles() == ["Möte"]


@pytest.mark.usefixtures("context")
def test_an_event_is_listed_once_in_the_language_of_the_page() -> None:
    editor = make_user("editor")
    swedish = make_article("Möte", editor, kind="event", facts=facts(3))
    english = make_article("Meeting", editor, kind="event", facts=facts(3), language="en")
    make_article("Bara svenska", editor, kind="event", facts=facts(4))
    pair_articles(swedish, english, editor.viewer)

    listed = {
        language: [line.title for line in list_events(language, When.UPCOMING, ANONYMOUS).items]
        for language in ("sv", "en")
    }

    assert listed == {"sv": ["Möte", "Bara svenska"], "en": ["Meeting", "Bara svenska"]}


@pytest.mark.usefixtures("context")
def test_a_university_has_its_own_events() -> None:
    editor = make_user("editor")
    ours = make_article("Vårt möte", editor, kind="event", facts=facts(3))
    make_article("Deras möte", editor, kind="event", facts=facts(3))
    put_on(ours, make_tag("malmo-university", "university"))

    found = list_events("sv", When.UPCOMING, ANONYMOUS, tag="malmo-university")

    assert [line.title for line in found.items] == ["Vårt möte"]
