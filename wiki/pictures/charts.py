"""Make column charts by month, quarter or year; all positions are in percent of the chart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from babel.dates import format_date

# The foot of the columns, with the names below, and the top of the highest, with some space above.
_FLOOR = 86.0
_CEILING = 6.0
# The share of its place that a column fills.
_FILL = 0.72
# More columns cannot be distinguished on a phone; older years are left out.
_MOST_COLUMNS = 24
# The chart of a young wiki shows empty months before the first, up to this number of months.
_FEWEST_MONTHS = 6
# With fewer months than this the numbers are given in words, since a chart would have one or two
# columns. The sentences in components/pictures.html name at most two months: change both together.
_FEWEST_FILLED = 3
# How many names of periods fit in a row, on a wide screen and on a phone.
_MOST_NAMES, _MOST_ON_PHONE = 12, 7
# How many columns before the last have no name on a phone, in charts with few and many columns.
_ROOM_IN_FEW, _ROOM_IN_MANY = 1, 2
_LOCALES = {"sv": "sv", "en": "en_GB"}

# The ends that a scale of two digits may have.
_STEPS = (10, 12, 16, 20, 30, 40, 60, 80, 100)

# A year and a month, from 1.
Month = tuple[int, int]


def month_of(moment: date) -> Month:
    """Return the month of a moment or day."""
    return moment.year, moment.month


class Period(IntEnum):
    """The length of time that a column shows, in months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True)
class Column:
    """A column of a chart, with its position in percent.

    `label` is the whole name of its period, `name` the short name below it or empty; where
    `is_minor`, a phone leaves the name out.
    """

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    name: str
    is_minor: bool

    @property
    def middle(self) -> float:
        """Return the x at which its name is centred."""
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True)
class GridLine:
    """A line across the chart at a round number."""

    count: int
    y: float


@dataclass(frozen=True)
class ColumnChart:
    """A column chart with its grid lines; `period` is the length of time of each column.

    When too few months have a number to draw a chart, there are no columns and no lines, and `few`
    lists these months with their numbers.
    """

    period: Period
    columns: tuple[Column, ...] = ()
    lines: tuple[GridLine, ...] = ()
    few: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """Return the sum of all columns."""
        return sum(column.count for column in self.columns)

    @property
    def fullest(self) -> Column:
        """Return the highest column, or the first of equally high ones."""
        return max(self.columns, key=lambda column: column.count)


def make_column_chart(
    counts: Mapping[Month, int], today: Month, language: str
) -> ColumnChart | None:
    """Make columns of numbers by month, up to today; None when there is nothing to show."""
    numbers = {_number(year_month): count for year_month, count in counts.items() if count > 0}
    if not numbers:
        return None
    if len(numbers) < _FEWEST_FILLED:
        few = ((_label(month, Period.MONTH, language), numbers[month]) for month in sorted(numbers))
        return ColumnChart(Period.MONTH, few=tuple(few))
    last = max(_number(today), *numbers)
    first = min([*numbers, last - _FEWEST_MONTHS + 1])
    period = _period(first, last)
    sums: Counter[int] = Counter()
    for month, count in numbers.items():
        sums[month // period] += count
    places = range(first // period, last // period + 1)[-_MOST_COLUMNS:]
    top = round_up(max(1, *(sums[place] for place in places)))
    return ColumnChart(period, _columns(places, sums, period, top, language), _lines(top))


def _number(month: Month) -> int:
    """Return the number of months since the year 0."""
    return month[0] * 12 + month[1] - 1


def _period(first: int, last: int) -> Period:
    """Return the shortest period that gives no more than the most columns allowed."""
    for period in (Period.MONTH, Period.QUARTER):
        if last // period - first // period < _MOST_COLUMNS:
            return period
    return Period.YEAR


def round_up(count: int) -> int:
    """Return the next number whose half is easy to read too: 1, 2, 4, 6, 8, 10, 12, 16, 20, 40."""
    if count <= _STEPS[0]:
        return max(1, count + count % 2 if count > 1 else count)
    size = int(10 ** (len(str(count - 1)) - 2))
    return next(step * size for step in _STEPS if count <= step * size)


def _columns(
    places: Sequence[int], sums: Mapping[int, int], period: Period, top: int, language: str
) -> tuple[Column, ...]:
    room = 100 / len(places)
    columns = []
    for index, place in enumerate(places):
        count = sums.get(place, 0)
        height = round(_height(count, top), 3)
        name, is_minor = _name(place, index, len(places), period, language)
        columns.append(
            Column(
                label=_label(place, period, language),
                count=count,
                x=round(room * (index + (1 - _FILL) / 2), 3),
                y=round(_FLOOR - height, 3),
                width=round(room * _FILL, 3),
                height=height,
                name=name,
                is_minor=is_minor,
            )
        )
    return tuple(columns)


def _height(count: int, top: int) -> float:
    return (_FLOOR - _CEILING) * count / top


def _lines(top: int) -> tuple[GridLine, ...]:
    counts = sorted({0, top // 2, top}) if top % 2 == 0 else [0, top]
    return tuple(GridLine(count, round(_FLOOR - _height(count, top), 3)) for count in counts)


def _label(place: int, period: Period, language: str) -> str:
    """Return the whole name of a period."""
    form = {Period.MONTH: "LLLL y", Period.QUARTER: "QQQ y", Period.YEAR: "y"}[period]
    return str(format_date(_first_day(place, period), form, locale=_LOCALES[language]))


def _first_day(place: int, period: Period) -> date:
    return date(place * period // 12, place * period % 12 + 1, 1)


def _name(place: int, index: int, count: int, period: Period, language: str) -> tuple[str, bool]:
    """Return the name below a column, and whether a phone has no room for it.

    The last month and the last year always have a name; a year is named at its first month or
    quarter.
    """
    day, to_last = _first_day(place, period), count - 1 - index
    if period is Period.YEAR:
        every = 1 if count <= _MOST_NAMES else 2
        return (str(day.year), to_last % 4 != 0) if to_last % every == 0 else ("", True)
    if period is Period.QUARTER:
        return (str(day.year), False) if day.month == 1 else ("", True)
    return _name_month(day, to_last, count, language)


def _name_month(day: date, to_last: int, count: int, language: str) -> tuple[str, bool]:
    is_last, is_many = to_last == 0, count > _MOST_NAMES
    if not is_last and is_many and (day.month % 3 != 1 or to_last == 1):
        return "", True
    is_year = day.month == 1 and not is_last
    name = str(format_date(day, "y" if is_year else "LLL", locale=_LOCALES[language])).rstrip(".")
    room = _ROOM_IN_MANY if is_many else _ROOM_IN_FEW
    return name, count > _MOST_ON_PHONE and _is_minor(day, to_last, room)


def _is_minor(day: date, to_last: int, room: int) -> bool:
    return to_last != 0 and (day.month % 3 != 1 or to_last <= room)
