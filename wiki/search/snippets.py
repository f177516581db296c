"""Cut from a text the place that answers a question, its words marked.

A snippet is a list of plain pieces, so that a template escapes each before it marks it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from wiki.search.language.analysis import LONGEST_WORD, WORD, stem, tokenize
from wiki.search.passages import Passages, sentence_start

LENGTH = 240
_BEFORE = 60
# A little more is shown where a sentence begins there.
_LONGEST_BEFORE = 100
# So many first letters all forms of an English word share.
_BEGINNING = 4
_GAP = "…"
_IN_WORD = re.compile(r"[^\W_]|[\u0300-\u036f]")

Split = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Piece:
    """Hold a run of plain text, and whether it is one of the words looked for."""

    text: str
    is_marked: bool = False


class _Mark(NamedTuple):
    """Hold where a word stands that is looked for, and the words of the question it answers."""

    start: int
    end: int
    answers: int


class Marker:
    """Know the words looked for, in any form, in one language.

    Words of the question are told apart by their stems, each of them a bit of a number.
    """

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
        stems = {word: stem(word, language) for word in wanted}
        meant = _stems_meant(others, language)
        every = dict.fromkeys((*stems.values(), *meant.values()))
        self._bits = {root: 1 << place for place, root in enumerate(every)}
        self.asked = len(self._bits)
        self._stems = {root: self._bits[root] for root in stems.values()}
        self._others = {one: self._bits[root] for one, root in meant.items()}
        self._parts = {
            part: self._stems[root] for word, root in stems.items() for part in self._parts_of(word)
        }
        self._forms = {*self._stems, *self._parts, *self._others}
        self._beginnings = tuple(self._forms) if language == "sv" else ("",)
        self.letters = self._find_letters(wanted)
        self._known: dict[str, int] = {}

    def _find_letters(self, wanted: Iterable[str]) -> list[str]:
        """Return letters of which each word that is looked for holds some; few others do.

        Swedish words begin with their stem, and compounds hold the stems of their parts; English
        stems may end otherwise than the word ("happi").
        """
        whole = self._forms
        if self._language != "sv":
            whole = {one[:_BEGINNING] for one in (*whole, *wanted)}
        return [one for one in whole if not any(other in one for other in whole - {one})]

    def answered(self, word: str) -> int:
        """Return bits for what a compared word answers: itself, another form, or a part of it."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._answered(word)
        return known

    def _answered(self, word: str) -> int:
        found = 0
        if word.startswith(self._beginnings):
            root = stem(word, self._language)
            found = self._stems.get(root, 0) | self._parts.get(root, 0) | self._others.get(root, 0)
        # Taking a word apart costs most: only when a part may say more.
        if any(one in word and bit & ~found for one, bit in self._stems.items()):
            for part in self._parts_of(word):
                found |= self._stems.get(part, 0)
        return found

    def others_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (term, word as it is written) for the words of `text` that nobody typed."""
        if self._others:
            for token in tokenize(text):
                root = stem(token.word, self._language)
                if root in self._others and root not in self._stems:
                    yield root, text[token.start : token.end]

    def _parts_of(self, word: str) -> tuple[str, ...]:
        return self._split(word) if self._language == "sv" else ()


def _stems_meant(others: Collection[str], language: str) -> dict[str, str]:
    """Return for each term the stem of the word of the question for which it stands."""
    named = others if isinstance(others, Mapping) else {}
    return {one: stem(named.get(one) or one, language) for one in others}


def make_snippet(
    text: str, marker: Marker, length: int = LENGTH, summary: str = ""
) -> tuple[Piece, ...]:
    """Return about `length` characters around the most different words looked for.

    The summary is shown where no place in the text is better, so also when the text holds none.
    """
    best = _look(" ".join(summary.split()), marker, lambda _spot: True, length)
    # No place is better than one that answers all words, and most summaries are shorter.
    if not best.text or best.worth < (marker.asked, marker.asked):
        passages = Passages(text)
        in_text = _look(passages.text, marker, passages.is_running, length)
        if not best.text or in_text.worth > best.worth:
            best = in_text
    shown, marked = best.text, best.marked
    start, end = _window(shown, best.first, length)
    pieces = list(_pieces(shown, start, end, marked))
    if start > 0:
        pieces.insert(0, Piece(_GAP))
    if end < len(shown):
        pieces.append(Piece(_GAP))
    return tuple(pieces)


class _Place(NamedTuple):
    """Hold the best place of a text: where it begins, and what it is worth."""

    text: str
    marked: Sequence[_Mark]
    worth: tuple[int, int]
    first: int


def _look(text: str, marker: Marker, is_running: Callable[[int], bool], length: int) -> _Place:
    marked = _marked(text, marker)
    return _Place(text, marked, *_best_place(marked, is_running, length))


def _marked(text: str, marker: Marker) -> list[_Mark]:
    """Return the words of `text` that are looked for; most texts hold few."""
    lower = text.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFC", text):
        words = _words_with(marker.letters, lower)
    else:
        words = ((token.word, token.start, token.end) for token in tokenize(text))
    return [
        _Mark(start, end, answers)
        for word, start, end in words
        if (answers := marker.answered(word))
    ]


def _words_with(letters: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of `text` that hold any of some letters: far fewer than all of them."""
    end = 0
    for spot in sorted(spot for one in letters for spot in _spots(one, text)):
        if spot < end:
            continue
        found = WORD.search(text, max(end, text.rfind(" ", end, spot)))
        while found and found.end() <= spot:  # no space stands between them
            found = WORD.search(text, found.end())
        if found is None:
            return
        end = found.end()
        if len(found[0]) <= LONGEST_WORD:
            yield found[0], found.start(), end


def _spots(letters: str, text: str) -> Iterator[int]:
    spot = text.find(letters) if letters else -1
    while spot >= 0:
        yield spot
        spot = text.find(letters, spot + 1)


def _best_place(
    marked: Sequence[_Mark], is_running: Callable[[int], bool], length: int
) -> tuple[tuple[int, int], int]:
    """Return what the best stretch is worth, and where it begins; of equals the first.

    Worth is how many different words of the question it answers, and how many in running text.
    """
    said = [one.answers for one in marked]
    told: list[int] = []
    most = _count(said)
    best, first, left = (0, 0), 0, 0
    for right, mark in enumerate(marked, 1):
        told.append(mark.answers if is_running(mark.start) else 0)
        while mark.end - marked[left].start > length - _BEFORE and left + 1 < right:
            left += 1
        worth = _count(said[left:right]), _count(told[left:right])
        if worth > best:
            best, first = worth, marked[left].start
        if best == (most, most):
            break
    return best, first


def _count(answers: Iterable[int]) -> int:
    """Return how many different words of the question are answered by some words together."""
    return reduce(or_, answers, 0).bit_count()


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


def _pieces(text: str, start: int, end: int, marked: Sequence[_Mark]) -> list[Piece]:
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
