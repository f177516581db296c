"""Recognise in a text the words that are looked for."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import filterfalse
from typing import NamedTuple

from wiki.search.language.analysis import (
    INVISIBLE,
    fold,
    folded_terms,
    is_own_stop_word,
    is_plain,
    is_written_plainly,
    stem,
    tokenize,
    written_terms,
)
from wiki.search.language.compounds import Split

# Words that are compared without these: the mark of a letter or digit that has no sign with it,
# and the hyphen after a letter alone ("e-hälsa").
_LEFT_OUT = re.compile("[\u0300-\u036f]|\\b[^\\W\\d_][-\u2010\u2011][^\\W\\d_]")
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
        # Texts may write these differently, and must then be read word by word.
        self._unusual = [*filterfalse(is_plain, words), *unaccented]
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

    def is_plain(self, text: str) -> bool:
        """Tell whether the words stand in `text` as they are compared, apart from capitals."""
        return (
            not any(sign in text for sign in INVISIBLE)
            and unicodedata.is_normalized("NFC", text)
            and not _LEFT_OUT.search(text)
            and not self._folded
            and all(is_written_plainly(word, text) for word in self._unusual)
        )

    def answered(self, word: str) -> int:
        """Return as bits the words of the question that a word, or a part of it, answers."""
        answers = self._answers.get(word)
        if answers is None:
            answers = self._answers[word] = self._find_answers(word)
        return answers

    def _find_answers(self, word: str) -> int:
        bits = 0
        if self._unusual or word.startswith(self._beginnings):
            root = stem(word, self._language)
            bits = self._stems.get(root, 0) | self._parts.get(root, 0)
            bits |= self._alternatives.get(root, 0)
        if self._folded:
            for form in folded_terms(word, self._language):
                bits |= self._folded.get(form, 0)
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
        for phrase, mark in self._find_phrases(text):
            yield " ".join(phrase), text[mark.start : mark.end]

    def mark_phrases(self, text: str) -> list[Mark]:
        """Return where alternatives of several words stand in `text`."""
        return [mark for _, mark in self._find_phrases(text)]

    def _find_phrases(self, text: str) -> Iterator[tuple[tuple[str, ...], Mark]]:
        """Yield the alternatives of several words, reading only texts that have their letters."""
        lower = text.lower()
        near = [
            phrase for phrase in self._phrases if all(root[:_BEGINNING] in lower for root in phrase)
        ]
        if not near:
            return
        language = self._language
        tokens = [token for token in tokenize(text) if not is_own_stop_word(token.word, language)]
        roots = tuple(stem(token.word, language) for token in tokens)
        for phrase in near:
            for place in _places(roots, phrase):
                start, end = tokens[place].start, tokens[place + len(phrase) - 1].end
                yield phrase, Mark(start, end, self._phrases[phrase])

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


def _places(roots: tuple[str, ...], phrase: tuple[str, ...]) -> Iterator[int]:
    """Yield where a phrase begins among the stems of a text."""
    for place in range(len(roots) - len(phrase) + 1):
        if roots[place : place + len(phrase)] == phrase:
            yield place
