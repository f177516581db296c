"""Draw columns that hold every number and never leave the chart."""

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


def test_a_young_wiki_is_shown_by_month_over_a_year() -> None:
    chart = make_column_chart({(2026, 9): 3, (2026, 11): 5}, (2026, 11), "sv")
    assert chart is not None
    assert chart.period is Period.MONTH
    assert len(chart.columns) == 12
    assert (chart.columns[0].label, chart.columns[-1].label) == ("december 2025", "november 2026")
    assert [column.count for column in chart.columns[-3:]] == [3, 0, 5]
    assert (chart.total, chart.fullest.label) == (8, "november 2026")
    assert [line.count for line in chart.lines] == [0, 3, 6]
    assert [column.name for column in chart.columns[:3]] == ["dec", "2026", "feb"]


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
    chart = make_column_chart({first: 1}, (2026, 11), "en")
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
    assert 1 <= len(chart.columns) <= 24
    right = 0.0
    for column in chart.columns:
        places = (column.x, column.y, column.width, column.height, column.middle)
        assert all(math.isfinite(place) and 0 <= place <= 100 for place in places)
        assert column.x >= right
        right = column.x + column.width
        assert right <= 100
        assert math.isclose(column.y + column.height, chart.floor, abs_tol=0.01)
    assert max(column.count for column in chart.columns) <= max(line.count for line in chart.lines)
    newest = [count for month, count in counts.items() if month >= (2026, 1) and count > 0]
    assert chart.total >= sum(newest)
    assert make_column_chart(counts, (2026, 11), language) == chart
