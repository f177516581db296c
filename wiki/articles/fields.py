"""Read single facts: the types, what each accepts, and in what form it is stored.

The fact that all kinds have, the picture that leads an article, is declared here too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _

from wiki.characters import FORBIDDEN, LINE_ENDS, normalise_line, normalise_text
from wiki.media.lead import LEAD, NO_LEAD
from wiki.urls import is_web_address

# Long enough for a definition in two sentences, for a name with title and organisation, and for
# the running text that belongs in a table of facts: the rest belongs in the article.
TEXT_LENGTH = 500
ITEM_LENGTH = 300
LONG_TEXT_LENGTH = 5_000
URL_LENGTH = 1_000
MOST_ITEMS = 50
# As much as the longest list holds; more is not looked at.
MOST_TYPED = MOST_ITEMS * URL_LENGTH

# A date outside these years is a typing error.
FIRST_YEAR, LAST_YEAR = 1900, 2100

# Swedish writes 15.00, and "kl." before it.
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:(?:T| +(?:kl\.? *)?)(\d\d?)[:.](\d\d)(?::00)?)?)?", re.ASCII
)
# The name alone, or in the line that shows the picture in a text.
_NAMED = re.compile(r"media:([a-z0-9-]{1,100})|^([a-z0-9][a-z0-9-]{0,99})$")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")


class FieldType(StrEnum):
    """The types of a fact; those of lists end in s."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    URL = "url"
    INTEGER = "integer"
    CHOICE = "choice"
    MOMENT = "moment"
    TIMEZONE = "timezone"
    PICTURE = "picture"
    TEXTS = "texts"
    URLS = "urls"
    INTEGERS = "integers"
    CHOICES = "choices"


@dataclass(frozen=True)
class Choice:
    """A value to choose; the label is in the reader's language."""

    value: str
    label: Any


@dataclass(frozen=True)
class Field:
    """The declaration of a fact; label and hint are in the reader's language."""

    name: str
    type: FieldType
    label: Any
    hint: Any = ""
    choices: tuple[Choice, ...] = ()
    minimum: int = 0
    maximum: int = 0

    @property
    def is_list(self) -> bool:
        """Return whether the fact has several values: in a form, one per line."""
        return self.type in _LISTS

    @property
    def is_group(self) -> bool:
        """Return whether several choices can be selected: in a form, a group of checkboxes."""
        return self.is_list and bool(self.choices)


_LISTS = {
    FieldType.TEXTS: FieldType.TEXT,
    FieldType.URLS: FieldType.URL,
    FieldType.INTEGERS: FieldType.INTEGER,
    FieldType.CHOICES: FieldType.CHOICE,
}


LEADING = Field(
    LEAD,
    FieldType.PICTURE,
    _("Lead picture"),
    _(
        "Its name in the library, media:name. Empty: lists show the first picture of the text. "
        "A hyphen (-): they show none."
    ),
    choices=(Choice(NO_LEAD, _("No picture")),),
)


class Refused(Exception):
    """A value that cannot be stored, with a message to the author."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


def read_value(field: Field, raw: object) -> object:
    """Return a raw value in the form that is stored, None when empty; raise Refused.

    Accepts what a form sends (text or lists of text) and what YAML makes of front matter.
    """
    if field.is_list:
        return _read_list(field, raw)
    if isinstance(raw, list | tuple):
        raise Refused(_("Give one value here, not several."))
    text = _text(raw)
    return _READERS[field.type](field, text) if normalise_line(text) else None


def _text(raw: object) -> str:
    """Return a value as the text that was typed."""
    if raw is None:
        return ""
    if isinstance(raw, datetime):
        return raw.strftime("%Y-%m-%dT%H:%M") if raw.tzinfo is None else raw.isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise Refused(_("Write this as text."))
    try:
        text = str(raw)
    except ValueError as error:  # Python refuses to print integers of thousands of digits.
        raise Refused(_("Write a whole number.")) from error
    if len(text) > MOST_TYPED:
        raise Refused(_("Use at most %(count)s characters.", count=MOST_TYPED))
    text = LINE_ENDS.sub("\n", text)
    if FORBIDDEN.search(text):
        raise Refused(_("This holds characters that are not text. Remove them."))
    return text


def _read_list(field: Field, raw: object) -> object:
    """Return a list without duplicates: numbers sorted, choices in the order of the field."""
    read = _READERS[_LISTS[field.type]]
    items = dict.fromkeys(read(field, text) for text in _split(field, raw) if normalise_line(text))
    if len(items) > MOST_ITEMS:
        raise Refused(_("Give at most %(count)s values.", count=MOST_ITEMS))
    return _in_order(field, items) or None


def _in_order(field: Field, items: Mapping[str | int, None]) -> Sequence[str | int]:
    if field.type == FieldType.CHOICES:
        return [choice.value for choice in field.choices if choice.value in items]
    if field.type == FieldType.INTEGERS:
        return sorted(int(str(item)) for item in items)
    return list(items)


def _split(field: Field, raw: object) -> list[str]:
    """Return the texts of a list: those of YAML as they are, those of a form one per line."""
    if isinstance(raw, list | tuple):
        return [_text(item) for item in raw]
    separator = r"[,\s]+" if field.type == FieldType.INTEGERS else r"[\r\n]+"
    return re.split(separator, _text(raw))


def _read_text(field: Field, text: str) -> str:
    return _limited(normalise_line(text), ITEM_LENGTH if field.is_list else TEXT_LENGTH)


def _limited(text: str, length: int) -> str:
    if len(text) > length:
        raise Refused(_("Use at most %(count)s characters.", count=length))
    return text


def _read_long_text(_field: Field, text: str) -> str:
    return _limited(normalise_text(text).strip(), LONG_TEXT_LENGTH)


def _read_url(_field: Field, text: str) -> str:
    url = _limited(normalise_line(text), URL_LENGTH)
    if not is_web_address(url):
        raise Refused(_("Give a whole web address that begins with https:// or http://."))
    return url


def _read_integer(field: Field, text: str) -> int:
    text = text.strip()
    if not _INTEGER.fullmatch(text):
        raise Refused(_("Write a whole number."))
    number = int(text)
    if not field.minimum <= number <= field.maximum:
        limits = {"first": field.minimum, "last": field.maximum}
        raise Refused(_("Give a number from %(first)s to %(last)s.", **limits))
    return number


def _read_choice(field: Field, text: str) -> str:
    value = text.strip()
    if value not in {choice.value for choice in field.choices}:
        raise Refused(_("Choose one of the values that are offered."))
    return value


def _read_moment(_field: Field, text: str) -> str:
    """Return a local time with the precision it was given: minute, day or month."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise Refused(_("Write the date as 2026-12-05 15:00, 2026-12-05 or 2026-12."))
    year, month, day, hour, minute = map(int, match.groups("0"))
    try:
        moment = datetime(year, month, day if match[3] else 1, hour, minute)  # noqa: DTZ001 - local
    except ValueError as error:
        raise Refused(_("There is no such date or time.")) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(_("Give a year from %(first)s to %(last)s.", **limits))
    if match[3] is None:
        return moment.strftime("%Y-%m")
    return moment.strftime("%Y-%m-%d" if match[4] is None else "%Y-%m-%dT%H:%M")


def find_later(moment: str, timezone: str) -> str:
    """Return the time that follows when the clocks of a zone skip this one, else an empty text.

    `moment` and `timezone` are as stored.
    """
    zone = ZoneInfo(timezone)
    local = datetime.fromisoformat(moment).replace(tzinfo=zone)
    existing = local.astimezone(UTC).astimezone(zone)
    return "" if existing.replace(tzinfo=zone) == local else existing.strftime("%H:%M")


def _read_timezone(_field: Field, text: str) -> str:
    name = text.strip()
    if name not in _timezones():
        raise Refused(_("Give a time zone by its name, such as Europe/Stockholm."))
    return name


@cache
def _timezones() -> frozenset[str]:
    """Return the names of all time zones; cached, because it reads a folder of files."""
    return frozenset(available_timezones())


def _read_picture(_field: Field, text: str) -> str:
    """Return a picture as texts name it; the whole line that shows it in a text will do too."""
    line = text.strip().lower()
    found = _NAMED.search(line)
    if found is None and line != NO_LEAD:
        raise Refused(_("Write the name of a picture in the library: media:name."))
    return f"media:{found[1] or found[2]}" if found else NO_LEAD


_READERS: Mapping[FieldType, Callable[[Field, str], str | int]] = {
    FieldType.TEXT: _read_text,
    FieldType.LONG_TEXT: _read_long_text,
    FieldType.URL: _read_url,
    FieldType.INTEGER: _read_integer,
    FieldType.CHOICE: _read_choice,
    FieldType.MOMENT: _read_moment,
    FieldType.TIMEZONE: _read_timezone,
    FieldType.PICTURE: _read_picture,
}
