"""Read an event's times from its facts, and format them for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, get_timezone_location

from wiki.articles.kinds import DEFAULT_TIMEZONE

Precision = Literal["minute", "day", "month"]

# The format of a local moment for each precision, by its length.
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
    """A local time, as exactly as it is known; `at` is the beginning of the day or month."""

    at: datetime
    precision: Precision

    @property
    def has_day(self) -> bool:
        """Return whether its day is known, which a calendar needs."""
        return self.precision != "month"

    @property
    def end(self) -> datetime:
        """Return when the day or month is over; for a minute, the minute itself."""
        if self.precision == "minute":
            return self.at
        if self.precision == "day":
            return self.at + timedelta(days=1)
        return (self.at + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class EventTimes:
    """The times of an event in its own time zone; `end` is None when it is not known."""

    start: LocalMoment
    end: LocalMoment | None
    timezone: str

    @property
    def precision(self) -> Precision:
        """Return how exactly the start is known."""
        return self.start.precision

    @property
    def starts_at_utc(self) -> datetime:
        """Return the earliest moment at which it can begin."""
        return self._utc(self.start.at)

    @property
    def ends_at_utc(self) -> datetime:
        """Return the moment from which it is past.

        Without an end, an event lasts until the end of its day, so that latecomers still find it.
        """
        if self.end is not None:
            return self._utc(self.end.end)
        if self.precision == "minute":
            return self._utc(_midnight(self.start.at.date()) + timedelta(days=1))
        return self._utc(self.start.end)

    def may_begin_after(self, moment: datetime) -> bool:
        """Return whether it can begin later: today's may, if only the day is known."""
        return self._utc(self.start.end) > moment

    def fits_calendar(self, moment: datetime) -> bool:
        """Return whether it can be added to a calendar: its day is known and not past."""
        return self.start.has_day and self.ends_at_utc > moment

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def times_of(kind: str, facts: Mapping[str, object]) -> EventTimes | None:
    """Return an article's times, or None when it is no event or its facts do not say."""
    return event_times(facts) if kind == "event" else None


def event_times(facts: Mapping[str, object]) -> EventTimes | None:
    """Return an event's times, or None when its facts do not say; drop an impossible end."""
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
    """Return when an event is, in words: "lördag 5 december 2026 kl. 15.00–16.00".

    The time zone is named unless it is the default. The result is empty without times.
    """
    if times is None:
        return ""
    start, end = times.start, times.end
    if end is None or (end.at, end.precision) == (start.at, start.precision):
        text = _format(start, language)
    elif start.precision == end.precision == "minute" and start.at.date() == end.at.date():
        text = f"{_format(start, language)}–{_format_clock(end.at, language)}"
    elif start.at.date() == end.at.date() and "minute" in (start.precision, end.precision):
        text = _format(start, language)
    else:
        text = _format_range(start, end, language)
    if times.timezone == DEFAULT_TIMEZONE or start.precision != "minute":
        return text
    return f"{text} ({_format_timezone(times.timezone, language)})"


def _format(moment: LocalMoment, language: str) -> str:
    if moment.precision == "month":
        return _format_date(moment.at, _MONTH, language)
    day = _format_date(moment.at, _DAY, language)
    if moment.precision == "day":
        return day
    clock = _format_clock(moment.at, language)
    return f"{day} kl. {clock}" if language == "sv" else f"{day}, {clock}"


def _format_date(at: datetime, pattern: str, language: str) -> str:
    return format_date(at, pattern, locale=_LOCALES[language])


def _format_clock(at: datetime, language: str) -> str:
    return at.strftime("%H.%M" if language == "sv" else "%H:%M")


def _format_range(start: LocalMoment, end: LocalMoment, language: str) -> str:
    """Return two moments on different days in words, with the year once where that is enough."""
    text = _format(start, language)
    if start.precision == end.precision != "minute" and start.at.year == end.at.year:
        pattern = _DAY_WITHOUT_YEAR if start.precision == "day" else _MONTH_WITHOUT_YEAR
        text = _format_date(start.at, pattern, language)
    # A dash between single words has no spaces, one between groups of words has.
    dash = "–" if " " not in text else " – "
    return f"{text}{dash}{_format(end, language)}"


def _format_timezone(name: str, language: str) -> str:
    """Return a time zone in words; a zone without a city stays as it is."""
    if "/" not in name or name.startswith("Etc/"):
        return name
    city = get_timezone_location(name, locale=_LOCALES[language], return_city=True)
    return f"tid i {city}" if language == "sv" else f"{city} time"
