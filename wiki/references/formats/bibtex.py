"""Read the syntax of BibTeX, and name each line that breaks it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from wiki.errors import N_
from wiki.references.faults import Fault
from wiki.references.formats.entries import Lines

_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_NEXT_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_BLANKS = re.compile(r"\s*")
_KEY = re.compile(r"[^,\s}=]*")
_NAME = re.compile(r"[A-Za-z][\w:.+/-]*")
_NUMBER = re.compile(r"\d+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MACROS = {name: str(number) for number, name in enumerate(_MONTHS, start=1)}
_NO_SOURCES = {"comment", "preamble"}
_MOST_FIELDS, _LONGEST_VALUE = 200, 60_000
# What the abbreviations of a text stand for, wherever they are used.
_MOST_EXPANDED = 1_000_000

_UNCLOSED = N_("The entry that begins here is never closed: a } or a quotation mark is missing.")
_NO_FIELD = N_("A field such as title = {…} is expected before “%(found)s”.")
_NO_EQUALS = N_("An equals sign is missing after “%(name)s”.")
_NO_VALUE = N_("The value of “%(name)s” is missing: write it in braces.")
_NO_COMMA = N_("A comma is missing after the value of “%(name)s”.")
_NO_MACRO = N_("The abbreviation “%(word)s” is not explained by any @string: put it in braces.")
_TOO_LONG = N_("The value of “%(name)s” has more than %(count)s characters.")
_TOO_MANY_FIELDS = N_("The entry has more than %(count)s fields.")


@dataclass(frozen=True)
class Field:
    """The value of a field as LaTeX, and its line."""

    value: str
    line: int


@dataclass(frozen=True)
class RawEntry:
    """An entry as it is written; `fault` says why it could not be read to its end."""

    line: int
    kind: str
    fields: dict[str, Field]
    fault: Fault | None = None


def parse_bibtex(text: str) -> Iterator[RawEntry]:
    """Yield the entries of a text; what stands between them is a comment, as BibTeX has it."""
    reading, place = _Reading(text), 0
    while found := _ENTRY.search(text, place):
        reader = _Reader(reading, found)
        kind = found[1].lower()
        if kind == "string":
            place = reader.read_macro()
        elif kind in _NO_SOURCES:
            place = reader.skip()
        else:
            fields, fault, place = reader.read()
            yield RawEntry(reader.line, kind, fields, fault)


class _Reading:
    """A text, what is looked up in it once for all its entries, and its abbreviations."""

    def __init__(self, text: str) -> None:
        self.text, self.lines = text, Lines(text)
        self._starts = [found.start() for found in _NEXT_ENTRY.finditer(text)]
        self._macros = dict(_MACROS)
        self._left = _MOST_EXPANDED

    def next_entry(self, place: int) -> int:
        """Return where the next line is that begins an entry, or where the text ends."""
        number = bisect_left(self._starts, place)
        return self._starts[number] if number < len(self._starts) else len(self.text)

    def define(self, name: str, value: str) -> None:
        """Let an abbreviation stand for a value from here on."""
        self._macros[name] = value

    def expand(self, word: str) -> str | None:
        """Return what an abbreviation stands for, None for one that is not known.

        Each may hold others twice, and so on: all together stand for so much, and then for nothing.
        """
        value = self._macros.get(word.lower())
        self._left -= len(value or "")
        return value if self._left >= 0 else None


class _Reader:
    """Reads one entry, and finds where the next one begins when this one is broken."""

    def __init__(self, reading: _Reading, start: re.Match[str]) -> None:
        self._reading, self._text, self._lines = reading, reading.text, reading.lines
        # No line of a value looks like the beginning of an entry, unless a brace is missing.
        self._next = reading.next_entry(start.end())
        self._place = start.end()
        self._close = "}" if start[2] == "{" else ")"
        self.line = self._lines.at(start.start())

    def _skip_blanks(self) -> str:
        """Move to the next sign and return it, or "" at the end."""
        found = _BLANKS.match(self._text, self._place)
        self._place = found.end() if found else self._place
        return self._text[self._place : self._place + 1]

    def _fault(self, message: str, **values: object) -> Fault:
        return Fault(message, "", self._lines.at(self._place), **values)

    def read(self) -> tuple[dict[str, Field], Fault | None, int]:
        """Return the fields, the first fault, and where to go on."""
        fields: dict[str, Field] = {}
        try:
            self._read_key()
            while self._skip_blanks() != self._close:
                name, field = self._read_field()
                fields.setdefault(name, field)
                if len(fields) > _MOST_FIELDS:
                    raise self._fault(_TOO_MANY_FIELDS, count=_MOST_FIELDS)
        except Fault as fault:
            return fields, fault, self._next
        return fields, None, self._place + 1

    def _read_key(self) -> None:
        """Pass over the key, which need not be there."""
        self._skip_blanks()
        place = self._place
        found = _KEY.match(self._text, place)
        self._place = found.end() if found else place
        if self._skip_blanks() == ",":
            self._place += 1
        elif self._text[self._place : self._place + 1] != self._close:
            self._place = place

    def _read_field(self) -> tuple[str, Field]:
        found = _NAME.match(self._text, self._place)
        if found is None:
            rest = self._text[self._place : self._place + 30].partition("\n")[0]
            raise self._fault(_NO_FIELD, found=rest) if rest else self._unclosed()
        name, line = found[0].lower(), self._lines.at(self._place)
        self._place = found.end()
        if self._skip_blanks() != "=":
            raise self._fault(_NO_EQUALS, name=name)
        self._place += 1
        value = self._read_value(name)
        sign = self._skip_blanks()
        if sign == ",":
            self._place += 1
        elif sign != self._close:
            is_end = self._place >= self._next
            raise self._unclosed() if is_end else self._fault(_NO_COMMA, name=name)
        return name, Field(value, line)

    def _read_value(self, name: str) -> str:
        """Return the parts of a value, which # joins."""
        parts = [self._read_part(name)]
        while self._skip_blanks() == "#":
            self._place += 1
            parts.append(self._read_part(name))
        return "".join(parts)

    def _read_part(self, name: str) -> str:
        sign = self._skip_blanks()
        if sign in {"{", '"'}:
            value = self._read_quoted("}" if sign == "{" else '"')
            if len(value) > _LONGEST_VALUE:
                raise self._fault(_TOO_LONG, name=name, count=_LONGEST_VALUE)
            return value
        if found := _NUMBER.match(self._text, self._place):
            self._place = found.end()
            return found[0]
        found = _NAME.match(self._text, self._place)
        if found is None:
            raise self._fault(_NO_VALUE, name=name)
        expanded = self._reading.expand(found[0])
        if expanded is None:
            raise self._fault(_NO_MACRO, word=found[0])
        self._place = found.end()
        return expanded

    def _read_quoted(self, end: str) -> str:
        """Return what stands in braces or quotation marks; braces inside must be in pairs."""
        start = self._place + 1
        depth = 0
        for found in _BRACES.finditer(self._text, start, self._next):
            if depth == 0 and found[0] == end:
                self._place = found.end()
                return self._text[start : found.start()]
            depth += {"{": 1, "}": -1}.get(found[0], 0)
            if depth < 0:
                break
        raise self._unclosed()

    def _unclosed(self) -> Fault:
        return Fault(_UNCLOSED, line=self.line)

    def read_macro(self) -> int:
        """Read a @string, and return where to go on; a broken one is passed over."""
        try:
            self._skip_blanks()
            name, field = self._read_field()
        except Fault:
            return self._next
        self._reading.define(name, field.value)
        return self._place + 1

    def skip(self) -> int:
        """Pass over a @comment or @preamble."""
        self._place -= 1
        try:
            self._read_quoted(self._close)
        except Fault:
            return self._next
        return self._place


# What is escaped is text: \{ opens nothing, and \" is an accent, which stands in braces.
_BRACES = re.compile(r"(?<!\\)[{}]|(?<!\\)\"")
