"""Write events as an iCalendar file (RFC 5545)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wiki.events.times import EventTimes, LocalMoment
from wiki.events.timezones import describe_timezone
from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = Deferred("icalendar")

# These need no VTIMEZONE component; their times are written with a Z.
_UTC_NAMES = {"UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT", "Universal", "Etc/Universal"}
# RFC 7986: where to join.
_CONFERENCE = {"value": "URI", "feature": "VIDEO"}


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as a calendar program shows it.

    `key` is its permanent id, unlike any of another wiki, so that programs know it again wherever
    the wiki moves; `updated_at` (with time zone) is when its text last
    changed; `link` leads to the online meeting.
    """

    key: str
    title: str
    url: str
    times: EventTimes
    updated_at: datetime
    description: str = ""
    place: str = ""
    link: str = ""


def calendar(events: Iterable[CalendarEvent], name: str, base_url: str) -> bytes:
    """Return the events as a calendar file, without those known only by month.

    The same events give the same bytes. `base_url` is the wiki's own URL. There is no METHOD: it
    would make each event an invitation, which needs an organiser with an e-mail address.
    """
    host = urlsplit(base_url).hostname or "localhost"
    file = icalendar.Calendar()
    file.add("prodid", f"-//{host}//Wiki//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", name)
    dated = [event for event in events if event.times.start.has_day]
    for timezone in _timezones(dated):
        file.add_component(timezone)
    for event in dated:
        file.add_component(_component(event))
    return bytes(file.to_ical())


def _timezones(events: list[CalendarEvent]) -> "list[icalendar.Timezone]":
    """Return the rules of each time zone, only for the years of its events."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        times = event.times
        if times.precision == "minute" and times.timezone not in _UTC_NAMES:
            years[times.timezone] |= {times.starts_at_utc.year, times.ends_at_utc.year}
    return [describe_timezone(name, min(of), max(of)) for name, of in sorted(years.items())]


def _component(event: CalendarEvent) -> "icalendar.Event":
    component = icalendar.Event()
    component.add("uid", event.key)
    component.add("dtstamp", event.updated_at.astimezone(UTC))
    component.add("last-modified", event.updated_at.astimezone(UTC))
    start, end = _bounds(event.times)
    component.add("dtstart", start)
    if end is not None and end > start:
        component.add("dtend", end)
    component.add("summary", event.title)
    # Programs show the link in one of three ways; those that know none of them show the text.
    if lines := [text for text in (event.description, event.link) if text]:
        component.add("description", "\n\n".join(lines))
    if event.place or event.link:
        component.add("location", event.place or event.link)
    if event.link:
        component.add("conference", icalendar.vUri(event.link), _CONFERENCE)
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
    """Return a moment in its zone; one that the clocks skipped is as much later as they went."""
    zone = UTC if times.timezone in _UTC_NAMES else ZoneInfo(times.timezone)
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def _day_after(end: LocalMoment) -> date:
    return end.at.date() + timedelta(days=1)
