"""Choose which other words are looked for beside a word of a question, and how much they count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from wiki.search.language.analysis import LANGUAGES, fold, is_stop_word, stem
from wiki.search.language.spelling import SHORTEST_WORD, WordList
from wiki.search.segments.schema import BODY, TITLE
from wiki.search.segments.schema import field as field_name

# A word that any text holds is no slip: in a small wiki good words are rare too.
_MOST_TEXTS_OF_A_SLIP = 0
_MOST_SPELT = 2
# What each unit of a slip's cost takes off the weight of the word that was meant.
_LOST_BY_SLIP = 0.25
# Kin says nearly the same; of a word in many texts there is enough without it.
_MOST_KIN = 4
_KIN_WEIGHT = 0.35
_MOST_TEXTS_WITH_KIN = 60
_MOST_SHARE_WITH_KIN = 0.02
# Without accents a word may mean another one, if that is not much rarer than itself.
_LEAST_SHARE_ACCENTED = 0.5
# "Sällskapsbryggor" is sought by "sällskap" too, though no text teaches the index its parts. The
# joining s and enough letters on either side tell a compound from a word that only begins so.
_SHORTEST_FRONT = 5
_SHORTEST_BEHIND = 4
_MOST_COMPOUNDS = 4
_COMPOUND_WEIGHT = 0.3


class Alternative(NamedTuple):
    """Hold a term to look for as well; a slip's counts instead of the word, kin's beside it."""

    term: str
    language: str
    weight: float
    is_same_family: bool = False


class Corpus(Protocol):
    """Say what must be known of the words that the index holds."""

    size: int

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term in a field."""

    def word_lists(self, language: str) -> Sequence[WordList]:
        """Return the stems of all texts in a language, a list for each segment."""


def find_alternatives(word: str, corpus: Corpus, is_unaccented: bool) -> list[Alternative]:
    """Return what else to look for; `is_unaccented` says that the whole question has no accents."""
    if len(word) < SHORTEST_WORD or not word.isalpha():
        return []
    languages = [one for one in LANGUAGES if not is_stop_word(word, one)]
    texts = {one: count_texts(stem(word, one), one, corpus) for one in languages}
    found: list[Alternative] = []
    for language in languages:
        found += _find_in(language, word, texts, corpus, is_unaccented)
    if "sv" in texts and _is_rare(texts["sv"], corpus):
        found += _compounds(word, corpus, is_unaccented)
    first: dict[tuple[str, str], Alternative] = {}
    for one in found:
        first.setdefault((one.language, one.term), one)
    return list(first.values())


def _find_in(
    language: str, word: str, texts: Mapping[str, int], corpus: Corpus, is_unaccented: bool
) -> Iterator[Alternative]:
    # Who knows the word in one language has not slipped in the other.
    if max(texts.values()) <= _MOST_TEXTS_OF_A_SLIP:
        yield from _spelt_like(word, language, corpus)
    if is_unaccented:
        yield from _accented_like(word, language, texts[language], corpus)
    if texts[language] == max(texts.values()):
        yield from _kin(word, language, texts[language], corpus)


def count_texts(term: str, language: str, corpus: Corpus) -> int:
    """Return how many documents hold a term in their text, or in their title."""
    return max(corpus.frequency(field_name(name, language), term) for name in (TITLE, BODY))


def _spelt_like(word: str, language: str, corpus: Corpus) -> Iterator[Alternative]:
    root = stem(word, language)
    costs: dict[str, float] = {}
    for one in corpus.word_lists(language):
        costs.update((term, cost) for cost, term in one.find_corrections(root))
    ranked = sorted(
        costs, key=lambda term: (costs[term], -count_texts(term, language, corpus), term)
    )
    for term in ranked[:_MOST_SPELT]:
        yield Alternative(term, language, 1.0 - _LOST_BY_SLIP * costs[term])


def _accented_like(word: str, language: str, texts: int, corpus: Corpus) -> Iterator[Alternative]:
    root = stem(word, language)
    terms = {term for one in corpus.word_lists(language) for term in one.find_accented(root)}
    for term in sorted(terms):
        if count_texts(term, language, corpus) >= texts * _LEAST_SHARE_ACCENTED:
            yield Alternative(term, language, 1.0)


def _kin(word: str, language: str, texts: int, corpus: Corpus) -> Iterator[Alternative]:
    if not _is_rare(texts, corpus):
        return
    root = stem(word, language)
    known = {
        one.term: one.likeness
        for words in corpus.word_lists(language)
        for one in words.find_family(root)
    }
    for term in sorted(known, key=lambda term: (-known[term], term))[:_MOST_KIN]:
        yield Alternative(term, language, _KIN_WEIGHT * known[term], is_same_family=True)


def _compounds(word: str, corpus: Corpus, is_unaccented: bool) -> Iterator[Alternative]:
    """Yield the compounds that begin with a word and a joining s, the shortest first."""
    front = stem(word, "sv") + "s"
    if len(front) <= _SHORTEST_FRONT:
        return
    terms = {
        term
        for words in corpus.word_lists("sv")
        for term in words.find_compounds(front, _SHORTEST_BEHIND)
        if is_unaccented or term.startswith(front)
    }
    for term in sorted(terms, key=lambda one: (len(one), one))[:_MOST_COMPOUNDS]:
        yield Alternative(term, "sv", _COMPOUND_WEIGHT, is_same_family=True)


def _is_rare(texts: int, corpus: Corpus) -> bool:
    """Tell whether a word stands in so few texts that its kin may find more."""
    return texts <= max(_MOST_TEXTS_WITH_KIN, corpus.size * _MOST_SHARE_WITH_KIN)


def is_unaccented(words: Iterable[str]) -> bool:
    """Tell whether a question was typed without å ä ö, as on a foreign keyboard."""
    return all(fold(word) == word for word in words)
