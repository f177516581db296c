"""Understand what was pasted into the one field for sources."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from wiki.errors import N_
from wiki.references.csl import LONGEST_NAME, LONGEST_TEXT, TOO_LONG
from wiki.references.faults import Fault
from wiki.references.formats.bibitems import read_bibtex
from wiki.references.formats.csljson import read_csljson
from wiki.references.formats.entries import ReadSource
from wiki.references.formats.ris import read_ris
from wiki.references.identifiers import looks_like_isbn, read_doi, read_isbn
from wiki.urls import is_web_address

_Found = TypeVar("_Found")
LONGEST_PASTE = 1_000_000
MOST_ENTRIES = 500

_FORMATS: Sequence[tuple[str, re.Pattern[str], Callable[[str], Iterator[ReadSource]]]] = (
    ("CSL-JSON", re.compile(r"\A\s*[\[{]"), read_csljson),
    ("BibTeX", re.compile(r"^[^\S\n]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE), read_bibtex),
    ("RIS", re.compile(r"^\ufeff?TY  ?-", re.MULTILINE), read_ris),
)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,9}/[^\s\"<>?#]+")
# What publishers' addresses have behind a DOI.
_TAIL = re.compile(r"/(?:full|pdf|abstract|epdf|html|meta|summary)$|\.pdf$", re.IGNORECASE)

_TOO_LONG = N_("This is longer than %(count)s characters: paste it in parts.")
_TOO_MANY = N_("These are more than %(count)s sources: paste them in parts.")
_UNKNOWN = N_("“%(found)s” is neither BibTeX, RIS, CSL-JSON, a DOI, an ISBN nor a web address.")
_NO_ISBN = N_("“%(value)s” is no ISBN: its length or check digit is wrong.")
_NOTHING = N_("Paste a source first.")


@dataclass(frozen=True)
class Identifier:
    """A DOI, ISBN or URL that was pasted by itself, and what it says of its source."""

    line: int
    kind: str
    value: str

    @property
    def item(self) -> Mapping[str, Any]:
        """Return what is known of the source: its type, and the identifier."""
        types = {"DOI": "article-journal", "ISBN": "book", "URL": "webpage"}
        return {"type": types[self.kind], self.kind: self.value}


@dataclass(frozen=True)
class Paste:
    """What was understood: entries of a format, or identifiers; and the name of the format."""

    format: str
    entries: Sequence[ReadSource] = ()
    identifiers: Sequence[Identifier] = ()


def read_paste(text: str) -> Paste:
    """Return what a text says of sources; raise Fault if it says nothing."""
    if not text.strip():
        raise Fault(_NOTHING)
    if len(text) > LONGEST_PASTE:
        raise Fault(_TOO_LONG, count=LONGEST_PASTE)
    for name, beginning, read in _FORMATS:
        if beginning.search(text):
            return Paste(name, _first(read(text)))
    lines = [(n, line.strip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    identifiers = _first(_read_identifier(number, line) for number, line in lines)
    return Paste(identifiers[0].kind, (), identifiers)


def _first(found: Iterable[_Found]) -> list[_Found]:
    """Return a list that is not too long; reading ends where it would be."""
    items = list(islice(found, MOST_ENTRIES + 1))
    if len(items) > MOST_ENTRIES:
        raise Fault(_TOO_MANY, count=MOST_ENTRIES)
    return items


def _read_identifier(number: int, line: str) -> Identifier:
    if doi := _find_doi(line):
        return _checked(Identifier(number, "DOI", doi), LONGEST_NAME)
    if looks_like_isbn(line):
        isbn = read_isbn(line)
        if not isbn:
            raise Fault(_NO_ISBN, "ISBN", number, value=line[:80])
        return Identifier(number, "ISBN", isbn)
    if is_web_address(line):
        return _checked(Identifier(number, "URL", line), LONGEST_TEXT)
    raise Fault(_UNKNOWN, "", number, found=line[:60])


def _checked(identifier: Identifier, most: int) -> Identifier:
    """Return an identifier that a source may have; raise Fault for a longer one."""
    if len(identifier.value) > most:
        raise Fault(TOO_LONG, identifier.kind, identifier.line, count=most)
    return identifier


def _find_doi(line: str) -> str:
    """Return the DOI in a line, which may be a whole reference or a publisher's address."""
    found = _DOI.search(line)
    if doi := read_doi(line):
        return doi
    if found is None:
        return ""
    doi = found[0].rstrip(".,;]}")
    doi = doi.rstrip(").,;") if doi.count(")") > doi.count("(") else doi
    return read_doi(_TAIL.sub("", doi) if "://" in line else doi)
