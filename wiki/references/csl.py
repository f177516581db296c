"""Check one item of CSL-JSON, the form in which every source is stored."""

import html
import re
from collections.abc import Mapping
from typing import Any

from wiki.characters import FORBIDDEN, normalise_line
from wiki.errors import N_
from wiki.references.faults import Fault
from wiki.references.identifiers import read_doi, read_isbn, read_orcid, read_ror
from wiki.references.variables import DATES, LONG, NAMES, OTHER_TYPES, TEXTS, TYPES
from wiki.urls import is_web_address

MOST_NAMES = 500
LONGEST_TEXT, LONGEST_LONG, LONGEST_NAME = 2_000, 10_000, 300
# How many times longer a text may be as it is sent, and how deep marks may be nested in it.
_MOST_MARKED, _MOST_NESTED = 10, 20
LONGEST_SENT = LONGEST_LONG * _MOST_MARKED
_NAME_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
# The marks that CSL allows in a text; <i> in a title is a name of a species or another title.
_OTHER_MARKS = re.compile(r"</?(?!(?:i|b|sup|sub)>)[A-Za-z][^<>]*>", re.IGNORECASE)
_MARKS = re.compile(r"</?(?:i|b|sup|sub)>", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_ISO_DATE = re.compile(r"(-?\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_BETWEEN_ISBNS = re.compile(r"[,;]|\s(?=97[89])|\s\(.{0,200}?\)")
_EARLIEST, _LATEST = -4000, 2200

_NO_OBJECT = N_("This is no source: an object with a type and a title is expected.")
_NO_TITLE = N_("The source has no title.")
_BAD_CHARACTERS = N_("“%(field)s” holds characters that are not text.")
TOO_LONG = N_("“%(field)s” has more than %(count)s characters.")
_NOT_TEXT = N_("“%(field)s” is not a text.")
_NO_NAMES = N_("“%(field)s” is not a list of names.")
_TOO_MANY_NAMES = N_("“%(field)s” has more than %(count)s names.")
_NO_DATE = N_("“%(field)s” is no date: write a year, or year-month-day.")
_NO_DOI = N_("“%(value)s” is no DOI: it begins with 10., as in 10.1000/182.")
_NO_ISBN = N_("“%(value)s” is no ISBN: its length or check digit is wrong.")
_NO_URL = N_("“%(value)s” is no web address: it begins with https:// or http://.")
_NO_ORCID = N_("“%(value)s” is no ORCID: its form or check digit is wrong.")
_NO_ROR = N_("“%(value)s” is no ROR identifier: its form or check digits are wrong.")


def check_item(raw: object) -> dict[str, Any]:
    """Return an item with known variables only, each in one form; raise Fault at the first fault.

    What CSL does not know is dropped: services send much that is not about the source. Its id is
    not checked here.
    """
    if not isinstance(raw, Mapping):
        raise Fault(_NO_OBJECT)
    item: dict[str, Any] = {"type": _read_type(raw.get("type"))}
    for field, read in _READERS.items():
        value = _single(field, raw.get(field))
        if value not in (None, "", [], {}) and (kept := read(field, value)):
            item[field] = kept
    if "title" not in item:
        raise Fault(_NO_TITLE, "title")
    return item


def _read_type(value: object) -> str:
    name = str(value or "").strip().lower()
    name = OTHER_TYPES.get(name, name)
    return name if name in TYPES else "document"


def _single(field: str, value: object) -> object:
    """Return the first of several values, as services send titles and numbers."""
    if isinstance(value, list) and field not in NAMES:
        texts = [part for part in value if isinstance(part, str)]
        if field == "ISBN":
            texts.sort(key=lambda text: not read_isbn(text))
        return texts[0] if texts else None
    return value


def _read_text(field: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Fault(_NOT_TEXT, field)
    most = LONGEST_LONG if field in LONG else LONGEST_TEXT
    return _line(field, str(value), most)


def _line(field: str, text: str, most: int) -> str:
    """Return a text on one line; a checked text that is checked again stays as it is."""
    if len(text) > most * _MOST_MARKED:
        raise Fault(TOO_LONG, field, count=most)
    line = normalise_line(_unmark(text))
    if FORBIDDEN.search(line):
        raise Fault(_BAD_CHARACTERS, field)
    if len(line) > most:
        raise Fault(TOO_LONG, field, count=most)
    return line


def _unmark(text: str) -> str:
    """Return a text without entities and without marks that CSL does not have.

    Until nothing is left to take out: what is inside of them may be some again.
    """
    for _ in range(_MOST_NESTED):
        before, text = text, _OTHER_MARKS.sub("", html.unescape(text))
        if text == before:
            return text
    return re.sub("[<>&]", "", text)


def _read_doi(field: str, value: object) -> str:
    text = _read_text(field, value)
    doi = read_doi(text)
    if text and (not doi or len(doi) > LONGEST_NAME):
        raise Fault(_NO_DOI, field, value=text[:80])
    return doi


def _read_isbn(field: str, value: object) -> str:
    text = _read_text(field, value)
    # Programs write several in one field: the paper edition's and the file's.
    found = [read_isbn(part) for part in (text, *_BETWEEN_ISBNS.split(text))]
    isbn = next(filter(None, found), "")
    if text and not isbn:
        raise Fault(_NO_ISBN, field, value=text[:80])
    return isbn


def _read_url(field: str, value: object) -> str:
    text = _read_text(field, value)
    if text and not is_web_address(text):
        raise Fault(_NO_URL, field, value=text[:80])
    return text


def _read_names(field: str, value: object) -> list[dict[str, str]]:
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        raise Fault(_NO_NAMES, field)
    if len(value) > MOST_NAMES:
        raise Fault(_TOO_MANY_NAMES, field, count=MOST_NAMES)
    return [name for name in (_read_name(field, part) for part in value) if name]


def _read_name(field: str, value: object) -> dict[str, str]:
    if isinstance(value, str):
        value = {"literal": value}
    if not isinstance(value, Mapping):
        raise Fault(_NO_NAMES, field)
    name = _read_name_parts(field, value)
    if "family" in name:
        name.pop("literal", "")
    elif name:
        # Crossref calls an organisation's name `name`; a single name is no family name.
        name = {"literal": name.get("literal") or name["given"]} if _WHOLE & name.keys() else {}
    return name | _read_name_ids(field, value) if name else {}


_WHOLE = {"literal", "given"}


def _read_name_parts(field: str, value: Mapping[str, object]) -> dict[str, str]:
    parts = {part: value.get(part) for part in _NAME_PARTS}
    parts["literal"] = parts["literal"] or value.get("name")
    lines = {
        part: _line(field, text, LONGEST_NAME)
        for part, text in parts.items()
        if isinstance(text, str)
    }
    return {part: line for part, line in lines.items() if line}


def _read_name_ids(field: str, name: Mapping[str, object]) -> dict[str, str]:
    ids = {}
    for key, read, message in (("ORCID", read_orcid, _NO_ORCID), ("ROR", read_ror, _NO_ROR)):
        if text := name.get(key):
            ids[key] = read(str(text))
            if not ids[key]:
                raise Fault(message, field, value=str(text)[:80])
    return ids


def _read_date(field: str, value: object) -> dict[str, Any]:
    if isinstance(value, str | int):
        value = {"raw": str(value)}
    if not isinstance(value, Mapping):
        raise Fault(_NO_DATE, field)
    date: dict[str, Any] = {}
    if parts := _read_parts(field, value.get("date-parts")):
        date["date-parts"] = parts
    else:
        raw = value.get("raw") or value.get("literal") or ""
        date = read_raw_date(_line(field, str(raw), LONGEST_NAME))
    if date and value.get("circa") in (True, "true", 1):
        date["circa"] = True
    return date


def read_raw_date(text: str) -> dict[str, Any]:
    """Return a date as it is written: year, year-month, year-month-day, two of these, or words."""
    found = [_ISO_DATE.fullmatch(part.strip()) for part in text.split("/")[:3]]
    parts = [[int(part) for part in match.groups() if part] for match in found if match]
    if len(parts) == len(found) <= 2 and all(map(_is_date, parts)):
        return {"date-parts": parts}
    return {"literal": text} if text else {}


def _read_parts(field: str, value: object) -> list[list[int]]:
    dates = value[:2] if isinstance(value, list) else []
    read = [_read_one(field, date) for date in dates if isinstance(date, list)]
    return [parts for parts in read if parts]


def _read_one(field: str, date: list[object]) -> list[int]:
    texts = [str(part) for part in date[:3] if part not in (None, "")]
    try:
        parts = [int(text[:6]) for text in texts]
    except ValueError as error:
        raise Fault(_NO_DATE, field) from error
    if not _is_date(parts):
        raise Fault(_NO_DATE, field)
    return parts


def _is_date(parts: list[int]) -> bool:
    lengths = [(_EARLIEST, _LATEST), (1, 12), (1, 31)]
    return all(least <= part <= most for part, (least, most) in zip(parts, lengths, strict=False))


_READERS = {
    **dict.fromkeys(NAMES, _read_names),
    **dict.fromkeys(DATES, _read_date),
    **dict.fromkeys(TEXTS, _read_text),
    "DOI": _read_doi,
    "ISBN": _read_isbn,
    "URL": _read_url,
}


def plain(text: str) -> str:
    """Return a text of an item without its marks."""
    return _MARKS.sub("", text)


def year_of(item: Mapping[str, Any]) -> int | None:
    """Return the year of publication, also of a date in words, or None."""
    issued = item.get("issued", {})
    if parts := issued.get("date-parts"):
        return int(parts[0][0])
    found = _YEAR.search(issued.get("literal", ""))
    return int(found[1]) if found else None


def creators_of(item: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return those who stand first in a list of sources: authors, else editors and the like."""
    roles = ("author", "editor", "editorial-director", "director", "interviewer", "translator")
    return next((item[role] for role in roles if item.get(role)), [])


def first_name(item: Mapping[str, Any]) -> str:
    """Return the family name of the first author, or the name of the organisation, or ""."""
    names = creators_of(item)
    return (names[0].get("family") or names[0].get("literal", "")) if names else ""


def name_line(name: Mapping[str, str]) -> str:
    """Return a name with the family name first, as a list of sources has it."""
    if "literal" in name:
        return name["literal"]
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name["family"])))
    given = " ".join(filter(None, (name.get("given"), name.get("dropping-particle"))))
    return ", ".join(filter(None, (family, given, name.get("suffix"))))


def author_line(item: Mapping[str, Any]) -> str:
    """Return all authors in one line."""
    return "; ".join(map(name_line, creators_of(item)))
