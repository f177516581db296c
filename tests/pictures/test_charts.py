"""Test that charts include every number and never leave their frame."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pictures.charts import Month, Period, make_column_chart, round_up

MONTHS = st.dictionaries(
    st.tuples(st.integers(1990, 2030), st.integers(1, 12)), st.integers(-3, 100_000)
)


def test_nothing_is_no_chart() -> None:
    assert make_column_chart({}, (2026, 11), "sv") is None
    assert make_column_chart({(2026, 1): 0}, (2026, 11), "sv") is None


def test_a_young_wiki_is_shown_by_month_over_half_a_year() -> None:
    counts = {(2026, 9): 3, (2026, 10): 1, (2026, 11): 5}
    chart = make_column_chart(counts, (2026, 11), "sv")
    assert chart is not None
    assert chart.period is Period.MONTH
    assert len(chart.columns) == 6
    assert (chart.columns[0].label, chart.columns[-1].label) == ("juni 2026", "november 2026")
    assert [column.count for column in chart.columns[-3:]] == [3, 1, 5]
    assert (chart.total, chart.fullest.label) == (9, "november 2026")
    assert [line.count for line in chart.lines] == [0, 3, 6]
    assert [column.name for column in chart.columns[-3:]] == ["sep", "okt", "nov"]
    assert not any(column.is_minor for column in chart.columns)
    assert chart.few == ()


def test_a_chart_begins_with_the_first_article() -> None:
    chart = make_column_chart({(2026, 2): 3, (2026, 8): 1, (2026, 11): 5}, (2026, 11), "en")
    assert chart is not None
    assert [column.label for column in (chart.columns[0], chart.columns[-1])] == [
        "February 2026",
        "November 2026",
    ]


@pytest.mark.parametrize(
    ("counts", "few"),
    [
        ({(2026, 11): 10}, (("November 2026", 10),)),
        ({(2026, 11): 6, (2021, 1): 4}, (("January 2021", 4), ("November 2026", 6))),
        ({(2026, 9): 2, (2026, 10): 1, (2026, 11): 6}, ()),
    ],
)
def test_few_months_are_listed_by_name(
    counts: dict[Month, int], few: tuple[tuple[str, int], ...]
) -> None:
    chart = make_column_chart(counts, (2026, 11), "en")
    assert chart is not None
    assert chart.few == few
    assert bool(chart.columns) == bool(chart.lines) == (not few)


# At least three months, which make a chart, and less than two years, which are shown by month.
MONTH_SPANS = [
    (first, last)
    for first in ((2026, 6), (2026, 1), (2025, 6), (2025, 1))
    for last in [*((2026, month) for month in range(7, 13)), (2027, 1), (2027, 2)]
    if 2 <= (last[0] - first[0]) * 12 + last[1] - first[1] < 24
]


@pytest.mark.parametrize(("first", "last"), MONTH_SPANS)
def test_the_last_month_is_named_and_has_room(first: Month, last: Month) -> None:
    chart = make_column_chart({first: 1, (2026, 6): 1, (2026, 7): 1, last: 1}, last, "sv")
    assert chart is not None
    assert chart.period is Period.MONTH
    *others, newest = chart.columns
    assert newest.label.startswith(newest.name)
    assert not newest.is_minor
    # As wide as a year is, in the narrowest frame in which the names are shown.
    for column in others:
        if column.name:
            frame = 496 if column.is_minor else 240
            assert (newest.middle - column.middle) * frame / 100 >= 27


def test_the_last_of_many_years_is_named() -> None:
    chart = make_column_chart({(2009, 1): 1, (2026, 1): 1, (2026, 2): 1}, (2026, 11), "en")
    assert chart is not None
    named = [column.name for column in chart.columns if column.name]
    assert named[-2:] == ["2024", "2026"]
    assert not chart.columns[-1].is_minor


@pytest.mark.parametrize(
    ("first", "period", "label"),
    [
        ((2024, 12), Period.MONTH, "December 2024"),
        ((2024, 11), Period.QUARTER, "Q4 2024"),
        ((2021, 1), Period.QUARTER, "Q1 2021"),
        ((2020, 12), Period.YEAR, "2020"),
        ((2003, 5), Period.YEAR, "2003"),
    ],
)
def test_columns_grow_longer_with_the_wiki(first: Month, period: Period, label: str) -> None:
    chart = make_column_chart({first: 1, (2026, 1): 1, (2026, 2): 1}, (2026, 11), "en")
    assert chart is not None
    assert (chart.period, chart.columns[0].label) == (period, label)


@pytest.mark.parametrize(
    ("count", "top"), [(1, 1), (2, 2), (3, 4), (10, 10), (11, 12), (99, 100), (1152, 1200)]
)
def test_the_scale_ends_at_a_round_number(count: int, top: int) -> None:
    assert round_up(count) == top


@given(MONTHS, st.sampled_from(["sv", "en"]))
def test_no_column_leaves_the_chart(counts: dict[Month, int], language: str) -> None:
    chart = make_column_chart(counts, (2026, 11), language)
    if chart is None:
        assert all(count <= 0 for count in counts.values())
        return
    if chart.few:
        assert [count for _, count in chart.few] == [
            count for _, count in sorted(counts.items()) if count > 0
        ]
        return
    assert 1 <= len(chart.columns) <= 24
    right, floor = 0.0, chart.columns[0].y + chart.columns[0].height
    for column in chart.columns:
        places = (column.x, column.y, column.width, column.height, column.middle)
        assert all(math.isfinite(place) and 0 <= place <= 100 for place in places)
        assert column.x >= right
        right = column.x + column.width
        assert right <= 100
        assert math.isclose(column.y + column.height, floor, abs_tol=0.01)
    assert max(column.count for column in chart.columns) <= max(line.count for line in chart.lines)
    newest = [count for month, count in counts.items() if month >= (2026, 1) and count > 0]
    assert chart.total >= sum(newest)
    assert make_column_chart(counts, (2026, 11), language) == chart
