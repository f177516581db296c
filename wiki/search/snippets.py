"""Cut from a text the place that answers a question, its words marked.

A snippet is a list of plain pieces, so that a template escapes each before it marks it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wiki.search.analysis import LONGEST_WORD, WORD, Token, stem, tokenize
from wiki.search.passages import Passages, sentence_start

LENGTH = 240
_BEFORE = 60
# A little more is shown where a sentence begins there.
_LONGEST_BEFORE = 100
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
        """Take the words of the question, and the terms that are looked for besides.

        A mapping of such terms says for which word of the question each stands.
        """
        self._language = language
        self._split = split
        named = others if isinstance(others, Mapping) else {}
        self._others = {one: stem(named.get(one) or one, language) for one in others}
        self._stems = {stem(word, language) for word in wanted}
        self._parts = {
            part: stem(word, language) for word in wanted for part in self._parts_of(word)
        }
        # Most words of a text are told apart from those looked for by letters alone: forms of a
        # word begin alike, and a compound holds the letters of its parts.
        every = {*wanted, *self._stems, *self._parts, *self._others}
        beginnings = {one[:_BEGINNING] for one in every}
        self.letters = [
            one for one in beginnings if not any(other in one for other in beginnings - {one})
        ]
        self._known: dict[str, frozenset[str]] = {}

    def is_wanted(self, word: str) -> bool:
        """Tell whether a compared word is looked for: itself, another form, or a part of it."""
        return bool(self.answered(word))

    def answered(self, word: str) -> frozenset[str]:
        """Return the stems of the words of the question that a compared word answers."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = frozenset(self._answered(word))
        return known

    def _answered(self, word: str) -> Iterator[str]:
        root = stem(word, self._language)
        if root in self._stems:
            yield root
        if root in self._parts:
            yield self._parts[root]
        if root in self._others:
            yield self._others[root]
        yield from self._stems.intersection(self._parts_of(word))

    def others_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (term, word as it is written) for the words of `text` that nobody typed."""
        if self._others:
            for token in tokenize(text):
                root = stem(token.word, self._language)
                if root in self._others and root not in self._stems:
                    yield root, text[token.start : token.end]

    def _parts_of(self, word: str) -> tuple[str, ...]:
        return self._split(word) if self._language == "sv" else ()


def make_snippet(
    text: str, marker: Marker, length: int = LENGTH, summary: str = ""
) -> tuple[Piece, ...]:
    """Return about `length` characters around the most different words looked for.

    The summary is shown where no place in the text is better, so also when the text holds none.
    """
    passages = Passages(text)
    shown, marked = passages.text, _marked(passages.text, marker)
    worth, first = _best_place(marked, marker, passages.is_running, length)
    if summary.strip():
        brief = " ".join(summary.split())
        marked_in_brief = _marked(brief, marker)
        said, place = _best_place(marked_in_brief, marker, lambda _spot: True, length)
        if said >= worth:
            shown, marked, first = brief, marked_in_brief, place
    start, end = _window(shown, first, length)
    pieces = list(_pieces(shown, start, end, marked))
    if start > 0:
        pieces.insert(0, Piece(_GAP))
    if end < len(shown):
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
            found = WORD.search(text, begin)  # a lone accent may stand before the first letter
            if found and len(found[0]) <= LONGEST_WORD:
                yield Token(found[0], *found.span())
            end = found.end() if found else spot + 1


def _spots(letters: str, text: str) -> Iterator[int]:
    spot = text.find(letters) if letters else -1
    while spot >= 0:
        yield spot
        spot = text.find(letters, spot + 1)


def _best_place(
    marked: Sequence[Token], marker: Marker, is_running: Callable[[int], bool], length: int
) -> tuple[tuple[int, int], int]:
    """Return what the best stretch is worth, and where it begins; of equals the first.

    Worth is how many different words of the question it answers, and how many in running text.
    """
    answers = [marker.answered(one.word) for one in marked]
    running = [is_running(one.start) for one in marked]
    most = len(frozenset[str]().union(*answers))
    best, first, left = (0, 0), 0, 0
    said: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for right, token in enumerate(marked):
        said.update(answers[right])
        told.update(answers[right] if running[right] else ())
        while token.end - marked[left].start > length - _BEFORE and left < right:
            said -= Counter(answers[left])
            told -= Counter(answers[left] if running[left] else ())
            left += 1
        worth = len(said), len(told)
        if worth > best:
            best, first = worth, marked[left].start
        if best == (most, most):
            break
    return best, first


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Return the stretch to show around a word that begins at `first`, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    start = sentence_start(text, first, _LONGEST_BEFORE)
    if start is None:
        wished = min(first - _BEFORE, len(text) - length)
        space = text.find(" ", wished - 1, first)
        start = space + 1 if space >= 0 else first
    # What makes a place the best stands within so many letters from its first word on.
    last = max(start + length, first + length - _BEFORE)
    if last >= len(text):
        return start, len(text)
    end = text.rfind(" ", start, last + 1)
    return start, end if end > start else _end_of_word(text, start, last)


def _end_of_word(text: str, start: int, end: int) -> int:
    """Return the last place up to `end` between two words, where no space is."""
    cut = end
    while cut > start and _IN_WORD.match(text, cut) and _IN_WORD.match(text, cut - 1):
        cut -= 1
    return cut if cut > start else end  # a word longer than a snippet


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
