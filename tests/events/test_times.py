"""Test that facts become moments, and moments become words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.events.times import EventTimes, event_times, format_times, times_of


def _times(starts_at: str, ends_at: str = "", timezone: str = "") -> EventTimes:
    times = event_times({"starts_at": starts_at, "ends_at": ends_at, "timezone": timezone})
    assert times is not None
    return times


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "timezone", "first", "last", "precision"),
    [
        ("2026-12-05T15:00", "2026-12-05T16:00", "", "12-05T14:00", "12-05T15:00", "minute"),
        ("2026-07-05T15:00", "2026-07-05T16:00", "", "07-05T13:00", "07-05T14:00", "minute"),
        ("2026-12-05T15:00", "", "", "12-05T14:00", "12-05T23:00", "minute"),
        ("2026-12-05T15:00", "2026-12-06", "", "12-05T14:00", "12-06T23:00", "minute"),
        ("2026-06-05", "", "", "06-04T22:00", "06-05T22:00", "day"),
        ("2026-06-05", "2026-06-07", "UTC", "06-05T00:00", "06-08T00:00", "day"),
        ("2026-10", "", "", "09-30T22:00", "10-31T23:00", "month"),
        ("2026-02", "2026-02", "UTC", "02-01T00:00", "03-01T00:00", "month"),
        ("2026-03-01T20:00", "", "America/New_York", "03-02T01:00", "03-02T05:00", "minute"),
    ],
)
def test_facts_become_moments(
    starts_at: str, ends_at: str, timezone: str, first: str, last: str, precision: str
) -> None:
    times = _times(starts_at, ends_at, timezone)
    assert times.starts_at_utc == datetime.fromisoformat(f"2026-{first}").replace(tzinfo=UTC)
    assert times.ends_at_utc == datetime.fromisoformat(f"2026-{last}").replace(tzinfo=UTC)
    assert times.precision == precision
    assert times.timezone == (timezone or "Europe/Stockholm")


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"ends_at": "2026-12-05"},
        {"starts_at": "i december"},
        {"starts_at": "2026-13"},
        {"starts_at": 2026},
        {"starts_at": "2026-12-05", "timezone": "Mars/Olympus"},
        {"starts_at": "2026-12-05", "timezone": "../x"},
        {"starts_at": "2026-12-05", "timezone": "Europe"},
    ],
)
def test_facts_that_do_not_say_when_give_nothing(facts: dict[str, object]) -> None:
    assert event_times(facts) is None


def test_an_end_before_the_start_is_left_out() -> None:
    assert _times("2026-12-05T15:00", "2026-12-05T14:00").end is None
    assert _times("2026-12-05T15:00", "2026-12-05T16:00").end is not None


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "timezone", "swedish", "english"),
    [
        (
            "2026-12-05T15:00",
            "2026-12-05T16:00",
            "",
            "lördag 5 december 2026 kl. 15.00–16.00",
            "Saturday 5 December 2026, 15:00–16:00",
        ),
        (
            "2026-12-05T15:00",
            "",
            "",
            "lördag 5 december 2026 kl. 15.00",
            "Saturday 5 December 2026, 15:00",
        ),
        (
            "2026-12-05T15:00",
            "2026-12-05",
            "",
            "lördag 5 december 2026 kl. 15.00",
            "Saturday 5 December 2026, 15:00",
        ),
        (
            "2026-12-31T22:00",
            "2027-01-01T02:00",
            "",
            "torsdag 31 december 2026 kl. 22.00 – fredag 1 januari 2027 kl. 02.00",
            "Thursday 31 December 2026, 22:00 – Friday 1 January 2027, 02:00",
        ),
        (
            "2026-12-05T15:00",
            "2026-12-05T16:00",
            "America/New_York",
            "lördag 5 december 2026 kl. 15.00–16.00 (tid i New York)",
            "Saturday 5 December 2026, 15:00–16:00 (New York time)",
        ),
        (
            "2026-12-05T15:00",
            "",
            "UTC",
            "lördag 5 december 2026 kl. 15.00 (UTC)",
            "Saturday 5 December 2026, 15:00 (UTC)",
        ),
        ("2026-12-05", "", "UTC", "lördag 5 december 2026", "Saturday 5 December 2026"),
        (
            "2026-12-05",
            "2026-12-07",
            "",
            "lördag 5 december – måndag 7 december 2026",
            "Saturday 5 December – Monday 7 December 2026",
        ),
        ("2022-10", "", "", "oktober 2022", "October 2022"),
        ("2022-10", "2022-10", "", "oktober 2022", "October 2022"),
        ("2022-10", "2022-12", "", "oktober–december 2022", "October–December 2022"),
        (
            "2022-10",
            "2023-01",
            "",
            "oktober 2022 – januari 2023",
            "October 2022 – January 2023",
        ),
    ],
)
def test_times_are_said_in_both_languages(
    starts_at: str, ends_at: str, timezone: str, swedish: str, english: str
) -> None:
    times = _times(starts_at, ends_at, timezone)
    assert format_times(times, "sv") == swedish
    assert format_times(times, "en") == english


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "fits"),
    [
        ("2026-12-05T15:00", "", True),
        ("2026-12-05T15:00", "2026-12-05T16:00", True),
        ("2026-12-05", "2026-12", True),
        ("2026-12-06", "", True),
        ("2026-12", "", False),
        ("2026-12", "2026-12-24", False),
        ("2026-12-04", "", False),
        ("2026-12-05T10:00", "2026-12-05T11:00", False),
    ],
)
def test_a_calendar_takes_what_has_a_day_that_is_not_past(
    starts_at: str, ends_at: str, fits: bool
) -> None:
    noon = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert _times(starts_at, ends_at).fits_calendar(noon) == fits


def test_only_events_have_times_to_say() -> None:
    facts = {"starts_at": "2026-12-05"}
    assert times_of("event", facts) == event_times(facts)
    assert times_of("event", {}) is None
    assert times_of("case", facts) is None
    assert format_times(times_of("case", facts), "en") == ""


MOMENTS = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 - a local time
    datetime(2100, 12, 31),  # noqa: DTZ001 - a local time
).flatmap(lambda at: st.sampled_from([at.isoformat()[:length] for length in (7, 10, 16)]))


@given(
    MOMENTS,
    st.just("") | MOMENTS,
    st.sampled_from(["", "Asia/Kathmandu", "Pacific/Apia", "EST5EDT", "Etc/GMT+5"]),
)
def test_every_event_can_be_sorted_and_said(starts_at: str, ends_at: str, timezone: str) -> None:
    times = _times(starts_at, ends_at, timezone)
    assert times.starts_at_utc <= times.ends_at_utc
    for language in ("sv", "en"):
        assert str(times.start.at.year) in format_times(times, language) or times.end


@pytest.mark.parametrize(
    ("starts_at", "may_begin"),
    [
        ("2026-12-01T13:01", True),
        ("2026-12-01T13:00", False),
        ("2026-12-01", True),
        ("2026-11-30", False),
        ("2026-12", True),
        ("2026-11", False),
    ],
)
def test_what_may_begin_after_a_moment(starts_at: str, may_begin: bool) -> None:
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert _times(starts_at, "2027-01-04").may_begin_after(noon) is may_begin
