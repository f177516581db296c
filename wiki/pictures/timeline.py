"""Arrange what happened by decade and year, and count the stretches of time at a glance."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from babel.dates import format_date

# The year of what does not say when it was: it comes after everything that does.
UNDATED = 9999
# So many columns still stand beside one another on a wide screen.
_MOST_SPANS = 24
_STEPS = (10, 50)
_DECADE = 10

# Days come before months in both languages, unlike in American English.
_LOCALES = {"sv": "sv", "en": "en_GB"}

Item = TypeVar("Item")


@dataclass(frozen=True)
class Year(Generic[Item]):
    """Hold what happened in a year."""

    number: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Decade(Generic[Item]):
    """Hold the years of a decade; `years_before` is how long nothing happened before it."""

    first: int
    years_before: int
    years: tuple[Year[Item], ...]

    @property
    def is_dated(self) -> bool:
        """Tell whether it is known when its items happened."""
        return self.first != UNDATED


@dataclass(frozen=True)
class Span:
    """Hold a stretch of years: how many items, and their share of the fullest stretch in percent.

    Its first item stands on `page` in the decade `decade`.
    """

    first: int
    last: int
    count: int
    percent: int
    page: int
    decade: int

    @property
    def is_dated(self) -> bool:
        """Tell whether it is a stretch of time at all."""
        return self.first != UNDATED


def decade_of(year: int) -> int:
    """Return the first year of the decade; the undated are a decade of their own."""
    return year if year == UNDATED else year - year % _DECADE


def group_by_decade(items: Iterable[tuple[int, Item]]) -> list[Decade[Item]]:
    """Group items, which come with their years and in their order, by decade and year."""
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
    """Cut sorted years into stretches of equal length, few enough to see at once.

    Empty stretches between others are there too, since they are what a timeline shows.
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
    """Return the first year of each stretch with how much falls into it, and the length of all."""
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
    """Return how many years a stretch holds."""
    return next((step for step in _STEPS if last // step - first // step < _MOST_SPANS), _STEPS[-1])


def _percent(number: int, fullest: int) -> int:
    """Return a share of the fullest, never so small that it cannot be seen."""
    return max(4, round(100 * number / fullest)) if number else 0


def format_day(key: str, language: str) -> str:
    """Return the day or month of a key such as 2026-12-05T15:00, in words; nothing for a year."""
    parts = [int(part) for part in key[:10].split("-") if part]
    if len(parts) < 2:
        return ""
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    form = "d MMMM" if len(parts) > 2 else "LLLL"
    return str(format_date(day, form, locale=_LOCALES[language]))
