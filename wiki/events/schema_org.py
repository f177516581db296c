"""Describe an event in the vocabulary of schema.org, for search engines."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from wiki.citations.citation import Citation
from wiki.events.times import EventTimes, LocalMoment

_MODES = "https://schema.org/{}EventAttendanceMode"


def describe_event(
    citation: Citation, facts: Mapping[str, Any], times: EventTimes
) -> Mapping[str, Any] | None:
    """Return the event of an article as a JSON-LD object; None unless its day is known."""
    if not times.start.has_day:
        return None
    described = {
        "@type": "Event",
        "name": citation.title,
        "description": citation.abstract or citation.title,
        "url": citation.url,
        "startDate": _iso(times.start, times.timezone),
        "endDate": _iso(times.end, times.timezone) if times.end and times.end.has_day else None,
        "organizer": [
            {"@type": "Organization", "name": name} for name in _list(facts, "organisers")
        ],
        "performer": [{"@type": "Person", "name": name} for name in _list(facts, "speakers")],
        **_describe_place(facts.get("place"), facts.get("online_url")),
    }
    return {name: value for name, value in described.items() if value}


def _describe_place(place: object, link: object) -> Mapping[str, Any]:
    """Return where an event is: at a place, online, or both."""
    locations = [{"@type": "Place", "name": place, "address": place}] if place else []
    if link:
        locations.append({"@type": "VirtualLocation", "url": link})
    if not locations:
        return {}
    mode = "Mixed" if place and link else "Online" if link else "Offline"
    return {"location": locations, "eventAttendanceMode": _MODES.format(mode)}


def _list(facts: Mapping[str, Any], name: str) -> list[str]:
    return list(facts.get(name) or ())


def _iso(moment: LocalMoment, timezone: str) -> str:
    if moment.precision == "day":
        return moment.at.date().isoformat()
    return moment.at.replace(tzinfo=ZoneInfo(timezone)).isoformat()
