"""The text that an author typed, as the renderer reads it, and the way back to each place in it."""

import re
from bisect import bisect_right
from itertools import accumulate

from wiki.characters import LINE_ENDS

# What is not allowed in HTML: control characters, surrogates and non-characters.
_FORBIDDEN = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
# Byte order marks stand where files were joined too. Of what has no width, at the beginning of a
# line nothing is left, since a sign that nobody sees would make text of a heading or an item.
_CHANGED = re.compile(f"[\ufeff\u200b\u2060]+|{LINE_ENDS.pattern}|[{_FORBIDDEN}]")


class LeafText(str):
    """The text of a block without its markers, which knows where it stands in the source.

    `pieces` are its parts, each after its place in the source, and `between` is what joins them.
    """

    pieces: list[tuple[int, str]]
    between: str
    _starts: list[int] | None = None

    def find_source(self, place: int) -> int:
        """Return where the character at a place of this text stands in the source."""
        starts = self._starts
        if starts is None:  # once: a paragraph may have thousands of lines, and of links
            lengths = (len(piece) + len(self.between) for _, piece in self.pieces[:-1])
            starts = self._starts = list(accumulate(lengths, initial=0))
        number = bisect_right(starts, place) - 1
        return self.pieces[number][0] + place - starts[number]


def join(pieces: list[tuple[int, str]], between: str = "\n") -> LeafText:
    """Return pieces of the source, each with its place there, as one text."""
    text = LeafText(between.join([piece for _, piece in pieces]))
    text.pieces, text.between = pieces, between
    return text


def normalise(source: str) -> str:
    """Return the source as the renderer reads it: LF, no BOM, no control characters but tabs."""
    return _CHANGED.sub(_change, source)


def _change(found: re.Match[str]) -> str:
    """Return what stands for a match of `_CHANGED`."""
    if found[0][0] in "\u200b\u2060\ufeff":
        # Before the first sign of the source is an empty text, which is in each.
        is_first = found.string[found.start() - 1 : found.start()] in "\n\r\x0b\x0c\x85\u2028\u2029"
        return "" if is_first else found[0].replace("\ufeff", "")
    return "\n" if LINE_ENDS.fullmatch(found[0]) else ""


class Trace:
    """The way back from places in a normalised source to those in the source as it was typed."""

    def __init__(self, source: str) -> None:
        self._places = [0]
        self._shifts = [0]
        shift = 0
        for found in _CHANGED.finditer(source):
            shift += len(found[0]) - len(_change(found))
            self._places.append(found.end() - shift)
            self._shifts.append(shift)

    def find(self, place: int) -> int:
        """Return the place in the source as it was typed."""
        return place + self._shifts[bisect_right(self._places, place) - 1]
