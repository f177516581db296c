"""What a text defines for use elsewhere in it: where links lead, what abbreviations mean."""

import re

from wiki.markup.inline.addresses import is_address
from wiki.markup.inline.targets import (
    LABEL,
    normalise_label,
    read_destination,
    read_title,
    unescape,
)

_BLANKS = re.compile(r"[ \t]*\n?[ \t]*")
_LINE_END = re.compile(r"[ \t]*(?:\n|$)")

Reference = tuple[str, str]


class Definitions:
    """The definitions of a text."""

    def __init__(self) -> None:
        self.references: dict[str, Reference] = {}
        self.abbreviations: dict[str, str] = {}
        # As an author writes them; the labels of notes are added by `Note` blocks.
        self.labels: list[str] = []

    def add_abbreviation(self, short: str, meaning: str) -> None:
        """Add an abbreviation; a second meaning stands beside the first."""
        self.labels.append(f"*[{short}]")
        known = self.abbreviations.get(short)
        if known is None:
            self.abbreviations[short] = meaning
        elif meaning not in known.split("; "):
            self.abbreviations[short] = f"{known}; {meaning}"

    def take_references(self, text: str) -> int:
        """Read the definitions of links at the beginning of a paragraph; return where they end."""
        place = 0
        while text.startswith("[", place):
            end = self._take_reference(text, place)
            if end is None:
                break
            place = end
        return place

    def _take_reference(self, text: str, place: int) -> int | None:
        """Read a definition `[label]: address "title"`; return where it ends."""
        label = LABEL.match(text, place)
        if label is None or not text.startswith(":", label.end()) or not label[1].strip():
            return None
        place = _skip(_BLANKS, text, label.end() + 1)
        is_bracketed = text.startswith("<", place)
        destination, place = read_destination(text, place)
        if destination is None or not (is_bracketed or is_address(destination)):
            return None
        title, end = _read_title_of_line(text, place)
        if end is None:
            return None
        self.labels.append(f"[{label[1]}]")
        self.references.setdefault(normalise_label(label[1]), (unescape(destination), title))
        return end


def _read_title_of_line(text: str, place: int) -> tuple[str, int | None]:
    """Read a title that ends its line; return it, and where the definition ends if it does."""
    start = _skip(_BLANKS, text, place)
    if start > place:
        title, after = read_title(text, start)
        if title is not None and (end := _LINE_END.match(text, after)):
            return unescape(title), end.end()
    line_end = _LINE_END.match(text, place)
    return "", line_end.end() if line_end else None


def _skip(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
