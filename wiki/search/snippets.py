"""Cut out of a text the passage that answers a question, with the words of the question marked.

A snippet is a list of plain pieces, so that a template can escape each piece before marking it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from wiki.search.language.analysis import LONGEST_WORD, WORD, tokenize
from wiki.search.language.marking import Mark, Marker
from wiki.search.passages import Passages, sentence_start

LENGTH = 240
_BEFORE = 60
# A little more is shown before the first word when a sentence begins there.
_LONGEST_BEFORE = 100
_ELLIPSIS = "…"
_IN_WORD = re.compile(r"[^\W_]|[\u0300-\u036f]")


@dataclass(frozen=True)
class Piece:
    """A run of plain text; `is_marked` when it is a word that was looked for."""

    text: str
    is_marked: bool = False


def make_snippet(
    text: str, marker: Marker, length: int = LENGTH, summary: str = ""
) -> tuple[Piece, ...]:
    """Return about `length` characters around the most different words of the question.

    The summary is shown unless a passage of the text is better.
    """
    best = _find_passage(" ".join(summary.split()), marker, lambda _spot: True, length)
    # No passage is better than a summary that answers all words, and summaries are shorter.
    if not best.text or best.score < (marker.word_count, marker.word_count):
        passages = Passages(text)
        in_text = _find_passage(passages.text, marker, passages.is_running, length)
        if not best.text or in_text.score > best.score:
            best = in_text
    shown, marked = best.text, best.marked
    start, end = _window(shown, best.first, length)
    pieces = list(_pieces(shown, start, end, marked))
    if start > 0:
        pieces.insert(0, Piece(_ELLIPSIS))
    if end < len(shown):
        pieces.append(Piece(_ELLIPSIS))
    return tuple(pieces)


class _Passage(NamedTuple):
    """The best passage of a text: its score, and where its first marked word begins."""

    text: str
    marked: Sequence[Mark]
    score: tuple[int, int]
    first: int


def _find_passage(
    text: str, marker: Marker, is_running: Callable[[int], bool], length: int
) -> _Passage:
    marked = _marked(text, marker)
    return _Passage(text, marked, *_best_passage(marked, is_running, length))


def _marked(text: str, marker: Marker) -> list[Mark]:
    """Return the words of `text` that are looked for; most texts hold only a few."""
    lower = text.lower()
    if len(lower) == len(text) and marker.is_plain(text):
        words = _words_with(marker.fragments, lower)
    else:
        words = ((token.word, token.start, token.end) for token in tokenize(text))
    marks = [
        Mark(start, end, answers)
        for word, start, end in words
        if (answers := marker.answered(word))
    ]
    phrases = marker.mark_phrases(text)
    return _merge(marks, phrases) if phrases else marks


def _merge(marks: Sequence[Mark], phrases: Sequence[Mark]) -> list[Mark]:
    """Return all marks in order, without the single words inside a phrase."""
    merged: list[Mark] = []
    for mark in sorted([*phrases, *marks], key=lambda mark: (mark.start, -mark.end)):
        if not merged or mark.start >= merged[-1].end:
            merged.append(mark)
        else:
            merged[-1] = merged[-1]._replace(answers=merged[-1].answers | mark.answers)
    return merged


def _words_with(fragments: Iterable[str], text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of `text` that hold any of the fragments, which are far from all words."""
    end = 0
    for spot in sorted(spot for fragment in fragments for spot in _spots(fragment, text)):
        if spot < end:
            continue
        found = WORD.search(text, max(end, text.rfind(" ", end, spot)))
        while found and found.end() <= spot:  # words that no space separates
            found = WORD.search(text, found.end())
        if found is None:
            return
        end = found.end()
        if len(found[0]) <= LONGEST_WORD:
            yield found[0], found.start(), end


def _spots(fragment: str, text: str) -> Iterator[int]:
    spot = text.find(fragment) if fragment else -1
    while spot >= 0:
        yield spot
        spot = text.find(fragment, spot + 1)


def _best_passage(
    marked: Sequence[Mark], is_running: Callable[[int], bool], length: int
) -> tuple[tuple[int, int], int]:
    """Return the score of the best passage and where it begins; of equals, the first.

    The score is how many different words of the question it answers, and how many in running text.
    """
    answers = [mark.answers for mark in marked]
    in_running_text: list[int] = []
    most = _count(answers)
    best, first, left = (0, 0), 0, 0
    for right, mark in enumerate(marked, 1):
        in_running_text.append(mark.answers if is_running(mark.start) else 0)
        while mark.end - marked[left].start > length - _BEFORE and left + 1 < right:
            left += 1
        score = _count(answers[left:right]), _count(in_running_text[left:right])
        if score > best:
            best, first = score, marked[left].start
        if best == (most, most):
            break
    return best, first


def _count(answers: Iterable[int]) -> int:
    """Return how many different words of the question are answered in total."""
    return reduce(or_, answers, 0).bit_count()


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Return where to cut the text around a word that begins at `first`, between words."""
    if len(text) <= length:
        return 0, len(text)
    start = sentence_start(text, first, _LONGEST_BEFORE)
    if start is None:
        wished = min(first - _BEFORE, len(text) - length)
        space = text.find(" ", wished - 1, first)
        start = space + 1 if space >= 0 else first
    # The words that make this passage the best are within so many letters of the first.
    last = max(start + length, first + length - _BEFORE)
    if last >= len(text):
        return start, len(text)
    end = text.rfind(" ", start, last + 1)
    return start, end if end > start else _end_of_word(text, start, last)


def _end_of_word(text: str, start: int, end: int) -> int:
    """Return the last place between two words up to `end`, in a text without spaces there."""
    cut = end
    while cut > start and _IN_WORD.match(text, cut) and _IN_WORD.match(text, cut - 1):
        cut -= 1
    return cut if cut > start else end  # a word longer than a snippet


def _pieces(text: str, start: int, end: int, marked: Sequence[Mark]) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for mark in marked:
        if mark.start < place or mark.end > end:
            continue
        if mark.start > place:
            pieces.append(Piece(text[place : mark.start]))
        pieces.append(Piece(text[mark.start : mark.end], is_marked=True))
        place = mark.end
    if place < end:
        pieces.append(Piece(text[place:end]))
    return pieces
