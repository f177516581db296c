"""Cut from a text the place that answers a question, its words marked.

A snippet is a list of plain pieces, so that a template escapes each before it marks it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from wiki.search.analysis import Token, stem, tokenize

LENGTH = 240
# Longer texts hold their answer early enough; reading all of a book for a line costs too much.
_MOST_CHARACTERS = 40_000
_BEFORE = 60
_GAP = "…"

Split = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Piece:
    """Hold a run of plain text, and whether it is one of the words looked for."""

    text: str
    is_marked: bool = False


class Marker:
    """Know the words looked for, in any form, in one language."""

    def __init__(self, wanted: Collection[str], language: str, split: Split) -> None:
        self._language = language
        self._split = split
        self._stems = {stem(word, language) for word in wanted}
        self._parts = {part for word in wanted for part in self._parts_of(word)}

    def is_wanted(self, word: str) -> bool:
        """Tell whether a compared word is looked for: itself, another form, or a part of it."""
        root = stem(word, self._language)
        if root in self._stems or root in self._parts:
            return True
        # Splitting costs; a compound holds the letters of its parts.
        if not any(wanted in word for wanted in self._stems):
            return False
        return not self._stems.isdisjoint(self._parts_of(word))

    def _parts_of(self, word: str) -> tuple[str, ...]:
        return self._split(word) if self._language == "sv" else ()


def make_snippet(text: str, marker: Marker, length: int = LENGTH) -> tuple[Piece, ...]:
    """Return about `length` characters of `text` around most of the words looked for."""
    text = " ".join(text[:_MOST_CHARACTERS].split())
    tokens = list(tokenize(text))
    known: dict[str, bool] = {}
    marked = []
    for token in tokens:
        if token.word not in known:
            known[token.word] = marker.is_wanted(token.word)
        if known[token.word]:
            marked.append(token)
    start, end = _window(text, tokens, marked, length)
    pieces = list(_pieces(text, start, end, marked))
    if start > 0:
        pieces.insert(0, Piece(_GAP))
    if end < len(text):
        pieces.append(Piece(_GAP))
    return tuple(pieces)


def _window(
    text: str, tokens: Sequence[Token], marked: Sequence[Token], length: int
) -> tuple[int, int]:
    """Return the stretch with the most different words looked for; the first of equals."""
    best, first = 0, 0
    left = 0
    for right, token in enumerate(marked):
        while token.end - marked[left].start > length - _BEFORE:
            left += 1
        worth = len({one.word for one in marked[left : right + 1]})
        if worth > best:
            best, first = worth, marked[left].start
    wished = max(0, first - _BEFORE)
    start = next((one.start for one in tokens if one.start >= wished), 0) if wished else 0
    ends = [one.end for one in tokens if start < one.end <= start + length]
    end = ends[-1] if ends else min(len(text), start + length)
    return start, len(text) if end == (tokens[-1].end if tokens else 0) else end


def _pieces(text: str, start: int, end: int, marked: Sequence[Token]) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for token in marked:
        if token.start < place or token.end > end:
            continue
        if token.start > place:
            pieces.append(Piece(text[place : token.start]))
        pieces.append(Piece(text[token.start : token.end], is_marked=True))
        place = token.end
    if place < end:
        pieces.append(Piece(text[place:end]))
    return pieces
