"""Turn entries of BibTeX and BibLaTeX into CSL-JSON."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wiki.references.csl import plain, read_raw_date
from wiki.references.formats.bibnames import read_names
from wiki.references.formats.bibtex import Field, RawEntry, parse_bibtex
from wiki.references.formats.entries import ReadSource, check_entry
from wiki.references.formats.latex import decode

_TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "collection": "book",
    "reference": "book", "proceedings": "book", "booklet": "pamphlet", "inbook": "chapter",
    "incollection": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "inreference": "entry-encyclopedia", "manual": "report", "report": "report",
    "techreport": "report", "mastersthesis": "thesis", "phdthesis": "thesis", "thesis": "thesis",
    "unpublished": "manuscript", "online": "webpage", "www": "webpage", "electronic": "webpage",
    "dataset": "dataset", "software": "software", "patent": "patent", "periodical": "periodical",
    "movie": "motion_picture", "video": "motion_picture", "audio": "song", "letter":
    "personal_communication", "standard": "standard", "legislation": "legislation",
    "jurisdiction": "legal_case", "review": "review", "map": "map", "misc": "document",
}  # fmt: skip
_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
_WORDS = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master’s thesis",
    "techreport": "Technical report",
}
# The variable of each field; of several fields for one variable the first wins.
_TEXTS = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title",
    "booktitle": "container-title", "maintitle": "container-title",
    "shortjournal": "container-title-short", "shorttitle": "title-short", "volume": "volume",
    "issue": "issue", "pages": "page", "publisher": "publisher", "institution": "publisher",
    "school": "publisher", "organization": "publisher", "address": "publisher-place",
    "location": "publisher-place", "edition": "edition", "series": "collection-title",
    "chapter": "chapter-number", "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "note": "note",
    "abstract": "abstract", "keywords": "keyword", "language": "language", "langid": "language",
    "type": "genre", "version": "version", "pagetotal": "number-of-pages",
    "volumes": "number-of-volumes", "eventtitle": "event-title", "venue": "event-place",
    "url": "URL",
}  # fmt: skip
_NAMES = {
    "author": "author", "editor": "editor", "translator": "translator",
    "bookauthor": "container-author", "director": "director",
}  # fmt: skip
_DATES = {"urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}
_URL = re.compile(r"https?://[^\s{}]+")
_DASHES = re.compile(r"\s*[-–—]+\s*")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|:e|:a|\.)?", re.IGNORECASE)
_LANGUAGES = {
    "swedish": "sv", "svenska": "sv", "english": "en", "american": "en-US", "british": "en-GB",
    "engelska": "en", "danish": "da", "norwegian": "no", "finnish": "fi", "german": "de",
    "ngerman": "de", "french": "fr", "spanish": "es", "italian": "it", "dutch": "nl",
}  # fmt: skip


def read_bibtex(text: str) -> Iterator[ReadSource]:
    """Yield the entries of a text as sources, each broken one with its line."""
    for raw in parse_bibtex(text):
        if raw.fault is not None:
            yield ReadSource(raw.line, fault=raw.fault)
        else:
            item, lines = _convert(raw)
            yield check_entry(raw.line, item, lines)


def _convert(raw: RawEntry) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the item of an entry, and the line of each variable."""
    item: dict[str, Any] = {"type": _TYPES.get(raw.kind, "document")}
    lines: dict[str, int] = {}
    for name, field in raw.fields.items():
        variable, value = _read_field(name, field)
        if value and variable not in item:
            item[variable] = value
            lines[variable] = field.line
    _add_date(item, raw.fields)
    _add_number(item, raw)
    _add_details(item, raw)
    return item, lines


def _read_field(name: str, field: Field) -> tuple[str, Any]:
    if name in _NAMES:
        return _NAMES[name], read_names(field.value)
    if name in _DATES:
        return _DATES[name], read_raw_date(_text(field))
    variable = _TEXTS.get(name, "")
    if variable in {"URL", "DOI"}:
        return variable, _address(field)
    text = _text(field) if variable else ""
    return variable, _CLEANERS[variable](text) if variable in _CLEANERS else text


def _text(field: Field) -> str:
    return " ".join(decode(field.value).split())


def _address(field: Field) -> str:
    """Return an address, in which ~ and -- are signs like others."""
    value = re.sub(r"\\(?:url|path)\s*", "", field.value).replace("{", "").replace("}", "")
    return re.sub(r"\\([_%&#$~^])", r"\1", value).strip()


def _number(text: str) -> str:
    """Return "2" for "2nd", as styles write the ordinal of their language."""
    found = _ORDINAL.fullmatch(text)
    return found[1] if found else text


_CLEANERS: dict[str, Callable[[str], str]] = {
    "page": lambda text: _DASHES.sub("-", text),
    "edition": _number,
    "language": lambda text: _LANGUAGES.get(text.lower(), text),
    "genre": lambda text: _WORDS.get(text.lower(), text),
}


def _add_date(item: dict[str, Any], fields: Mapping[str, Field]) -> None:
    """Add the date of publication: `date` of BibLaTeX, or year, month and day."""
    texts = {
        name: plain(_text(fields[name]))
        for name in ("date", "year", "month", "day")
        if name in fields
    }
    date = read_raw_date(texts.get("date", ""))
    year, month = texts.get("year", ""), texts.get("month", "")
    if not date and re.fullmatch(r"\d{4}", year):
        parts = [int(year)]
        if number := _month(month):
            parts += [number]
            parts += [int(texts["day"])] if texts.get("day", "").isdecimal() else []
        date = {"date-parts": [parts]}
    if date or year:
        item["issued"] = date or {"literal": year}


def _month(text: str) -> int:
    """Return the number of a month, which is written as a number or a name, or 0."""
    if text.isdecimal() and len(text) <= 2:
        return int(text)
    names = "jan feb mar apr ma[jy] jun jul aug sep o[ck]t nov dec".split()
    found = (number for number, name in enumerate(names, start=1) if re.match(name, text.lower()))
    return next(found, 0)


def _add_number(item: dict[str, Any], raw: RawEntry) -> None:
    """Add `number`: that of an issue, of a report, or of a volume in a series."""
    if "number" not in raw.fields:
        return
    number = _text(raw.fields["number"])
    if item["type"].startswith("article"):
        item.setdefault("issue", number)
    elif item["type"] in {"book", "chapter", "paper-conference"}:
        item.setdefault("collection-number", number)
    else:
        item.setdefault("number", number)


def _add_details(item: dict[str, Any], raw: RawEntry) -> None:
    """Add what more than one field decides."""
    fields = raw.fields
    if "subtitle" in fields and "title" in item:
        item["title"] = f"{item['title']}: {_text(fields['subtitle'])}"
    if raw.kind in _GENRES:
        item.setdefault("genre", _GENRES[raw.kind])
    if "howpublished" in fields and (found := _URL.search(_address(fields["howpublished"]))):
        item.setdefault("URL", found[0])
    _add_archive(item, fields)
    if item["type"] == "document" and "URL" in item:
        item["type"] = "webpage"


def _add_archive(item: dict[str, Any], fields: Mapping[str, Field]) -> None:
    """Add the number and the address of a preprint in arXiv."""
    kind = next((_text(fields[name]) for name in _ARCHIVES if name in fields), "")
    if "eprint" in fields and kind.lower() == "arxiv":
        eprint = _text(fields["eprint"])
        item.setdefault("URL", f"https://arxiv.org/abs/{eprint}")
        item.setdefault("number", f"arXiv:{eprint}")


_ARCHIVES = ("eprinttype", "archiveprefix")
