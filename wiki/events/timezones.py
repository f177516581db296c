"""Describe time zones as iCalendar does (VTIMEZONE, RFC 5545), for the years of some events.

Each change of the clocks that comes every year on the same kind of day is one rule; every other
change stands alone. Onsets are local times before the change, as the RFC says. Not icalendar's own
`Timezone.from_tzid`: its onsets are times after the change, and its lists of dates are read only in
part by some programs, so that an event is an hour late there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = Deferred("icalendar")

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY, _WEEK, _MINUTE = timedelta(days=1), timedelta(weeks=1), timedelta(minutes=1)
_FIRST_YEAR, _LAST_YEAR = 1, 9_998  # the years that Python knows, but for the last


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of the clocks: the local time before it, both offsets, and the name from then on."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple[object, ...]:
        """Return what the same change of another year has in common with it, but for the day."""
        onset = self.onset
        return onset.month, onset.weekday(), onset.time(), self.before, self.after, self.name

    @property
    def week(self) -> int:
        """Return which of its weekdays in the month it is on, from 1."""
        return (self.onset.day - 1) // 7 + 1

    @property
    def is_last(self) -> bool:
        """Return whether it is on the last such weekday of the month."""
        return (self.onset + _WEEK).month != self.onset.month


def describe_timezone(name: str, first_year: int, last_year: int) -> "icalendar.Timezone":
    """Return the rules of a zone for the years of some events."""
    first, last = max(first_year - 1, _FIRST_YEAR), min(last_year, _LAST_YEAR)
    component = icalendar.Timezone()
    component.add("tzid", name)
    changes = _find_changes(name, first, last)
    if not any(change.onset.year == first for change in changes):
        # Otherwise nothing would say what holds before the first change, or at all.
        component.add_component(_component([_state_at(name, datetime(first, 1, 1, tzinfo=UTC))]))
    for group in sorted(_group(changes, first, last), key=lambda group: group[0].onset):
        component.add_component(_component(group))
    return component


@lru_cache(maxsize=64)
def _find_changes(name: str, first: int, last: int) -> tuple[_Change, ...]:
    """Find the changes from the beginning of one year to the end of another."""
    zone = ZoneInfo(name)
    changes = []
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    offset = _offset(zone, moment)
    while moment < end:
        following = moment + _DAY
        if (new := _offset(zone, following)) != offset:
            changes.append(_make_change(zone, _first_minute(zone, moment, offset), offset))
            offset = new
        moment = following
    return tuple(changes)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _first_minute(zone: ZoneInfo, day: datetime, offset: timedelta) -> datetime:
    """Return the first minute of the 24 hours after `day` in which the offset is another."""
    low, high = 0, int(_DAY / _MINUTE)
    while low < high:
        middle = (low + high) // 2
        if _offset(zone, day + middle * _MINUTE) == offset:
            low = middle + 1
        else:
            high = middle
    return day + low * _MINUTE


def _make_change(zone: ZoneInfo, moment: datetime, before: timedelta) -> _Change:
    local = moment.astimezone(zone)
    after, summer = local.utcoffset() or timedelta(), local.dst() or timedelta()
    onset = (moment + before).replace(tzinfo=None)
    return _Change(onset, before, after, local.tzname() or "", summer > timedelta())


def _state_at(name: str, moment: datetime) -> _Change:
    """Return what holds at a moment, as a change to itself."""
    zone = ZoneInfo(name)
    return _make_change(zone, moment, _offset(zone, moment))


def _group(changes: Sequence[_Change], first: int, last: int) -> Iterator[list[_Change]]:
    """Yield those that a yearly rule describes together, all others alone."""
    kinds: defaultdict[tuple[object, ...], list[_Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    years = list(range(first, last + 1))
    for group in kinds.values():
        is_rule = all(change.is_last for change in group) or len({c.week for c in group}) == 1
        if is_rule and [change.onset.year for change in group] == years:
            yield group
        else:
            yield from ([change] for change in group)


def _component(group: list[_Change]) -> "icalendar.TimezoneDaylight | icalendar.TimezoneStandard":
    change = group[0]
    component = icalendar.TimezoneDaylight() if change.is_summer else icalendar.TimezoneStandard()
    component.add("dtstart", change.onset)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", change.name)
    if len(group) > 1:
        week = -1 if all(each.is_last for each in group) else change.week
        day = f"{week}{_DAYS[change.onset.weekday()]}"
        component.add("rrule", {"freq": "yearly", "bymonth": change.onset.month, "byday": day})
    return component
