"""Look for a word of a question in the other language too, by a dictionary (decision 96).

"Vård i livets slutskede" then finds an English text on care at the end of life.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from wiki.search.language.analysis import (
    LANGUAGES,
    count_small_words,
    fold,
    is_plain,
    stem,
    stems,
)
from wiki.search.language.dictionary import translate
from wiki.search.ranking.alternatives import WEAK_WORDS
from wiki.search.ranking.corpus import Alternative, Corpus, Way, count_texts

_WEIGHT = 0.8
_MOST = 4


class Translator:
    """Translate the words of one question into the languages in which it is not asked."""

    def __init__(self, words: Sequence[str], corpus: Corpus, halves: Collection[str]) -> None:
        """Take all words of the question: the small ones tell its language.

        `halves` are words that texts write together, and that mean nothing by themselves.
        """
        self._corpus = corpus
        self._halves = halves
        self._small = count_small_words(words)

    def add_to(self, others: Iterable[Alternative], word: str) -> list[Alternative]:
        """Return what is looked for besides a word, with its translations.

        Into a language that has a word for it, it is translated, and not corrected.
        """
        translations = list(self._find(word))
        into = {translation.language for translation in translations}
        kept = (
            other for other in others if not (other.way is Way.GUESS and other.language in into)
        )
        return [*kept, *translations]

    def _find(self, word: str) -> Iterator[Alternative]:
        """Yield what a word means in each language in which the question is not asked."""
        if not is_plain(word) or fold(word) in WEAK_WORDS or word in self._halves:
            return
        for language, into in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
            if self._is_foreign(word, into):
                for term in islice(self._translate(word, language, into), _MOST):
                    yield Alternative(term, into, _WEIGHT, Way.TRANSLATION)

    def _is_foreign(self, word: str, language: str) -> bool:
        """Tell whether a word of the question is not meant in this language."""
        other_small_words = sum(self._small.values()) - 2 * self._small[language]
        if other_small_words == 0:
            return not count_texts(stem(word, language), language, self._corpus)
        return other_small_words > 0

    def _translate(self, word: str, language: str, into: str) -> Iterator[str]:
        """Yield the translations that texts hold, each once, as terms."""
        # What is typed without accents finds the word with them already.
        meanings = [each for each in translate(word, language) if fold(each) != word]
        for parts in dict.fromkeys(tuple(stems(meaning.split(), into)) for meaning in meanings):
            if parts and all(count_texts(part, into, self._corpus) for part in parts):
                yield " ".join(parts)
