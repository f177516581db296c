"""Cut from a text the place that answers a question, its words marked.

A snippet is a list of plain pieces, so that a template escapes each before it marks it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from wiki.search.analysis import LONGEST_WORD, WORD, Token, stem, tokenize

LENGTH = 240
# Longer texts hold their answer early enough; reading all of a book for a line costs too much.
_MOST_CHARACTERS = 40_000
_BEFORE = 60
# So many first letters all forms of a word share.
_BEGINNING = 4
_GAP = "…"
_IN_WORD = re.compile(r"[^\W_]|[\u0300-\u036f]")

Split = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Piece:
    """Hold a run of plain text, and whether it is one of the words looked for."""

    text: str
    is_marked: bool = False


class Marker:
    """Know the words looked for, in any form, in one language."""

    def __init__(
        self,
        wanted: Collection[str],
        language: str,
        split: Split,
        others: Collection[str] = (),
    ) -> None:
        """Take the words of the question, and the terms that are looked for besides."""
        self._language = language
        self._split = split
        self._others = frozenset(others)
        self._stems = {stem(word, language) for word in wanted}
        self._parts = {part for word in wanted for part in self._parts_of(word)}
        # Most words of a text are told apart from those looked for by letters alone: forms of a
        # word begin alike, and a compound holds the letters of its parts.
        every = {*wanted, *self._stems, *self._parts, *self._others}
        beginnings = {one[:_BEGINNING] for one in every}
        self.letters = [
            one for one in beginnings if not any(other in one for other in beginnings - {one})
        ]
        self._known: dict[str, bool] = {}

    def is_wanted(self, word: str) -> bool:
        """Tell whether a compared word is looked for: itself, another form, or a part of it."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._is_wanted(word)
        return known

    def _is_wanted(self, word: str) -> bool:
        root = stem(word, self._language)
        if root in self._stems or root in self._parts or root in self._others:
            return True
        return not self._stems.isdisjoint(self._parts_of(word))

    def others_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (term, word as it is written) for the words of `text` that nobody typed."""
        if self._others:
            for token in tokenize(text):
                root = stem(token.word, self._language)
                if root in self._others and root not in self._stems:
                    yield root, text[token.start : token.end]

    def _parts_of(self, word: str) -> tuple[str, ...]:
        return self._split(word) if self._language == "sv" else ()


def make_snippet(text: str, marker: Marker, length: int = LENGTH) -> tuple[Piece, ...]:
    """Return about `length` characters of `text` around most of the words looked for."""
    text = " ".join(text[:_MOST_CHARACTERS].split())
    marked = _marked(text, marker)
    start, end = _window(text, marked, length)
    pieces = list(_pieces(text, start, end, marked))
    if start > 0:
        pieces.insert(0, Piece(_GAP))
    if end < len(text):
        pieces.append(Piece(_GAP))
    return tuple(pieces)


def _marked(text: str, marker: Marker) -> list[Token]:
    """Return the words of `text` that are looked for; most texts hold few."""
    lower = text.lower()
    if len(lower) != len(text) or not unicodedata.is_normalized("NFC", text):
        return [token for token in tokenize(text) if marker.is_wanted(token.word)]
    return [token for token in _words_with(marker.letters, lower) if marker.is_wanted(token.word)]


def _words_with(letters: Iterable[str], text: str) -> Iterator[Token]:
    """Yield the words of `text` that hold any of some letters: far fewer than all of them."""
    end = 0
    for spot in sorted(spot for one in letters for spot in _spots(one, text)):
        if spot >= end:
            begin = spot
            while begin > end and _IN_WORD.match(text, begin - 1):
                begin -= 1
            found = WORD.match(text, begin)
            if found and len(found[0]) <= LONGEST_WORD:
                yield Token(found[0], begin, found.end())
            end = found.end() if found else spot + 1


def _spots(letters: str, text: str) -> Iterator[int]:
    spot = text.find(letters) if letters else -1
    while spot >= 0:
        yield spot
        spot = text.find(letters, spot + 1)


def _window(text: str, marked: Sequence[Token], length: int) -> tuple[int, int]:
    """Return the stretch with the most different words looked for; the first of equals."""
    best, first = 0, 0
    left = 0
    for right, token in enumerate(marked):
        while token.end - marked[left].start > length - _BEFORE:
            left += 1
        worth = len({one.word for one in marked[left : right + 1]})
        if worth > best:
            best, first = worth, marked[left].start
    wished = first - _BEFORE
    start = min(text.find(" ", wished - 1) + 1, first) if wished > 0 else 0
    if start + length >= len(text):
        return start, len(text)
    end = text.rfind(" ", start, start + length + 1)
    return start, end if end > start else start + length


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
