"""Make columns of what happened by month, quarter or year; places are in percent of the chart."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from babel.dates import format_date

# Where the columns stand: below them are the names of the periods, above the highest some air.
_FLOOR = 86.0
_CEILING = 6.0
# How much of its place a column fills.
_FILL = 0.72
# So many columns can still be told apart on a phone; older years are left out.
_MOST_COLUMNS = 24
# So many there are at least, so that the columns of a young wiki stand in some time.
_FEWEST_MONTHS = 6
# Fewer months with a number than these are said in words: they would be one column, or two. The
# sentences of components/pictures.html name one month or two: with more here they must name more.
_FEWEST_FILLED = 3
# So many names of periods fit beside one another, and on a phone.
_MOST_NAMES, _MOST_ON_PHONE = 12, 7
# So many columns before the last one bear no name on a phone, where columns are few and where many.
_ROOM_IN_FEW, _ROOM_IN_MANY = 1, 2
_LOCALES = {"sv": "sv", "en": "en_GB"}

# Ends of the scale, of two digits; the last one begins the next ten.
_STEPS = (10, 12, 16, 20, 30, 40, 60, 80, 100)

# A year and a month, from 1.
Month = tuple[int, int]


def month_of(moment: date) -> Month:
    """Return the month in which a moment or day is."""
    return moment.year, moment.month


class Period(IntEnum):
    """Name the lengths of time that a column can stand for, in months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


@dataclass(frozen=True)
class Column:
    """Hold one column: what it stands for, how many, and where it is drawn, in percent.

    `name` is what stands below it, or nothing; `is_minor` tells that a phone leaves it out.
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
        """Return where its name is centred."""
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True)
class GridLine:
    """Hold a line across the chart at a round number."""

    count: int
    y: float


@dataclass(frozen=True)
class ColumnChart:
    """Hold a chart of columns with its lines; `period` says for what each column stands.

    Where too few months to draw hold anything, `few` are these, with their numbers, and there is
    no column and no line.
    """

    period: Period
    columns: tuple[Column, ...] = ()
    lines: tuple[GridLine, ...] = ()
    few: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """Return how many there are in all columns."""
        return sum(column.count for column in self.columns)

    @property
    def fullest(self) -> Column:
        """Return the highest column, the first of them."""
        return max(self.columns, key=lambda column: column.count)


def make_column_chart(
    counts: Mapping[Month, int], today: Month, language: str
) -> ColumnChart | None:
    """Make columns of numbers by month, up to today; None when there is nothing to show."""
    numbers = {_number(month): count for month, count in counts.items() if count > 0}
    if not numbers:
        return None
    if len(numbers) < _FEWEST_FILLED:
        few = ((_label(one, Period.MONTH, language), numbers[one]) for one in sorted(numbers))
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
    """Return the months that have passed since the year nought."""
    return month[0] * 12 + month[1] - 1


def _period(first: int, last: int) -> Period:
    """Return the shortest period of which there are not too many."""
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
    """Return what stands below a column, and whether a phone has no room for it.

    The last month bears its name, and the last year; a year is named at its first month or quarter.
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
