"""Write events as an iCalendar file (RFC 5545)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from wiki.events.times import EventTimes, LocalMoment

# These need no VTIMEZONE component; their times are written with a Z.
_UTC_NAMES = {"UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT", "Universal", "Etc/Universal"}


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as a calendar program shows it.

    `key` is its permanent id within the wiki; `updated_at` (with time zone) is when its text last
    changed; `location` is a place or a link.
    """

    key: str
    title: str
    url: str
    times: EventTimes
    updated_at: datetime
    description: str = ""
    location: str = ""


def calendar(events: Iterable[CalendarEvent], name: str, base_url: str) -> bytes:
    """Return the events as a calendar file, without those known only by month.

    The same events give the same bytes. `base_url` is the wiki's own URL.
    """
    host = urlsplit(base_url).hostname or "localhost"
    file = Calendar()
    file.add("prodid", f"-//{host}//Wiki//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", name)
    dated = [event for event in events if event.times.start.has_day]
    for timezone in _timezones(dated):
        file.add_component(timezone)
    for event in dated:
        file.add_component(_component(event, host))
    return bytes(file.to_ical())


def _timezones(events: list[CalendarEvent]) -> list[Timezone]:
    """Return the rules of each time zone, only for the years of its events."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        times = event.times
        if times.precision == "minute" and times.timezone not in _UTC_NAMES:
            years[times.timezone] |= {times.starts_at_utc.year, times.ends_at_utc.year}
    return [
        Timezone.from_tzid(
            name, first_date=date(min(of) - 1, 1, 1), last_date=date(max(of) + 1, 1, 1)
        )
        for name, of in sorted(years.items())
    ]


def _component(event: CalendarEvent, host: str) -> Event:
    component = Event()
    component.add("uid", f"{event.key}@{host}")
    component.add("dtstamp", event.updated_at.astimezone(UTC))
    component.add("last-modified", event.updated_at.astimezone(UTC))
    start, end = _bounds(event.times)
    component.add("dtstart", start)
    if end is not None and end > start:
        component.add("dtend", end)
    component.add("summary", event.title)
    if event.description:
        component.add("description", event.description)
    if event.location:
        component.add("location", event.location)
    component.add("url", event.url)
    return component


def _bounds(times: EventTimes) -> tuple[date, date | None]:
    """Return start and end, both moments or both days; the end day is the day after the last.

    For an end known less exactly than the start, the end of its day is used; an end known only by
    month is left out.
    """
    end = times.end if times.end and times.end.has_day else None
    if times.precision == "minute":
        return _aware(times.start.at, times), _aware(end.end, times) if end else None
    return times.start.at.date(), _day_after(end) if end else None


def _aware(local: datetime, times: EventTimes) -> datetime:
    return local.replace(tzinfo=UTC if times.timezone in _UTC_NAMES else ZoneInfo(times.timezone))


def _day_after(end: LocalMoment) -> date:
    return end.at.date() + timedelta(days=1)
