"""After how many months an article of each kind is to be checked again."""

from collections.abc import Mapping
from datetime import date, timedelta


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last of that month if it has no such day.

    A day before the calendar begins becomes its first day.
    """
    return _shift(day, -months)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month if it has no such day.

    A day after the calendar ends becomes its last day.
    """
    return _shift(day, months)


def due_on(kind: str, seen: date, check_by: date | None, periods: Mapping[str, int]) -> date | None:
    """Return the day by which an article is to be checked, or None if it never is.

    `seen` is when it was last published or checked; a day that an editor has set comes before
    what the kind says.
    """
    if check_by is not None:
        return check_by
    months = periods.get(kind, 0)
    return months_after(seen, months) if months else None


def _shift(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, _days_of(year, month + 1)))


def _days_of(year: int, month: int) -> int:
    if month == 12:  # the month after the last one may be outside the calendar
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day
