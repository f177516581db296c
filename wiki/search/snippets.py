"""Cut out of a text the passage that answers a question, with the words of the question marked.

A snippet is a list of plain pieces, so that a template can escape each piece before marking it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from wiki.search.language.analysis import LONGEST_WORD, WORD, stem, tokenize
from wiki.search.language.compounds import Split
from wiki.search.passages import Passages, sentence_start

LENGTH = 240
_BEFORE = 60
# A little more is shown before the first word when a sentence begins there.
_LONGEST_BEFORE = 100
# All inflections of an English word have at least so many first letters in common.
_BEGINNING = 4
_ELLIPSIS = "…"
_IN_WORD = re.compile(r"[^\W_]|[\u0300-\u036f]")


@dataclass(frozen=True)
class Piece:
    """A run of plain text; `is_marked` when it is a word that was looked for."""

    text: str
    is_marked: bool = False


class _Mark(NamedTuple):
    """A word that was looked for, and the words of the question that it answers, as bits."""

    start: int
    end: int
    answers: int


class Marker:
    """Recognise the words that are looked for, in all inflections, in one language.

    Each stem of the question is one bit of a number, so that words can be counted fast.
    """

    def __init__(
        self,
        words: Collection[str],
        language: str,
        split: Split,
        alternatives: Mapping[str, str] | None = None,
    ) -> None:
        """Take the words of the question, and for each alternative term the word it stands for."""
        self._language = language
        self._split = split
        stems = {word: stem(word, language) for word in words}
        stands_for = {term: stem(word, language) for term, word in (alternatives or {}).items()}
        all_stems = dict.fromkeys((*stems.values(), *stands_for.values()))
        bits = {root: 1 << place for place, root in enumerate(all_stems)}
        self.word_count = len(bits)
        self._stems = {root: bits[root] for root in stems.values()}
        self._alternatives = {term: bits[root] for term, root in stands_for.items()}
        self._parts = {
            part: self._stems[root] for word, root in stems.items() for part in self._parts_of(word)
        }
        self._terms = {*self._stems, *self._parts, *self._alternatives}
        self._beginnings = tuple(self._terms) if language == "sv" else ("",)
        self.fragments = self._find_fragments(words)
        self._answers: dict[str, int] = {}

    def _find_fragments(self, words: Iterable[str]) -> list[str]:
        """Return strings of which every word that is looked for holds one, and few others do.

        Swedish words begin with their stem, and compounds hold the stems of their parts. English
        stems may end differently from the word ("happi").
        """
        terms = self._terms
        if self._language != "sv":
            terms = {term[:_BEGINNING] for term in (*terms, *words)}
        return [term for term in terms if not any(other in term for other in terms - {term})]

    def answered(self, word: str) -> int:
        """Return as bits the words of the question that a word, or a part of it, answers."""
        answers = self._answers.get(word)
        if answers is None:
            answers = self._answers[word] = self._find_answers(word)
        return answers

    def _find_answers(self, word: str) -> int:
        bits = 0
        if word.startswith(self._beginnings):
            root = stem(word, self._language)
            bits = self._stems.get(root, 0) | self._parts.get(root, 0)
            bits |= self._alternatives.get(root, 0)
        # Splitting a compound costs most, and is done only when a part may add an answer.
        if any(root in word and bit & ~bits for root, bit in self._stems.items()):
            for part in self._parts_of(word):
                bits |= self._stems.get(part, 0)
        return bits

    def find_alternatives(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (term, word as written) for the words of `text` that are alternatives."""
        if self._alternatives:
            for token in tokenize(text):
                root = stem(token.word, self._language)
                if root in self._alternatives and root not in self._stems:
                    yield root, text[token.start : token.end]

    def _parts_of(self, word: str) -> tuple[str, ...]:
        return self._split(word) if self._language == "sv" else ()


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
    marked: Sequence[_Mark]
    score: tuple[int, int]
    first: int


def _find_passage(
    text: str, marker: Marker, is_running: Callable[[int], bool], length: int
) -> _Passage:
    marked = _marked(text, marker)
    return _Passage(text, marked, *_best_passage(marked, is_running, length))


def _marked(text: str, marker: Marker) -> list[_Mark]:
    """Return the words of `text` that are looked for; most texts hold only a few."""
    lower = text.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFC", text):
        words = _words_with(marker.fragments, lower)
    else:
        words = ((token.word, token.start, token.end) for token in tokenize(text))
    return [
        _Mark(start, end, answers)
        for word, start, end in words
        if (answers := marker.answered(word))
    ]


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
    marked: Sequence[_Mark], is_running: Callable[[int], bool], length: int
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


def _pieces(text: str, start: int, end: int, marked: Sequence[_Mark]) -> list[Piece]:
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
