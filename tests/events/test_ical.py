"""Test that calendar programs can read the wiki's files."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wiki.events.ical import CalendarEvent, calendar
from wiki.events.times import event_times

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SAVED = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def _event(starts_at: str, ends_at: str = "", timezone: str = "", **rest: str) -> CalendarEvent:
    times = event_times({"starts_at": starts_at, "ends_at": ends_at, "timezone": timezone})
    assert times is not None
    fields = {"key": "article-7", "title": "Seminarium", "url": "https://wiki.se/sv/articles/s"}
    return CalendarEvent(**{**fields, **rest}, times=times, updated_at=SAVED)


def _parsed(*events: CalendarEvent) -> Any:
    return Calendar.from_ical(calendar(events, "Kalender för MSI", "https://wiki.se"))


def test_an_event_is_read_back_whole() -> None:
    event = _event(
        "2026-12-05T15:00",
        "2026-12-05T16:00",
        title="JU:s arbete; nya sätt, på riktigt",
        description="Två rader.\nOch \\ ett streck.",
        place="Kårhuset; Umeå",
        link="https://ju-se.zoom.us/j/1?a=b,c",
    )
    (read,) = _parsed(event).events
    assert read.uid == "article-7"
    assert read.decoded("dtstamp") == SAVED
    assert read.start == datetime(2026, 12, 5, 15, tzinfo=STOCKHOLM)
    assert read.end == datetime(2026, 12, 5, 16, tzinfo=STOCKHOLM)
    assert str(read["summary"]) == "JU:s arbete; nya sätt, på riktigt"
    link = "https://ju-se.zoom.us/j/1?a=b,c"
    assert str(read["description"]) == f"Två rader.\nOch \\ ett streck.\n\n{link}"
    assert str(read["location"]) == "Kårhuset; Umeå"
    assert (str(read["conference"]), read["conference"].params["VALUE"]) == (link, "URI")
    assert str(read["url"]) == "https://wiki.se/sv/articles/s"


def test_a_link_stands_for_a_place_that_is_not_given() -> None:
    (read,) = _parsed(_event("2026-12-05", link="https://zoom.us/j/1")).events
    assert str(read["location"]) == str(read["conference"]) == "https://zoom.us/j/1"
    (read,) = _parsed(_event("2026-12-05", place="Umeå")).events
    assert (str(read["location"]), "conference" in read, "description" in read) == (
        "Umeå",
        False,
        False,
    )


def test_no_event_is_an_invitation() -> None:
    assert b"METHOD" not in calendar([_event("2026-12-05")], "K", "https://wiki.se")


def test_a_time_that_the_clocks_skip_is_written_as_the_one_that_follows() -> None:
    file = calendar([_event("2027-03-28T02:30", "2027-03-28T02:45")], "K", "https://wiki.se")
    assert b"DTSTART;TZID=Europe/Stockholm:20270328T033000\r\n" in file
    assert b"DTEND;TZID=Europe/Stockholm:20270328T034500\r\n" in file


def test_the_time_zone_comes_with_its_rules() -> None:
    text = calendar([_event("2026-12-05T15:00")], "K", "https://wiki.se").decode()
    assert "DTSTART;TZID=Europe/Stockholm:20261205T150000\r\n" in text
    (zone,) = Calendar.from_ical(text).timezones
    rules = zone.to_tz(lookup_tzid=False)
    for at in (datetime(2026, 12, 5, 15), datetime(2026, 7, 5, 15)):  # noqa: DTZ001 - a local time
        assert rules.utcoffset(at) == STOCKHOLM.utcoffset(at)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "timezone", "start", "end"),
    [
        ("2026-12-05T15:00", "", "UTC", "DTSTART:20261205T150000Z", None),
        (
            "2026-12-05T15:00",
            "2026-12-06",
            "",
            "DTSTART;TZID=Europe/Stockholm:20261205T150000",
            "DTEND;TZID=Europe/Stockholm:20261207T000000",
        ),
        (
            "2026-12-05T15:00",
            "2026-12-05T15:00",
            "",
            "DTSTART;TZID=Europe/Stockholm:20261205T150000",
            None,
        ),
        ("2026-12-05", "", "", "DTSTART;VALUE=DATE:20261205", None),
        (
            "2026-12-05",
            "2026-12-07",
            "",
            "DTSTART;VALUE=DATE:20261205",
            "DTEND;VALUE=DATE:20261208",
        ),
        (
            "2026-12-05",
            "2026-12-05T16:00",
            "",
            "DTSTART;VALUE=DATE:20261205",
            "DTEND;VALUE=DATE:20261206",
        ),
        ("2026-12-05", "2026-12", "", "DTSTART;VALUE=DATE:20261205", None),
    ],
)
def test_start_and_end_are_of_one_type(
    starts_at: str, ends_at: str, timezone: str, start: str, end: str | None
) -> None:
    file = calendar([_event(starts_at, ends_at, timezone)], "K", "https://wiki.se").decode()
    event = file[file.index("BEGIN:VEVENT") :]
    lines = [line for line in event.split("\r\n") if line.startswith(("DTSTART", "DTEND"))]
    assert lines == ([start, end] if end else [start])


def test_an_event_known_by_month_is_left_out() -> None:
    read = _parsed(_event("2022-10"), _event("2026-12-05", key="article-8"))
    assert [event.uid for event in read.events] == ["article-8"]


def test_a_calendar_without_events_is_a_calendar() -> None:
    read = _parsed()
    assert read.events == []
    assert str(read["x-wr-calname"]) == "Kalender för MSI"
    assert str(read["version"]) == "2.0"
    assert read["prodid"]


def test_days_bring_no_time_zone() -> None:
    assert _parsed(_event("2026-12-05")).timezones == []
    assert _parsed(_event("2026-12-05")).events[0].start == date(2026, 12, 5)


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), max_size=90
)


@given(WORDS, WORDS, WORDS)
def test_any_words_are_folded_and_read_back(title: str, description: str, location: str) -> None:
    event = _event("2026-12-05", title=title, description=description, place=location)
    file = calendar([event], title, "https://wiki.se")
    assert file == calendar([event], title, "https://wiki.se")
    assert file.endswith(b"END:VCALENDAR\r\n")
    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    (read,) = Calendar.from_ical(file).events
    assert str(read["summary"]) == title
    assert str(read.get("description", "")) == description
    assert str(read.get("location", "")) == location


def test_a_line_cannot_be_smuggled_in() -> None:
    event = _event("2026-12-05", title="A\r\nATTENDEE:mailto:x@y.se", place="B\nEND:VEVENT")
    (read,) = _parsed(event).events
    assert "attendee" not in read
