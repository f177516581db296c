"""Cut out of a text the passage that answers a question, with the words of the question marked.

A snippet is a list of plain pieces, so that a template can escape each piece before marking it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

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
    marked = marker.mark(text)
    return _Passage(text, marked, *_best_passage(marked, is_running, length))


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
