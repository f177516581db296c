"""Make moments of an event's facts, and say them to a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, get_timezone_location

from wiki.articles.kinds import DEFAULT_TIMEZONE

Precision = Literal["minute", "day", "month"]

# How a local moment is written for each precision, and how long it then is.
_FORMS: dict[int, tuple[Precision, str]] = {
    16: ("minute", "%Y-%m-%dT%H:%M"),
    10: ("day", "%Y-%m-%d"),
    7: ("month", "%Y-%m"),
}

# Days come before months in both languages, unlike in American English.
_LOCALES = {"sv": "sv", "en": "en_GB"}
_DAY = "EEEE d MMMM y"
_DAY_WITHOUT_YEAR = "EEEE d MMMM"
_MONTH = "LLLL y"
_MONTH_WITHOUT_YEAR = "LLLL"


@dataclass(frozen=True, slots=True)
class LocalMoment:
    """Hold a local time as exactly as it is known; `at` is the beginning of the day or month."""

    at: datetime
    precision: Precision

    @property
    def has_day(self) -> bool:
        """Tell whether its day is known, without which it has no place in a calendar."""
        return self.precision != "month"

    @property
    def end(self) -> datetime:
        """Return when the minute, day or month that is meant is over."""
        if self.precision == "minute":
            return self.at
        if self.precision == "day":
            return self.at + timedelta(days=1)
        return (self.at + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class EventTimes:
    """Hold when an event is, in its own time zone; `end` is None when it is not known."""

    start: LocalMoment
    end: LocalMoment | None
    timezone: str

    @property
    def precision(self) -> Precision:
        """Return how exactly the start is known."""
        return self.start.precision

    @property
    def starts_at_utc(self) -> datetime:
        """Return the first moment at which it can have begun."""
        return self._utc(self.start.at)

    @property
    def ends_at_utc(self) -> datetime:
        """Return the moment from which it is past.

        Without an end, an event lasts its day out, so that who is late still finds it.
        """
        if self.end is not None:
            return self._utc(self.end.end)
        if self.precision == "minute":
            return self._utc(_midnight(self.start.at.date()) + timedelta(days=1))
        return self._utc(self.start.end)

    def fits_calendar(self, moment: datetime) -> bool:
        """Tell whether it belongs in a calendar at `moment`: its day is known, and not past."""
        return self.start.has_day and self.ends_at_utc > moment

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def times_of(kind: str, facts: Mapping[str, object]) -> EventTimes | None:
    """Return when an article's text is to happen: None for what is no event, or does not say."""
    return event_times(facts) if kind == "event" else None


def event_times(facts: Mapping[str, object]) -> EventTimes | None:
    """Return when an event is, or None when its facts do not say; an impossible end is left out."""
    start, end = _moment(facts.get("starts_at")), _moment(facts.get("ends_at"))
    timezone = str(facts.get("timezone") or DEFAULT_TIMEZONE)
    if start is None or not _is_timezone(timezone):
        return None
    if end is not None and max(end.end, end.at) < start.at:
        end = None
    return EventTimes(start, end, timezone)


def _moment(value: object) -> LocalMoment | None:
    form = _FORMS.get(len(value)) if isinstance(value, str) else None
    if form is None:
        return None
    precision, pattern = form
    try:
        return LocalMoment(datetime.strptime(str(value), pattern), precision)  # noqa: DTZ007 - local
    except ValueError:
        return None


def _is_timezone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def format_times(times: EventTimes | None, language: str) -> str:
    """Say when an event is, in words: "lördag 5 december 2026 kl. 15.00–16.00".

    The time zone is named where it is not the one that readers take for granted. Nothing is said
    of what has no times.
    """
    if times is None:
        return ""
    start, end = times.start, times.end
    if end is None or (end.at, end.precision) == (start.at, start.precision):
        said = _say(start, language)
    elif start.precision == end.precision == "minute" and start.at.date() == end.at.date():
        said = f"{_say(start, language)}–{_say_clock(end.at, language)}"
    elif start.at.date() == end.at.date() and "minute" in (start.precision, end.precision):
        said = _say(start, language)
    else:
        said = _say_range(start, end, language)
    if times.timezone == DEFAULT_TIMEZONE or start.precision != "minute":
        return said
    return f"{said} ({_say_timezone(times.timezone, language)})"


def _say(moment: LocalMoment, language: str) -> str:
    if moment.precision == "month":
        return _say_date(moment.at, _MONTH, language)
    day = _say_date(moment.at, _DAY, language)
    if moment.precision == "day":
        return day
    clock = _say_clock(moment.at, language)
    return f"{day} kl. {clock}" if language == "sv" else f"{day}, {clock}"


def _say_date(at: datetime, pattern: str, language: str) -> str:
    return format_date(at, pattern, locale=_LOCALES[language])


def _say_clock(at: datetime, language: str) -> str:
    return at.strftime("%H.%M" if language == "sv" else "%H:%M")


def _say_range(start: LocalMoment, end: LocalMoment, language: str) -> str:
    """Say two moments on different days, the year once where that is enough."""
    said = _say(start, language)
    if start.precision == end.precision != "minute" and start.at.year == end.at.year:
        pattern = _DAY_WITHOUT_YEAR if start.precision == "day" else _MONTH_WITHOUT_YEAR
        said = _say_date(start.at, pattern, language)
    # A dash between single words stands close, between groups of words with spaces.
    dash = "–" if " " not in said else " – "
    return f"{said}{dash}{_say(end, language)}"


def _say_timezone(name: str, language: str) -> str:
    """Say whose time it is; zones without a place keep their name."""
    if "/" not in name or name.startswith("Etc/"):
        return name
    city = get_timezone_location(name, locale=_LOCALES[language], return_city=True)
    return f"tid i {city}" if language == "sv" else f"{city} time"
