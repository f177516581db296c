"""Read what a text names by labels: its notes, link definitions and abbreviations."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wiki.markup.inline.targets import normalise_label
from wiki.markup.parse import blank_code, read_structure

_LABEL = r"[^\[\]\n]{1,200}"
# An address or <an address> follows the label of a link: other brackets with a colon are text.
_DEFINITION = re.compile(
    rf"^[ >]{{0,6}}(?:(?P<note>\[\^{_LABEL}\]:)|(?P<abbreviation>\*\[{_LABEL}\]:)"
    rf"|(?P<link>\[(?!\^){_LABEL}\]:)"
    r"(?=[ \t]*+(?:\n[ \t]*+)?+(?P<address>\S++)[ \t]*+(?:[\"'(].*)?$))",
    re.MULTILINE,
)
# What defines a link is an address: `[1]: Svensson` is a line of a list of sources.
_IN_ADDRESSES = re.compile(r"[:/#.<]")
_NOTE = re.compile(rf"(?<!\\)\[\^({_LABEL})\]")
_LINK = re.compile(rf"(?<![\\\[])\[(?!\^)({_LABEL})\](?:\[({_LABEL})?\])?(?![\](\[])")
_CONTINUED = re.compile(r"\n(?=[ \t]*(?:\n|\Z)|[ >]{0,6}\*?\[[^\]\n]*\]:)")
# What a note says below its first paragraph is indented.
_FURTHER = re.compile(
    r"(?:\n[ \t]*(?=\n))+\n(?: {4}|\t)(?![ >]{0,6}\*?\[[^\]\n]*\]:)[ \t]*[^\s].*"
    r"(?:\n(?![ >]{0,6}\*?\[[^\]\n]*\]:)[ \t]*[^\s].*)*"
)

# A kind ("note", "link", "abbreviation") and a label, as they are compared.
Name = tuple[str, str]


@dataclass(frozen=True)
class Definition:
    """What a label stands for, and where in the source."""

    name: Name
    label: str
    meaning: str
    start: int
    end: int


# A merge asks several times about the same three texts.
@lru_cache(maxsize=8)
def find_definitions(source: str) -> tuple[Definition, ...]:
    """Return the definitions of a text outside of code, in order."""
    if "]:" not in source:
        return ()  # as in most texts
    return tuple(_iterate_definitions(source, blank_code(source)))


def _iterate_definitions(source: str, codeless: str) -> Iterator[Definition]:
    for found in _DEFINITION.finditer(codeless):
        kind = next(kind for kind in ("note", "abbreviation", "link") if found[kind])
        if kind == "link" and not _IN_ADDRESSES.search(found["address"]):
            continue
        label = found[kind].partition("[")[2].removesuffix("]:").removeprefix("^")
        end = _CONTINUED.search(codeless, found.end())
        place = end.start() if end else len(source)
        if kind == "note":
            place = _skip_paragraphs(source, place)
        meaning = " ".join(source[found.end() : place].split())
        yield Definition((kind, normalise_label(label)), label, meaning, found.start(), place)


def _skip_paragraphs(source: str, place: int) -> int:
    """Return where a note ends whose first paragraph ends at a place."""
    while further := _FURTHER.match(source, place):
        place = further.end()
    return place


def count_references(text: str) -> Counter[Name]:
    """Count the references of a text to notes and to links by label, whether they are defined."""
    codeless = blank_code(text)
    notes = (("note", normalise_label(found[1])) for found in _NOTE.finditer(codeless))
    links = (("link", normalise_label(found[2] or found[1])) for found in _LINK.finditer(codeless))
    return Counter([*notes, *links])


def find_undefined_notes(source: str) -> list[str]:
    """Return the labels of the notes that a text refers to and does not have, as written.

    Raises TooComplex for a text beyond the limits.
    """
    if "[^" not in source:
        return []  # as in most texts
    defined = {note.label for note in read_structure(source).notes}
    written: dict[str, str] = {}
    for found in _NOTE.finditer(blank_code(source)):
        written.setdefault(normalise_label(found[1]), found[0])
    return [label for name, label in written.items() if name not in defined]


def relabel(source: str, labels: Mapping[Name, str]) -> str:
    """Return a text with other labels for some of its notes and links, all of them at once."""
    codeless = blank_code(source)
    changes = [*_changed_notes(codeless, labels), *_changed_links(codeless, labels)]
    parts, place = [], 0
    for start, end, words in sorted(changes):
        parts += [source[place:start], words]
        place = end
    return "".join([*parts, source[place:]])


def _changed_notes(codeless: str, labels: Mapping[Name, str]) -> Iterator[tuple[int, int, str]]:
    for found in _NOTE.finditer(codeless):
        new = labels.get(("note", normalise_label(found[1])))
        if new is not None:
            yield found.start(1), found.end(1), new


def _changed_links(codeless: str, labels: Mapping[Name, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the changes of link labels; a label that is shown stays what readers see."""
    definitions = {d.start: d for d in _iterate_definitions(codeless, codeless)}
    starts = {codeless.index("[", start) for start in definitions}
    for found in _LINK.finditer(codeless):
        new = labels.get(("link", normalise_label(found[2] or found[1])))
        if new is None:
            continue
        if found[2] is not None:
            yield found.start(2), found.end(2), new
        elif found.start() in starts:
            yield found.start(1), found.end(1), new
        else:
            yield found.end(1) + 1, found.end(), f"[{new}]"
