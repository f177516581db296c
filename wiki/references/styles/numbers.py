"""Numbers of pages, volumes, editions and the like, as sources state them."""

import re

from wiki.references.styles.locale import Locale

NUMERIC = frozenset(
    {
        *("chapter-number", "citation-number", "collection-number", "edition", "issue", "locator"),
        *("number", "number-of-pages", "number-of-volumes", "page", "page-first", "part-number"),
        *("printing-number", "section", "supplement-number", "version", "volume"),
    }
)
_NUMBER = r"[A-Za-z]{0,4}[0-9]+(?:\.[0-9]+)*(?::?[A-Za-z]{1,4})?"
_IS_NUMERIC = re.compile(rf"{_NUMBER}(?:\s*[-–&,]\s*{_NUMBER})*")
_MANY = re.compile(r"[0-9]\s*[-–&,]\s*[A-Za-z]*[0-9]|[0-9ivxlc]\s*[-–]\s*[0-9ivxlc]")
_RANGE = re.compile(r"\b([A-Za-z]*)([0-9]+)\s*[-–]+\s*([A-Za-z]*)([0-9]+)\b")
_HYPHEN = re.compile(r"(?<=[\w])\s*[-–]+\s*(?=[\w])")


def is_numeric(value: str) -> bool:
    """Return whether a value is numbers: `2`, `2-4`, `12a`, `1, 3 & 5`."""
    return _IS_NUMERIC.fullmatch(value.strip()) is not None


def is_plural(variable: str, value: str) -> bool:
    """Return whether a value is several numbers, or a number of several things."""
    if variable in {"number-of-pages", "number-of-volumes"}:
        return value.strip() not in {"1", ""}
    return _MANY.search(value) is not None


def write_numbers(variable: str, value: str, range_format: str) -> str:
    """Return numbers with the dash of a range, and its second number in the form of the style."""
    if variable not in {"page", "locator"}:
        return _HYPHEN.sub("–", value) if is_numeric(value) else value
    text = _RANGE.sub(lambda found: _write_range(found, range_format), value)
    return _HYPHEN.sub("–", text) if re.fullmatch(r"[\w\s,&–-]+", text) else text


def _write_range(found: re.Match[str], range_format: str) -> str:
    prefix, first, other, last = found.groups()
    if range_format and len(last) < len(first) and not other:
        last = first[: len(first) - len(last)] + last
        other = prefix
    if prefix == other and len(first) == len(last) and int(last) > int(first):
        if range_format == "minimal":
            same = next(place for place in range(len(first)) if first[place] != last[place])
            return f"{prefix}{first}–{last[same:]}"
        return f"{prefix}{first}–{other}{last}"
    return found[0].replace("--", "-").replace("-", "–").replace(" ", "")


def write_ordinal(value: str, locale: Locale) -> str:
    """Return a number as `2nd`; what is no number stays as it is."""
    return f"{value}{locale.ordinal(int(value))}" if value.isdecimal() else value
