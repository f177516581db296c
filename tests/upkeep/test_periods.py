"""The day by which an article is to be checked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.upkeep.periods import due_on, months_after, months_before

PERIODS = {"case": 36, "event": 0}


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 5, 3), 0, date(2026, 5, 3)),
        (date(9999, 12, 31), 1, date.max),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def test_before_the_calendar_there_is_no_day() -> None:
    assert months_before(date(1, 2, 1), 2) == date.min


@given(st.dates(date(100, 1, 1), date(9900, 1, 1)), st.integers(0, 600))
def test_what_was_read_before_the_last_day_is_due(day: date, months: int) -> None:
    last = months_before(day, months)
    assert months_after(last, months) <= day
    assert last.day == day.day or last.day < day.day


@pytest.mark.parametrize(
    ("kind", "check_by", "due"),
    [
        ("case", None, date(2029, 5, 3)),
        ("event", None, None),
        ("concept", None, None),
        ("case", date(2026, 6, 1), date(2026, 6, 1)),
        ("event", date(2026, 6, 1), date(2026, 6, 1)),
    ],
)
def test_a_day_that_was_set_comes_before_what_the_kind_says(
    kind: str, check_by: date | None, due: date | None
) -> None:
    assert due_on(kind, date(2026, 5, 3), check_by, PERIODS) == due
