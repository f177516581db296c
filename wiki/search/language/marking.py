"""Recognise in a text the words that are looked for."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
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
        self._unusual = [word for word in words if not is_plain(word) or word in unaccented]
        stems = {word: stem(word, language) for word in words}
        stands_for = {term: stem(word, language) for term, word in (alternatives or {}).items()}
        all_stems = dict.fromkeys((*stems.values(), *stands_for.values()))
        bits = {root: 1 << place for place, root in enumerate(all_stems)}
        self.word_count = len(bits)
        self._read_alternatives({term: bits[root] for term, root in stands_for.items()})
        self._read_words({word: bits[root] for word, root in stems.items()}, unaccented)
        self._terms = {*self._stems, *self._parts, *self._alternatives}
        self._beginnings = tuple(self._terms) if language == "sv" else ("",)
        self.fragments = self._find_fragments(words)
        self._answers: dict[str, int] = {}

    def _read_alternatives(self, bits: Mapping[str, int]) -> None:
        """Take the bit of the word that each alternative stands for."""
        self._alternatives = {term: bit for term, bit in bits.items() if " " not in term}
        self._phrases = {tuple(term.split()): bit for term, bit in bits.items() if " " in term}

    def _read_words(self, bits: Mapping[str, int], unaccented: Collection[str]) -> None:
        """Take the bit of each word, for all the terms that stand for it in a text."""
        self._stems: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._parts: dict[str, int] = {}
        for word, bit in bits.items():
            self._stems |= dict.fromkeys(written_terms(word, self._language), bit)
            self._parts |= dict.fromkeys(self._parts_of(word), bit)
            if word in unaccented:
                self._folded |= dict.fromkeys((word, fold(stem(word, self._language))), bit)

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


def _places(roots: tuple[str, ...], phrase: tuple[str, ...]) -> Iterator[int]:
    """Yield where a phrase begins among the stems of a text."""
    for place in range(len(roots) - len(phrase) + 1):
        if roots[place : place + len(phrase)] == phrase:
            yield place
