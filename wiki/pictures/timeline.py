"""Group the timeline by decade and year, and count its items by stretches of years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from babel.dates import format_date

# The year of items without a date: it sorts after all others.
UNDATED = 9999
# How many columns fit in a row on a wide screen.
_MOST_SPANS = 24
_STEPS = (10, 50)
_DECADE = 10

# Days come before months in both languages, unlike in American English.
_LOCALES = {"sv": "sv", "en": "en_GB"}

Item = TypeVar("Item")


@dataclass(frozen=True)
class Year(Generic[Item]):
    """The items of a year."""

    number: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Decade(Generic[Item]):
    """The years of a decade; `years_before` is the length of an empty gap before it."""

    first: int
    years_before: int
    years: tuple[Year[Item], ...]

    @property
    def is_dated(self) -> bool:
        """Return whether its items have a date."""
        return self.first != UNDATED


@dataclass(frozen=True)
class Span:
    """A stretch of years: its number of items, also in percent of the fullest stretch.

    Its first item is on `page` in the decade `decade`.
    """

    first: int
    last: int
    count: int
    percent: int
    page: int
    decade: int

    @property
    def is_dated(self) -> bool:
        """Return whether its items have a date."""
        return self.first != UNDATED


def decade_of(year: int) -> int:
    """Return the first year of the decade; items without a date have a decade of their own."""
    return year if year == UNDATED else year - year % _DECADE


def group_by_decade(items: Iterable[tuple[int, Item]]) -> list[Decade[Item]]:
    """Group items by decade and year; they come with their years, already sorted."""
    decades: list[Decade[Item]] = []
    last_year: int | None = None
    for first, group in groupby(items, key=lambda item: decade_of(item[0])):
        years = tuple(
            Year(number, tuple(item for _, item in of_year))
            for number, of_year in groupby(group, key=lambda item: item[0])
        )
        gap = 0
        if last_year is not None and first != UNDATED:
            gap = years[0].number - last_year - 1
        decades.append(Decade(first, gap if gap >= _DECADE else 0, years))
        last_year = years[-1].number
    return decades


def make_spans(years: Sequence[int], page_size: int) -> list[Span]:
    """Divide sorted years into stretches of equal length, few enough to see at once.

    Empty stretches between others are included, since gaps are part of a timeline.
    """
    stretches, step = _count_in_stretches(years)
    fullest = max((number for _, number in stretches), default=0)
    spans, before = [], 0
    for start, number in stretches:
        decade = decade_of(years[before]) if number else start
        last = start if start == UNDATED else start + step - 1
        percent = _percent(number, fullest)
        spans.append(Span(start, last, number, percent, before // page_size + 1, decade))
        before += number
    return spans


def _count_in_stretches(years: Sequence[int]) -> tuple[list[tuple[int, int]], int]:
    """Return the first year and the number of items of each stretch, and their common length."""
    counts = Counter(year for year in years if year != UNDATED)
    if not counts:
        starts, step = range(0), _STEPS[0]
    else:
        step = _step(min(counts), max(counts))
        starts = range(min(counts) // step * step, max(counts) + 1, step)
    stretches = [(start, sum(counts[start + year] for year in range(step))) for start in starts]
    if len(years) > counts.total():
        stretches.append((UNDATED, len(years) - counts.total()))
    return stretches, step


def _step(first: int, last: int) -> int:
    """Return the length of a stretch in years."""
    return next((step for step in _STEPS if last // step - first // step < _MOST_SPANS), _STEPS[-1])


def _percent(number: int, fullest: int) -> int:
    """Return the share of the fullest, never too small to be seen."""
    return max(4, round(100 * number / fullest)) if number else 0


def format_day(key: str, language: str) -> str:
    """Return the day or month of a key such as 2026-12-05T15:00 in words; empty for a year."""
    parts = [int(part) for part in key[:10].split("-") if part]
    if len(parts) < 2:
        return ""
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    form = "d MMMM" if len(parts) > 2 else "LLLL"
    return str(format_date(day, form, locale=_LOCALES[language]))
