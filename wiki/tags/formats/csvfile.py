"""The vocabulary as a table for spreadsheets, and back.

Lists of words stand in one cell, a word on each line.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wiki.tags.formats.entries import (
    MOST_CHARACTERS,
    MOST_TERMS,
    Fault,
    FileFault,
    TermEntry,
    refuse,
)
from wiki.tags.terms import Term
from wiki.web.spreadsheet import make_harmless, undo_harmless

_TEXTS = (
    "label_sv",
    "label_en",
    "description_sv",
    "description_en",
    "scope_note_sv",
    "scope_note_en",
    "website",
    "contact",
)
_LISTS = ("synonyms_sv", "synonyms_en", "near_sv", "near_en", "related")
COLUMNS = (
    "address",
    "kind",
    "label_sv",
    "label_en",
    "broader",
    "retired",
    "description_sv",
    "description_en",
    "scope_note_sv",
    "scope_note_en",
    "synonyms_sv",
    "synonyms_en",
    "near_sv",
    "near_en",
    "related",
    "website",
    "contact",
    "articles",
)
_YES = "yes"
_SEPARATORS = (",", ";", "\t")


def make_rows(entries: Sequence[TermEntry], counts: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield a row for each term; `counts` say how many articles have it."""
    for entry in entries:
        cells = _cells(entry) | {"articles": str(counts.get(entry.term.slug, 0))}
        yield [cells[name] for name in COLUMNS]


def _cells(entry: TermEntry) -> dict[str, str]:
    term = entry.term
    cells = {name: getattr(term, name) for name in _TEXTS}
    cells |= {name: "\n".join(getattr(term, name)) for name in _LISTS}
    retired = _YES if entry.is_retired else ""
    return cells | {
        "address": term.slug,
        "kind": term.kind,
        "broader": entry.broader,
        "retired": retired,
    }


def read_csv(text: str, known: Mapping[str, TermEntry]) -> list[TermEntry]:
    """Return the terms in a table; raise FileFault with what is wrong, line by line.

    `known` are the stored terms: a cell that is as it was exported says what is stored, also where
    a spreadsheet would have computed it.
    """
    if len(text) > MOST_CHARACTERS:
        raise refuse(1, "long")
    rows = _read_rows(text.removeprefix("\ufeff"))
    names = _read_names(next(rows)[1])
    entries: list[TermEntry] = []
    faults: list[Fault] = []
    for line, cells in rows:
        if len(entries) == MOST_TERMS:
            raise refuse(line, "many")
        if any(cells[len(names) :]):
            faults.append(Fault(line, "cells"))
        else:
            entries.append(_read_entry(line, dict(zip(names, cells, strict=False)), known))
    faults += _find_twice(entries)
    if faults:
        raise FileFault(faults)
    return entries


def _read_names(cells: Sequence[str]) -> list[str]:
    """Return the names of the columns; refuse one that is unknown or stands there twice."""
    names = [name.strip().lower() for name in cells]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or len(set(names)) < len(names):
        raise refuse(1, "column", ", ".join(unknown or names))
    return names


def _find_twice(entries: Sequence[TermEntry]) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for entry in entries:
        if entry.term.slug in seen - {""}:
            faults.append(Fault(entry.line, "twice", entry.term.slug))
        seen.add(entry.term.slug)
    return faults


def _read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty with the line where it begins, the names first."""
    head = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line, is_first = 1, True
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise refuse(reader.line_num, "quotes") from error
        if is_first or any(cell.strip() for cell in cells):
            yield line, cells
        line, is_first = reader.line_num + 1, False
    if is_first:
        raise refuse(1, "empty")


def _read_entry(line: int, cells: Mapping[str, str], known: Mapping[str, TermEntry]) -> TermEntry:
    slug = cells.get("address", "").strip()
    stored = known.get(slug)
    before = _cells(stored) if stored else {}
    told = {name: _tell(cell, before.get(name)) for name, cell in cells.items()}
    values: dict[str, Any] = {name: told[name] for name in _TEXTS if name in told}
    values |= {name: tuple(told[name].splitlines()) for name in _LISTS if name in told}
    values |= {"label_sv": told.get("label_sv", ""), "label_en": told.get("label_en", "")}
    kind = told.get("kind", "").strip() or (stored.term.kind if stored else "topic")
    return TermEntry(
        Term(kind=kind, slug=slug, **values),
        told.get("broader", "").strip(),
        told.get("retired", "").strip().lower() in (_YES, "ja", "x", "1", "true"),
        line,
        frozenset(cells),
    )


def _tell(cell: str, stored: str | None) -> str:
    """Return what a cell says: a spreadsheet's file has signs that keep it from computing."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    if stored is not None and lines in (stored, make_harmless(stored)):
        return stored
    return undo_harmless(lines)
