"""Times that clocks show are read, and those that no clock shows are refused."""

from datetime import UTC, datetime

import pytest

from wiki.appointments.times import read_moment
from wiki.errors import InvalidInput

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-02T09:30", datetime(2027, 3, 2, 8, 30, tzinfo=UTC)),
        (" 2027-07-02 09:30 ", datetime(2027, 7, 2, 7, 30, tzinfo=UTC)),
        ("2027-03-28T01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28T03:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # the first of two
    ],
)
def test_a_time_is_read_as_clocks_show_it(text: str, moment: datetime) -> None:
    assert read_moment(text, "Europe/Stockholm", NOW) == moment


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write the time"),
        ("tomorrow", "Write the time"),
        ("2027-02-30T09:00", "Write the time"),
        ("2027-03-02", "Write the time"),
        ("2027-03-02T25:00", "Write the time"),
        ("٢٠٢٧-03-02T09:00", "Write the time"),
        ("2" * 100_000, "Write the time"),
        ("2027-03-28T02:30", "no such time"),
        ("2027-03-01T13:00", "past"),
        ("0001-01-01T00:00", "past"),
        ("2029-01-01T00:00", "within a year"),
        ("9999-12-31T23:59", "within a year"),
    ],
)
def test_a_time_that_cannot_be_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_moment(text, "Europe/Stockholm", NOW)
