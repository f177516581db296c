"""Dates of sources, and of their ranges, as a style and a language write them."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from wiki.markup.inline.citations import Run
from wiki.references.styles.locale import CSL, Locale
from wiki.references.styles.runs import Runs, join, wrap

_PARTS = ("year", "month", "day")
_SHOWN = {"year": {"year"}, "year-month": {"year", "month"}}
Moment = Sequence[int]


def read_moments(date: object) -> list[Moment]:
    """Return the beginning and, of a range, the end of a date; nothing when it has no year."""
    if not isinstance(date, Mapping):
        return []
    stated = date.get("date-parts")
    read = [_read_moment(parts) for parts in stated[:2]] if isinstance(stated, list) else []
    moments = [moment for moment in read if moment]
    season = _read_number(date.get("season"))
    if moments and len(moments[0]) == 1 and 0 < season < 5:
        # Seasons are counted after the months.
        moments[0] = [*moments[0], season + 12]
    return moments


def _read_moment(parts: object) -> Moment:
    """Return year, month and day as far as they are stated."""
    numbers = [_read_number(part) for part in parts[:3]] if isinstance(parts, list) else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers


def _read_number(part: Any) -> int:
    try:
        return int(part)
    except (TypeError, ValueError):
        return 0


def is_uncertain(date: object) -> bool:
    """Return whether a date is said to be about right."""
    return isinstance(date, Mapping) and bool(date.get("circa"))


def write_date(element: Element, date: object, locale: Locale) -> Runs:
    """Return a date as an element of a style writes it."""
    moments = read_moments(date)
    if not moments:
        literal = date.get("literal") or date.get("raw") if isinstance(date, Mapping) else None
        return (Run(str(literal)),) if literal else ()
    parts, delimiter = _choose_parts(element, locale)
    if len(moments) == 1:
        return _write(parts, moments[0], delimiter, locale)
    return _write_range(parts, moments, delimiter, locale)


def _choose_parts(element: Element, locale: Locale) -> tuple[list[dict[str, str]], str]:
    """Return the parts of a date with their forms, and what is between them."""
    own = {part.get("name", ""): part.attrib for part in element.findall(f"{CSL}date-part")}
    form = element.get("form")
    if form is None:
        return [dict(part) for part in own.values()], element.get("delimiter", "")
    shown = _SHOWN.get(element.get("date-parts", ""), set(_PARTS))
    model = locale.dates[form]
    parts: list[dict[str, str]] = [
        {**part.attrib, **_without_affixes(own.get(part.get("name", ""), {}))}
        for part in model.findall(f"{CSL}date-part")
        if part.get("name") in shown
    ]
    return parts, element.get("delimiter", "") or model.get("delimiter", "")


def _without_affixes(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in {"prefix", "suffix"}}


def _write(
    parts: Sequence[Mapping[str, str]], moment: Moment, delimiter: str, locale: Locale
) -> Runs:
    """Return a moment; after its last part comes no suffix, and before its first no prefix."""
    written = []
    for part in parts:
        text = _write_part(part, moment, locale)
        if text:
            written.append((part, text))
    runs = [
        wrap(part.get("prefix", ""), (Run(text),), part.get("suffix", "")) for part, text in written
    ]
    return join(runs, delimiter)


def _write_range(
    parts: Sequence[Mapping[str, str]], moments: Sequence[Moment], delimiter: str, locale: Locale
) -> Runs:
    """Return a range, whose parts that are the same stand once."""
    first, last = moments
    differing = next((n for n in range(3) if _at(first, n) != _at(last, n)), 2)
    changing = {_PARTS[n] for n in range(differing, 3)}
    places = [
        n
        for n, part in enumerate(parts)
        if part.get("name") in changing and _write_part(part, first, locale)
    ]
    if not places:
        return _write(parts, first, delimiter, locale)
    start, end = places[0], places[-1] + 1
    dash = parts[places[0]].get("range-delimiter", "–")
    opening = _strip(_write(parts[start:end], first, delimiter, locale))
    closing = _strip_start(_write(parts[start:end], last, delimiter, locale))
    return join(
        [
            join([_write(parts[:start], first, delimiter, locale), opening], delimiter),
            (Run(dash),),
            join([closing, _write(parts[end:], last, delimiter, locale)], delimiter),
        ]
    )


def _strip(runs: Runs) -> Runs:
    return (*runs[:-1], Run(runs[-1].text.rstrip())) if runs else runs


def _strip_start(runs: Runs) -> Runs:
    return (Run(runs[0].text.lstrip()), *runs[1:]) if runs else runs


def _at(moment: Moment, place: int) -> int:
    return moment[place] if place < len(moment) else 0


def _write_part(part: Mapping[str, str], moment: Moment, locale: Locale) -> str:
    name, form = part.get("name", ""), part.get("form", "")
    number = _at(moment, _PARTS.index(name))
    if not number:
        return ""
    if name == "year":
        return _write_year(number, form, locale)
    if name == "month":
        text = _write_month(number, form, locale)
    else:
        text = f"{number:02}" if form == "numeric-leading-zeros" else str(number)
        if form == "ordinal":
            text += locale.ordinal(number)
    return text.replace(".", "") if part.get("strip-periods") == "true" else text


def _write_year(number: int, form: str, locale: Locale) -> str:
    if number < 0:
        return f"{-number}{locale.term('bc')}"
    return f"{number % 100:02}" if form == "short" else str(number)


def _write_month(number: int, form: str, locale: Locale) -> str:
    if number > 12:
        return locale.term(f"season-{number - 12:02}")
    if form.startswith("numeric"):
        return f"{number:02}" if form == "numeric-leading-zeros" else str(number)
    return locale.term(f"month-{number:02}", form or "long")
