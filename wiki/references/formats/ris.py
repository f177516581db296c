"""Read RIS, line by line, and name each line that breaks it."""

import re
from collections.abc import Iterator
from typing import Any

from wiki.errors import N_
from wiki.references.csl import LONGEST_SENT, read_raw_date
from wiki.references.faults import Fault
from wiki.references.formats.entries import ReadSource, check_entry

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)")
_TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "INPR": "article-journal",
    "ABST": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    "BOOK": "book", "EDBOOK": "book", "WHOLE": "book", "EBOOK": "book", "CHAP": "chapter",
    "ECHAP": "chapter", "CONF": "book", "CPAPER": "paper-conference", "RPRT": "report",
    "GOVDOC": "report", "THES": "thesis", "ELEC": "webpage", "WEB": "webpage",
    "BLOG": "post-weblog",
    "DATA": "dataset", "DBASE": "dataset", "COMP": "software", "PAT": "patent", "STAND": "standard",
    "MANSCPT": "manuscript", "UNPB": "manuscript", "PAMP": "pamphlet", "CASE": "legal_case",
    "STAT": "legislation", "LEGAL": "legislation", "BILL": "bill", "HEAR": "hearing",
    "VIDEO": "motion_picture", "MPCT": "motion_picture", "SOUND": "song", "MUSIC": "musical_score",
    "MAP": "map", "DICT": "entry-dictionary", "ENCYC": "entry-encyclopedia", "SLIDE": "speech",
    "PCOMM": "personal_communication", "ICOMM": "personal_communication",
}  # fmt: skip
_PARTS = {"chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"}
_TEXTS = {
    "TI": "title", "T1": "title", "CT": "title", "BT": "container-title", "T2": "container-title",
    "JF": "container-title", "JO": "container-title", "JA": "container-title-short",
    "J2": "container-title-short", "T3": "collection-title", "ST": "title-short", "VL": "volume",
    "IS": "issue", "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place",
    "ET": "edition", "AB": "abstract", "N2": "abstract", "N1": "note", "LA": "language",
    "DO": "DOI", "UR": "URL", "M3": "genre", "C7": "number", "NV": "number-of-volumes",
}  # fmt: skip
_NAMES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection-editor",
          "A4": "translator"}  # fmt: skip

_NO_ENTRY = N_("An entry begins with a line such as “TY  - JOUR”, but here is “%(found)s”.")
_NO_END = N_("The entry that begins here has no last line “ER  - ”.")
_NO_TAG = N_("A line begins with two letters, two spaces and a hyphen; here is “%(found)s”.")


def read_ris(text: str) -> Iterator[ReadSource]:
    """Yield the entries of a text as sources, each broken one with its line."""
    for block in _blocks(text):
        tag, value, line = block[0]
        if tag != "TY":
            found = f"{tag}  - {value}" if tag else value
            yield ReadSource(line, fault=Fault(_NO_ENTRY, line=line, found=found[:40]))
        elif block[-1][0] != "ER":
            yield ReadSource(line, fault=Fault(_NO_END, line=line))
        else:
            yield _entry(block[:-1])


def _blocks(text: str) -> Iterator[list[tuple[str, str, int]]]:
    """Yield the lines that belong together, each as tag, value and number."""
    block: list[tuple[str, str, int]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        tag, value = _read_line(line)
        if block and (tag == "TY" or block[-1][0] == "ER") and (tag or value):
            yield block
            block = []
        block += [(tag, value, number)] if tag or value else []
    if block:
        yield block


def _read_line(line: str) -> tuple[str, str]:
    """Return tag and value; a line without a tag is all value."""
    found = _TAG.match(line.strip("\ufeff").rstrip())
    return (found[1], (found[2] or "").strip()) if found else ("", line.strip())


def _entry(values: list[tuple[str, str, int]]) -> ReadSource:
    """Return the entry of these lines; the first is its TY."""
    first = values[0][2]
    item: dict[str, Any] = {"type": _TYPES.get(values[0][1].upper(), "document")}
    lines: dict[str, int] = {}
    before = ""
    for tag, text, line in values[1:]:
        if not tag and before not in _LONG:
            return ReadSource(first, fault=Fault(_NO_TAG, line=line, found=text[:40]))
        before = tag or before
        variable = _add(item, before, text, is_more=not tag)
        lines.setdefault(variable, line)
    _finish(item)
    return check_entry(first, item, lines)


# Tags whose text may go on in the next line without a tag.
_LONG = {"AB", "N2", "N1", "TI", "T1", "KW"}


def _add(item: dict[str, Any], tag: str, text: str, *, is_more: bool) -> str:
    """Add a value to an item; return the variable that it went to."""
    if tag in _NAMES and text:
        item.setdefault(_NAMES[tag], []).append(_name(text))
        return _NAMES[tag]
    if tag in _TEXTS:
        variable = _TEXTS[tag]
        if is_more:
            item[variable] = _join(item.get(variable), " ", text)
        elif variable == "URL" and variable in item:
            pass  # the first of several addresses is the page of the source
        else:
            item.setdefault(variable, text)
        return variable
    if tag == "KW":
        item["keyword"] = _join(item.get("keyword"), ", ", text)
    elif tag in _HELPERS:
        item.setdefault(f"_{tag}", text)
    return {"PY": "issued", "Y1": "issued", "DA": "issued", "SN": "ISBN"}.get(tag, tag)


def _join(before: str | None, sign: str, text: str) -> str:
    """Return two texts as one; nothing is added to one that is refused for its length."""
    if before and len(before) > LONGEST_SENT:
        return before
    return sign.join(filter(None, (before, text)))


def _name(text: str) -> dict[str, str]:
    """Return a name; what has no comma is that of an organisation."""
    family, *rest = (part.strip() for part in text.split(","))
    if not rest or not rest[0]:
        return {"literal": family}
    name = {"family": family, "given": rest[0], "suffix": " ".join(rest[1:])}
    return {part: value for part, value in name.items() if value}


def _finish(item: dict[str, Any]) -> None:
    """Put together what several lines say, and take the helpers out."""
    given = {tag: item.pop(f"_{tag}", "") for tag in _HELPERS}
    item["page"] = _pages(given["SP"], given["EP"])
    year = _date(given["PY"] or given["Y1"] or given["DA"])
    day = _date(given["DA"])
    item["issued"] = day if _is_longer(day, year) else year
    item["accessed"] = _date(given["Y2"])
    item[_number_of(given["SN"], item["type"])] = given["SN"]
    if item["type"] in {"report", "thesis"} and "issue" in item:
        item["number"] = item.pop("issue")


def _pages(first: str, last: str) -> str:
    return first if "-" in first else "-".join(dict.fromkeys(filter(None, (first, last))))


_HELPERS = ("SP", "EP", "SN", "PY", "Y1", "DA", "Y2")


def _number_of(text: str, kind: str) -> str:
    """Return whether a number is an ISBN or an ISSN, which RIS does not say."""
    is_book = kind == "book" or kind in _PARTS
    return "ISBN" if is_book or len(text.replace("-", "")) > len("12345678") else "ISSN"


def _date(text: str) -> dict[str, Any]:
    """Return a date: "2020/05/12/words", of which later parts may be empty."""
    parts = text.split("/")
    numbers = "-".join(part.strip() for part in parts[:3] if part.strip().isdecimal())
    return read_raw_date(numbers or text.strip())


def _is_longer(day: dict[str, Any], year: dict[str, Any]) -> bool:
    parts, others = (date.get("date-parts", [[]])[0] for date in (day, year))
    return parts[:1] == others[:1] and len(parts) > len(others)
