"""Recognise in a text the words that are looked for."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from wiki.search.language.analysis import (
    LONGEST_WORD,
    WORD,
    Token,
    fold,
    folded_terms,
    is_own_stop_word,
    is_plain,
    stem,
    tokenize,
    written_terms,
)
from wiki.search.language.bases import written_beginnings
from wiki.search.language.compounds import Split
from wiki.search.language.irregular import irregular_words, lowered, token_at

# All inflections of an English word have at least so many first letters in common.
_BEGINNING = 4


class Mark(NamedTuple):
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
        unaccented: Collection[str] = (),
    ) -> None:
        """Take the words of the question, and for each alternative term the word it stands for.

        An alternative of several stems, such as a topic's name, is recognised as a whole.
        `unaccented` are words that stand in texts with accents, such as "cafe".
        """
        self._language = language
        self._split = split
        # These may begin differently from their stems.
        self._has_unusual = bool(unaccented) or not all(map(is_plain, words))
        stems = {word: stem(word, language) for word in words}
        stands_for = {term: stem(word, language) for term, word in (alternatives or {}).items()}
        all_stems = dict.fromkeys((*stems.values(), *stands_for.values()))
        bits = {root: 1 << place for place, root in enumerate(all_stems)}
        self.word_count = len(bits)
        others = {term: bits[root] for term, root in stands_for.items()}
        self._alternatives, self._phrases = _split_names(others)
        of_word = {word: bits[root] for word, root in stems.items()}
        self._stems = _spread(of_word, partial(written_terms, language=language))
        self._parts = _spread(of_word, self._parts_of)
        self._folded = _fold_words(of_word, language, unaccented)
        self._terms = {*self._stems, *self._parts, *self._alternatives}
        self._written = {term: self._beginnings_of(term) for term in self._terms}
        every = chain.from_iterable(self._written.values())
        self._beginnings = tuple(every) if language == "sv" else ("",)
        self._fragments = self._find_fragments(words)
        self._answers: dict[str, int] = {}

    def _find_fragments(self, words: Iterable[str]) -> list[str]:
        """Return strings of which every word that is looked for holds one, and few others do.

        Swedish words begin with their stem or as `written_beginnings` says, and compounds hold the
        stems of their parts. English stems may end differently from the word ("happi").
        """
        terms = set(self._beginnings)
        if self._language != "sv":
            terms = self._terms
            terms = {term[:_BEGINNING] for term in (*terms, *words)}
        return [term for term in terms if not any(other in term for other in terms - {term})]

    def mark(self, text: str) -> list[Mark]:
        """Return in order the words of `text` that are looked for, each once.

        Spaces are the only white space of `text`.
        """
        irregular = irregular_words(text)
        words = [*irregular, *_words_with(self._fragments, _without(irregular, lowered(text)))]
        marks = sorted(
            Mark(start, end, answers)
            for word, start, end in words
            if (answers := self._answered(word))
        )
        phrases = [mark for _, mark in self._find_phrases(text)]
        return _merge(marks, phrases) if phrases else marks

    def _answered(self, word: str) -> int:
        """Return as bits the words of the question that a word, or a part of it, answers."""
        answers = self._answers.get(word)
        if answers is None:
            answers = self._answers[word] = self._find_answers(word)
        return answers

    def _find_answers(self, word: str) -> int:
        bits = 0
        if self._has_unusual or word.startswith(self._beginnings):
            root = stem(word, self._language)
            bits = self._stems.get(root, 0) | self._parts.get(root, 0)
            bits |= self._alternatives.get(root, 0)
        if self._folded:
            for form in folded_terms(word, self._language):
                bits |= self._folded.get(form, 0)
        # Splitting a compound costs most, and is done only when a part may add an answer.
        if any(bit & ~bits and self._is_in(root, word) for root, bit in self._stems.items()):
            for part in self._parts_of(word):
                bits |= self._stems.get(part, 0)
        return bits

    def _is_in(self, root: str, word: str) -> bool:
        return any(beginning in word for beginning in self._written[root])

    def _beginnings_of(self, root: str) -> tuple[str, ...]:
        return written_beginnings(root) if self._language == "sv" else (root,)

    def find_alternatives(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (term, word as written) for the words of `text` that are alternatives."""
        if self._alternatives:
            for token in tokenize(text):
                root = stem(token.word, self._language)
                if root in self._alternatives and root not in self._stems:
                    yield root, text[token.start : token.end]
        for phrase, mark in self._find_phrases(text):
            yield " ".join(phrase), text[mark.start : mark.end]

    def _find_phrases(self, text: str) -> Iterator[tuple[tuple[str, ...], Mark]]:
        """Yield the alternatives of several words, reading only texts that have their letters."""
        lower = lowered(text)
        for phrase in self._phrases:
            if all(root[:_BEGINNING] in lower for root in phrase):
                for start, end in self._places(phrase, text, lower):
                    yield phrase, Mark(start, end, self._phrases[phrase])

    def _places(self, phrase: tuple[str, ...], text: str, lower: str) -> Iterator[tuple[int, int]]:
        """Yield where the words of a phrase stand side by side, but for small words."""
        end = 0
        for spot in _spots(phrase[0][:_BEGINNING], lower):
            first = token_at(text, spot, end) if spot >= end else None
            if first is None:
                continue
            end = first.end
            if stem(first.word, self._language) == phrase[0]:
                words = (
                    token
                    for token in tokenize(text, first.start)
                    if not is_own_stop_word(token.word, self._language)
                )
                side_by_side = list(islice(words, len(phrase)))
                if tuple(stem(token.word, self._language) for token in side_by_side) == phrase:
                    yield side_by_side[0].start, side_by_side[-1].end

    def _parts_of(self, word: str) -> tuple[str, ...]:
        return self._split(word) if self._language == "sv" else ()


def _split_names(bits: Mapping[str, int]) -> tuple[dict[str, int], dict[tuple[str, ...], int]]:
    """Return the terms of one stem, and those of several, each with its bit."""
    single = {term: bit for term, bit in bits.items() if " " not in term}
    return single, {tuple(term.split()): bit for term, bit in bits.items() if " " in term}


def _fold_words(
    bits: Mapping[str, int], language: str, unaccented: Collection[str]
) -> dict[str, int]:
    """Return the bits of words that stand in texts with accents, under their forms without."""
    known = {word: bit for word, bit in bits.items() if word in unaccented}
    return _spread(known, lambda word: (word, fold(stem(word, language))))


def _spread(bits: Mapping[str, int], forms_of: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """Return the bit of each word under all of its forms."""
    return {form: bit for word, bit in bits.items() for form in forms_of(word)}


def _without(words: Iterable[Token], text: str) -> str:
    """Return `text` with spaces in place of some of its words."""
    kept: list[str] = []
    place = 0
    for _, start, end in words:
        kept += (text[place:start], " " * (end - start))
        place = end
    return "".join([*kept, text[place:]])


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


def _merge(marks: Sequence[Mark], phrases: Sequence[Mark]) -> list[Mark]:
    """Return all marks in order, without the single words inside a phrase."""
    merged: list[Mark] = []
    for mark in sorted([*phrases, *marks], key=lambda mark: (mark.start, -mark.end)):
        if not merged or mark.start >= merged[-1].end:
            merged.append(mark)
        else:
            merged[-1] = merged[-1]._replace(answers=merged[-1].answers | mark.answers)
    return merged
