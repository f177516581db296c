"""Test grouping by decade, and the stretches of years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pictures.timeline import UNDATED, Span, format_day, group_by_decade, make_spans

YEARS = st.lists(st.integers(1000, 2100) | st.just(UNDATED), max_size=200).map(sorted)


def test_items_are_under_their_decades_and_years() -> None:
    decades = group_by_decade([(1951, "a"), (1951, "b"), (1959, "c"), (2022, "d"), (UNDATED, "e")])
    assert [decade.first for decade in decades] == [1950, 2020, UNDATED]
    assert [decade.years_before for decade in decades] == [0, 62, 0]
    assert [decade.is_dated for decade in decades] == [True, True, False]
    assert [(year.number, year.items) for year in decades[0].years] == [
        (1951, ("a", "b")),
        (1959, ("c",)),
    ]
    assert group_by_decade([]) == []


def test_a_short_gap_is_not_mentioned() -> None:
    assert [decade.years_before for decade in group_by_decade([(1995, ""), (2004, "")])] == [0, 0]


def test_stretches_count_their_items_and_link_to_them() -> None:
    years = [1951, 1952, 1952, 1975, UNDATED]
    assert make_spans(years, 2) == [
        Span(1950, 1959, 3, 100, 1, 1950),
        Span(1960, 1969, 0, 0, 2, 1960),
        Span(1970, 1979, 1, 33, 2, 1970),
        Span(UNDATED, UNDATED, 1, 33, 3, UNDATED),
    ]
    assert make_spans([], 50) == []
    assert [span.first for span in make_spans([UNDATED], 50)] == [UNDATED]


def test_long_times_are_cut_into_longer_stretches() -> None:
    assert [span.first for span in make_spans([1710, 2020], 50)][:2] == [1700, 1750]
    spans = make_spans([1023, 1844, 2020], 50)
    assert (spans[0].first, spans[0].last) == (1000, 1049)
    assert next(span for span in spans if span.first == 1800).decade == 1840


@given(YEARS, st.integers(1, 60))
def test_every_year_is_in_a_stretch_that_leads_to_its_page(years: list[int], size: int) -> None:
    spans = make_spans(years, size)
    assert sum(span.count for span in spans) == len(years)
    assert len(spans) <= 25
    assert all(0 <= span.percent <= 100 for span in spans)
    for span in spans:
        inside = [place for place, year in enumerate(years) if span.first <= year <= span.last]
        assert len(inside) == span.count
        if inside:
            assert inside[0] // size + 1 == span.page
            assert group_by_decade([(years[inside[0]], "")])[0].first == span.decade
            assert span.percent > 0


@pytest.mark.parametrize(
    ("key", "language", "words"),
    [
        ("", "sv", ""),
        ("1951", "sv", ""),
        ("2022-10", "sv", "oktober"),
        ("2026-12-05", "sv", "5 december"),
        ("2026-12-05T15:00", "en", "5 December"),
    ],
)
def test_a_day_is_said_as_exactly_as_it_is_known(key: str, language: str, words: str) -> None:
    assert format_day(key, language) == words
