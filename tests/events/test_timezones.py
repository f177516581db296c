"""The rules of time zones agree with the zones in the years of the events."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wiki.events.timezones import describe_timezone

SUMMER = """BEGIN:DAYLIGHT
DTSTART:20250330T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
"""
WINTER = """BEGIN:STANDARD
DTSTART:20251026T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
"""


def test_sweden_is_one_rule_for_summer_and_one_for_winter() -> None:
    """The onset is a local time before the change: 02:00 in spring, 03:00 in autumn."""
    text = describe_timezone("Europe/Stockholm", 2026, 2031).to_ical().decode()
    parts = text.replace("\r\n", "\n").removeprefix("BEGIN:VTIMEZONE\n").partition("\n")
    assert parts[0] == "TZID:Europe/Stockholm"
    assert parts[2].removesuffix("END:VTIMEZONE\n") == SUMMER + WINTER


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("years", [(2026, 2026), (2019, 2031), (1975, 1999), (2011, 2016)])
@pytest.mark.parametrize(
    "name",
    [
        *("Europe/Stockholm", "Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Istanbul"),
        *("America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Australia/Sydney"),
        *("Asia/Tokyo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns"),
        *("Asia/Tehran", "Asia/Jerusalem", "America/Nuuk", "Etc/GMT+5"),
    ],
)
def test_every_day_of_the_years_has_the_offset_of_the_zone(
    name: str, years: tuple[int, int]
) -> None:
    zone, read = ZoneInfo(name), describe_timezone(name, *years).to_tz(lookup_tzid=False)
    moment, end = datetime(years[0], 1, 1, 12, tzinfo=UTC), datetime(years[1] + 1, 1, 1, tzinfo=UTC)
    wrong = []
    while moment < end:
        local = moment.astimezone(zone)
        if read.utcoffset(local.replace(tzinfo=None)) != local.utcoffset():
            wrong.append(local)
        moment += timedelta(days=1)
    assert wrong == []


def test_each_change_has_one_onset_and_no_list_of_dates() -> None:
    for name in ("Africa/Casablanca", "Europe/Moscow", "Europe/Stockholm"):
        text = describe_timezone(name, 2010, 2030).to_ical().decode()
        assert "RDATE" not in text
        assert text.count("DTSTART") == text.count("BEGIN:STANDARD") + text.count("BEGIN:DAYLIGHT")
